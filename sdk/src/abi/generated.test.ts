import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, renderAll } from "../../scripts/generate-abi.ts";
import {
  abiSignature,
  creditInterfaces,
  creditModules,
  exchangeInterfaces,
  exchangeModules,
  mergedAbi,
} from "../../scripts/render-abi.ts";
import { contractArtifacts, declaredErrors, errorSignature } from "../../scripts/render-errors.ts";
import { sentenceNames } from "../errors/index.ts";
import type { AbiItem } from "../../scripts/render-abi.ts";
import { carbonCreditsAbi, contractErrorsAbi, exchangeAbi } from "./index.ts";

const generated = join(import.meta.dirname, "generated");

/** Names of the errors written in the Solidity sources, compiled or not. */
function errorsInSources(): string[] {
  const base = join(ROOT, "contracts");
  const sources = readdirSync(base, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".sol"));
  return sources.flatMap((path) =>
    [...readFileSync(join(base, path), "utf8").matchAll(/^\s*error\s+(\w+)\s*\(/gm)].map((match) => match[1] ?? ""),
  );
}

describe("generated ABIs", () => {
  it("stand on compiled contracts", () => {
    expect(contractArtifacts(ROOT).length, "no artifacts: run `npx hardhat compile --no-tests` first").toBeGreaterThan(
      0,
    );
  });

  it.each([...renderAll()])(
    "%s is what the artifacts say (else run node sdk/scripts/generate-abi.ts)",
    (file, text) => {
      const path = join(generated, file);
      expect(existsSync(path), `${file} is missing`).toBe(true);
      expect(readFileSync(path, "utf8") === text, `${file} is stale`).toBe(true);
    },
  );
});

const CHAINS = [
  {
    front: "contracts/exchange/Exchange.sol/Exchange",
    abi: exchangeAbi,
    modules: exchangeModules(ROOT),
    interfaces: exchangeInterfaces(ROOT),
  },
  {
    front: "contracts/registry/CarbonCredits.sol/CarbonCredits",
    abi: carbonCreditsAbi,
    modules: creditModules(ROOT),
    interfaces: creditInterfaces(ROOT),
  },
];

describe.each(CHAINS)("the ABI of $front", ({ front, abi, modules, interfaces }) => {
  const functionsOf = (sources: readonly string[]) =>
    mergedAbi(ROOT, sources)
      .filter(({ type }) => type === "function")
      .map(abiSignature);

  it("holds every function of every module, and each that an interface promises is carried out by one", () => {
    expect(modules).toContain(front);
    expect(modules.length).toBeGreaterThan(2);
    const known = new Set(abi.map((item) => abiSignature(item as AbiItem)));
    const carriedOut = new Set(functionsOf(modules));
    expect([...carriedOut].filter((signature) => !known.has(signature))).toEqual([]);
    expect(functionsOf(interfaces).filter((signature) => !carriedOut.has(signature))).toEqual([]);
  });
});

describe("errors declared under contracts/", () => {
  const known = new Set(contractErrorsAbi.map((item) => errorSignature({ ...item, inputs: [...item.inputs] })));
  const sentences = new Set(sentenceNames());

  it("of the artifacts all decode and have a sentence", () => {
    const declared = declaredErrors(ROOT);
    expect(declared.length).toBeGreaterThan(0);
    expect(declared.map(errorSignature).filter((signature) => !known.has(signature))).toEqual([]);
    expect(declared.map((item) => item.name).filter((name) => !sentences.has(name))).toEqual([]);
  });

  it("of the sources all have a sentence", () => {
    const declared = errorsInSources();
    expect(declared.length).toBeGreaterThan(0);
    expect(declared.filter((name) => !sentences.has(name))).toEqual([]);
  });
});
