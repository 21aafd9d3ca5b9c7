/**
 * Compiles what a changed source file reaches, in this process, where solc stays warm: a second or two instead of a whole build. What
 * comes out replaces the bytecode in the artifacts that forge made from the unchanged sources.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { createRequire } from "node:module";

type Code = { object: string; sourceMap: string; linkReferences: object; immutableReferences?: object };
type Compiled = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { evm: { bytecode: Code; deployedBytecode: Code } }>>;
};
type Solc = {
  compile: (input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }) => string;
};

export type Outcome = { ok: true; restore: () => void } | { ok: false; output: string };
export type Compiler = {
  /** Puts the code of everything that reaches `file`, with `source` in its place, into the artifacts. */
  install: (file: string, source: string) => Outcome;
};

const FORGE_STD = "node_modules/@layerzerolabs/toolbox-foundry/lib/forge-std/";
const REMAPPINGS = [
  "@openzeppelin/=node_modules/@openzeppelin/",
  "@chainlink/=node_modules/@chainlink/",
  `forge-std/=${FORGE_STD}`,
];

/** The files that a source names in its imports, below the project root. */
function importsOf(file: string, source: string): string[] {
  return [...source.matchAll(/\bfrom\s+"([^"]+)"|\bimport\s+"([^"]+)"/g)]
    .map(([, a, b]) => a ?? b ?? "")
    .filter((path) => path.startsWith("."))
    .map((path) => posix.join(dirname(file), path));
}

/** Every file of `files` from which the imports lead to `target`, itself included. */
export function dependants(target: string, files: ReadonlyMap<string, string>): string[] {
  const reached = new Set([target]);
  for (let size = 0; size !== reached.size;) {
    size = reached.size;
    for (const [file, source] of files) {
      if (importsOf(file, source).some((path) => reached.has(path))) reached.add(file);
    }
  }
  return [...reached];
}

/**
 * @param folder where the sources are, and `artifacts` below it what forge built from them.
 * @param files the project's own Solidity sources by path.
 */
export function createCompiler(folder: string, artifacts: string, files: ReadonlyMap<string, string>): Compiler {
  const solc = createRequire(import.meta.url)("solc") as Solc;
  const read = (path: string) => {
    const at = join(folder, path);
    return existsSync(at) ? { contents: readFileSync(at, "utf8") } : { error: `no ${path}` };
  };
  return {
    install(file, source) {
      const reached = dependants(file, files);
      const input = {
        language: "Solidity",
        sources: Object.fromEntries(
          reached.map((path) => [path, { content: path === file ? source : files.get(path) }]),
        ),
        settings: {
          remappings: REMAPPINGS,
          evmVersion: "cancun",
          optimizer: { enabled: false },
          outputSelection: Object.fromEntries(
            reached.map((path) => [path, { "*": ["evm.bytecode", "evm.deployedBytecode"] }]),
          ),
        },
      };
      const compiled = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as Compiled;
      const faults = (compiled.errors ?? []).filter(({ severity }) => severity === "error");
      if (faults.length > 0)
        return { ok: false, output: faults.map(({ formattedMessage }) => formattedMessage).join("\n") };
      return { ok: true, restore: replaceCode(join(folder, artifacts), compiled.contracts ?? {}) };
    },
  };
}

/** @returns what puts the artifacts back. */
function replaceCode(artifacts: string, contracts: NonNullable<Compiled["contracts"]>): () => void {
  const originals = new Map<string, string>();
  for (const [file, named] of Object.entries(contracts)) {
    for (const [name, { evm }] of Object.entries(named)) {
      const path = join(artifacts, posix.basename(file), `${name}.json`);
      if (evm.bytecode.object === "" || !existsSync(path)) continue;
      const text = readFileSync(path, "utf8");
      originals.set(path, text);
      const artifact = JSON.parse(text) as { bytecode: Code; deployedBytecode: Code };
      Object.assign(artifact.bytecode, prefixed(evm.bytecode));
      Object.assign(artifact.deployedBytecode, prefixed(evm.deployedBytecode));
      writeFileSync(path, JSON.stringify(artifact));
    }
  }
  return () => {
    for (const [path, text] of originals) writeFileSync(path, text);
  };
}

const prefixed = ({ object, sourceMap, linkReferences, immutableReferences }: Code) => ({
  object: `0x${object}`,
  sourceMap,
  linkReferences,
  ...(immutableReferences === undefined ? {} : { immutableReferences }),
});
