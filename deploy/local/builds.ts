/** What has to be built before the stack runs, and whether it still is: a stamp holds the hash of what went in. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { childEnvironment, PROJECT_ROOT } from "../config.ts";
import { ARTIFACTS, createArtifactReader } from "../contracts/artifact.ts";
import { PROXIES } from "../contracts/steps/080-check.ts";
import { layoutOf, readValidations } from "../contracts/storage-layouts.ts";
import { DeployError } from "../errors.ts";

export type Build = {
  name: string;
  /** Glob patterns, relative to the project root, of everything that goes in. */
  inputs: readonly string[];
  /** A file that is there once it is built. */
  output: string;
  /** Commands relative to `cwd`, run in order. */
  commands: readonly BuildCommand[];
  /** Whether what was built is whole, and what to run first when it is not. */
  whole?: { holds: () => boolean; repair: BuildCommand };
};
type BuildCommand = { args: readonly string[]; cwd: string };

const bin = (path: string) => join(PROJECT_ROOT, "node_modules", path);

export const CONTRACTS_BUILD: Build = {
  name: "contracts",
  inputs: ["contracts/**/*.sol", "hardhat.config.ts", "remappings.txt", "sdk/scripts/generate-abi.ts"],
  output: "artifacts/contracts/exchange/Exchange.sol/Exchange.json",
  commands: [
    { args: [bin("hardhat/dist/src/cli.js"), "compile", "--no-tests"], cwd: "." },
    { args: ["sdk/scripts/generate-abi.ts"], cwd: "." },
  ],
  // A compilation that was cut off can leave contracts whose storage layout was never noted.
  whole: {
    holds: layoutsAreKnown,
    repair: { args: [bin("hardhat/dist/src/cli.js"), "compile", "--no-tests", "--force"], cwd: "." },
  },
};

function layoutsAreKnown(): boolean {
  try {
    const [validations, readArtifact] = [readValidations(), createArtifactReader()];
    for (const name of PROXIES) layoutOf(readArtifact(ARTIFACTS[name]), validations);
    return true;
  } catch (error) {
    if (error instanceof DeployError) return false;
    throw error;
  }
}

export const APP_BUILD: Build = {
  name: "app",
  inputs: ["app/src/**/*", "app/static/**/*", "app/*.{ts,json}", "sdk/src/**/*.ts", "package-lock.json"],
  output: "app/build/index.js",
  commands: [
    { args: [bin("@sveltejs/kit/svelte-kit.js"), "sync"], cwd: "app" },
    { args: [bin("vite/bin/vite.js"), "build"], cwd: "app" },
  ],
};

/** Hash over the names and contents of the inputs; tests are left out, because they do not go into what is built. */
export function inputHash(build: Build, root = PROJECT_ROOT): string {
  const hash = createHash("sha256");
  const files = build.inputs.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }));
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of [...new Set(paths)].sort()) {
    if (/\.test\.ts$|\.t\.sol$/.test(path)) continue;
    hash.update(path.slice(root.length)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** Where stamps are kept, who hears the tools, and what calls a build off. */
export type BuildOptions = { log?: (text: string) => void; buildDir?: string; signal?: AbortSignal };
const DEFAULT_BUILD_DIR = join(PROJECT_ROOT, ".data");

/** Builds unless it is fresh; says which. Output of the tools goes to `log`; throws CHILD_FAILED with their last words. */
export async function ensureBuilt(
  build: Build,
  { log, buildDir = DEFAULT_BUILD_DIR, signal }: BuildOptions = {},
): Promise<"built" | "fresh"> {
  const stamp = join(buildDir, "build", `${build.name}.sha256`);
  const hash = inputHash(build);
  const fresh = existsSync(stamp) && readFileSync(stamp, "utf8").trim() === hash;
  if (fresh && existsSync(join(PROJECT_ROOT, build.output)) && build.whole?.holds() !== false) return "fresh";
  const runAll = async (commands: readonly BuildCommand[]) => {
    for (const { args, cwd } of commands) await run(args, join(PROJECT_ROOT, cwd), log, signal);
  };
  await runAll(build.commands);
  if (build.whole?.holds() === false) await runAll([build.whole.repair, ...build.commands]);
  mkdirSync(dirname(stamp), { recursive: true });
  // Building may write inputs of its own (the SDK's ABIs): the stamp is of what stands afterwards.
  writeFileSync(stamp, `${inputHash(build)}\n`);
  return "built";
}

function run(
  args: readonly string[],
  cwd: string,
  log: (text: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...args], {
      cwd,
      env: childEnvironment({ HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" }),
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal === undefined ? {} : { signal }),
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => {
        said = (said + text).slice(-4_000);
        log(text);
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) return resolve();
      const words = said.trim().split("\n").slice(-15).join("\n  ");
      reject(
        new DeployError(
          "CHILD_FAILED",
          `${args.join(" ").replaceAll(PROJECT_ROOT, ".")} (exit code ${code})\n  ${words}`,
        ),
      );
    });
  });
}
