/** A copy of the contracts and their tests in a folder of its own, where mutants are built and tried. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { childEnvironment, PROJECT_ROOT } from "../../deploy/config.ts";
import { createCompiler } from "./compiler.ts";
import { applied, type Mutant } from "./mutant.ts";

/** What the tests said: the first that failed, all passed, it did not compile, or it did not end. */
export type Verdict =
  | { kind: "killed"; suite: string; test: string }
  | { kind: "timeout" }
  | { kind: "survived" }
  | { kind: "uncompilable"; output: string };

const SOURCES = ["contracts", "test/contracts"];
const COPIED = [...SOURCES, "foundry.toml", "solc-js", "package.json"];
const ARTIFACTS = "out_forge";
/** No optimizer: the build of a mutant takes seconds. Fewer fuzz runs than in `npm test`, and always the same ones. */
const SETTINGS = {
  FOUNDRY_VIA_IR: "false",
  FOUNDRY_OPTIMIZER: "false",
  FOUNDRY_OUT: ARTIFACTS,
  FOUNDRY_FUZZ_RUNS: "16",
  FOUNDRY_INVARIANT_RUNS: "2",
  FOUNDRY_INVARIANT_FAIL_ON_REVERT: "true",
  // a shorter counterexample is no better here
  FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: "0",
  NO_COLOR: "1",
};
/** Far beyond what the tests need on a busy machine: what runs into it does not end. */
const TIMEOUT_MS = 1_200_000;
/** Suites that run for seconds: asked last. */
export const LONG = /Invariants|ModelTest|StructureAttacks|GasAttacks/;

export type Workshop = {
  /** Builds the mutant and runs the suites named first before all others; puts the artifacts back. */
  try: (mutant: Mutant, first: readonly string[]) => Promise<Verdict>;
  /** Builds the sources as they are, and runs everything. */
  baseline: () => Promise<Verdict>;
  close: () => void;
};

/** Where npm put forge; undefined on a platform for which there is none. */
export function findForge(): string | undefined {
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const platform = join(PROJECT_ROOT, `node_modules/@foundry-rs/forge-${process.platform}-${arch}/bin/forge`);
  return [platform, join(PROJECT_ROOT, "node_modules/.bin/forge")].find((path) => existsSync(path));
}

/** @param threads how many of forge's tests run at once. */
export function openWorkshop(forge: string, threads: number): Workshop {
  const folder = mkdtempSync(join(tmpdir(), "mutants-"));
  for (const path of COPIED) cpSync(join(PROJECT_ROOT, path), join(folder, path), { recursive: true });
  symlinkSync(join(PROJECT_ROOT, "node_modules"), join(folder, "node_modules"));
  const compiler = createCompiler(folder, ARTIFACTS, readSources(folder));

  const test = async (filter: readonly string[]) => {
    // counterexamples of an earlier mutant would be tried first, and the outcome depend on the sequence
    for (const kept of ["fuzz", "invariant"])
      rmSync(join(folder, "cache_forge", kept), { recursive: true, force: true });
    const args = ["test", "--fail-fast", "--threads", String(threads), "--match-path", "test/contracts/exchange/*"];
    return verdict(await run(forge, [...args, ...filter], folder));
  };
  const all = async (first: readonly string[]): Promise<Verdict> => {
    const groups = [
      ...(first.length === 0 ? [] : [["--match-contract", `^(${first.join("|")})$`]]),
      ["--no-match-contract", [...first.map((name) => `^${name}$`), LONG.source].join("|")],
      ["--match-contract", LONG.source],
    ];
    for (const group of groups) {
      const outcome = await test(group);
      if (outcome.kind !== "survived") return outcome;
    }
    return { kind: "survived" };
  };
  return {
    baseline: () => all([]),
    async try(mutant, first) {
      const source = readFileSync(join(folder, mutant.file), "utf8");
      const built = compiler.install(mutant.file, applied(source, mutant));
      if (!built.ok) return { kind: "uncompilable", output: built.output };
      try {
        return await all(first);
      } finally {
        built.restore();
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function readSources(folder: string): Map<string, string> {
  const paths = SOURCES.flatMap((root) =>
    readdirSync(join(folder, root), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".sol"))
      .map((name) => `${root}/${name.replaceAll("\\", "/")}`),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

type Run = { exitCode: number | null; output: string };

function run(forge: string, args: readonly string[], cwd: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const env = childEnvironment(SETTINGS);
    // solc-js is started by its first line, with the Node that runs this program
    const path = `${dirname(process.execPath)}:${env["PATH"] ?? ""}`;
    const child = spawn(forge, args, { cwd, env: { ...env, PATH: path }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_MS);
    child.once("error", reject);
    child.once("close", (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, output });
    });
  });
}

/** Reads what forge printed. */
export function verdict({ exitCode, output }: Run): Verdict {
  if (exitCode === null) return { kind: "timeout" };
  if (exitCode === 0) return { kind: "survived" };
  const failure = /^\[FAIL[\s\S]*?\s(\w+)\([\w,[\]]*\) \((?:gas|runs)/m.exec(output) ?? /^\[FAIL/m.exec(output);
  if (failure === null) return { kind: "uncompilable", output: output.slice(-2000) };
  const suites = [...output.slice(0, failure.index).matchAll(/^Ran \d+ tests? for [^\n]*:(\w+)$/gm)];
  return { kind: "killed", suite: suites.at(-1)?.[1] ?? "", test: failure[1] ?? "" };
}
