/** Finds a Chromium for the browser tests, or installs one the ordinary ways. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { childEnvironment, PROJECT_ROOT } from "../config.ts";
import { DeployError } from "../errors.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The first browser on PATH or in the usual places. `isThere` says whether a file can be run. */
export function findChromium(path: string, isThere: (file: string) => boolean = isRunnable): string | undefined {
  const onPath = path
    .split(delimiter)
    .flatMap((folder) => (folder === "" ? [] : NAMES.map((name) => join(folder, name))));
  return [...onPath, ...PLACES].find(isThere);
}

function isRunnable(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A way to get a browser, in the order in which they are tried. */
export type InstallWay = { title: string; commands: readonly (readonly string[])[] };

/** The ordinary ways for this machine: its package manager where we may use it, else Playwright's own download. */
export function installWays(platform: NodeJS.Platform, isRoot: boolean, hasApt: boolean): InstallWay[] {
  const ways: InstallWay[] = [];
  if (platform === "linux" && hasApt) {
    const prefix = isRoot ? [] : ["sudo", "-n"];
    const packages = ["chromium", "fonts-dejavu-core"];
    ways.push({
      title: "apt-get install chromium",
      commands: [
        [...prefix, "apt-get", "update"],
        [...prefix, "apt-get", "install", "-y", "--no-install-recommends", ...packages],
      ],
    });
  }
  const playwright = join(PROJECT_ROOT, "node_modules/@playwright/test/cli.js");
  ways.push({
    title: "playwright install chromium",
    commands: [[process.execPath, playwright, "install", "chromium"]],
  });
  return ways;
}

/**
 * The browser to test in. `given` is the environment's CHROMIUM. Undefined means Playwright's own, just installed.
 * Throws MISSING_TOOL when there is none and none can be installed.
 */
export function ensureChromium(
  given: string | undefined,
  path: string,
  log: (line: string) => void,
): string | undefined {
  if (given !== undefined) {
    if (isRunnable(given)) return given;
    throw new DeployError("MISSING_TOOL", `CHROMIUM names ${given}, which cannot be run`);
  }
  const found = findChromium(path);
  if (found !== undefined) return found;
  const isRoot = process.getuid?.() === 0;
  for (const { title, commands } of installWays(process.platform, isRoot, findOnPath("apt-get", path))) {
    log(`no browser found, trying: ${title}`);
    const env = childEnvironment({ DEBIAN_FRONTEND: "noninteractive", PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "" });
    const failed = commands.some(
      ([command = "", ...args]) => spawnSync(command, args, { env, stdio: "ignore" }).status !== 0,
    );
    if (failed) continue;
    return findChromium(path);
  }
  throw new DeployError(
    "MISSING_TOOL",
    "no Chromium and no way to install one; install chromium or set CHROMIUM to a browser",
  );
}

function findOnPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => folder !== "" && isRunnable(join(folder, name)));
}
