import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const SPECIFIER = /(?:^|\n)\s*(?:import|export)(?:\s+type)?[^;]*?from\s+"([^"]+)"/g;

/** Every module that the entry reaches by static imports, with what each imports. */
function reach(entry: string): Map<string, string[]> {
  const seen = new Map<string, string[]>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    const imports = [...readFileSync(file, "utf8").matchAll(SPECIFIER)].map((match) => match[1] ?? "");
    seen.set(file, imports);
    for (const target of imports) if (target.startsWith(".")) waiting.push(join(dirname(file), target));
  }
  return seen;
}

function packagesOf(modules: Map<string, string[]>): string[] {
  return [...new Set([...modules.values()].flat().filter((specifier) => !specifier.startsWith(".")))].sort();
}

describe("the browser entries", () => {
  const modules = reach(join(import.meta.dirname, "index.ts"));
  const importer = reach(join(import.meta.dirname, "import/index.ts"));

  it("reach every room of the package but node/", () => {
    const files = [...modules.keys(), ...importer.keys()];
    expect(files.every(existsSync)).toBe(true);
    for (const part of ["import-registry", "create-client", "order-id", "decode", "create-reference-book", "escrow"]) {
      expect(
        files.some((file) => file.endsWith(`${part}.ts`)),
        part,
      ).toBe(true);
    }
  });

  it("need viem, the importer also the browser build of csv-parse, and nothing of Node", () => {
    expect(packagesOf(modules)).toEqual(["viem"]);
    expect(packagesOf(importer)).toEqual(["csv-parse/browser/esm/sync", "viem"]);
    for (const file of [...modules.keys(), ...importer.keys()])
      expect(readFileSync(file, "utf8"), file).not.toMatch(/\b(Buffer|process)\.|node:/);
  });
});
