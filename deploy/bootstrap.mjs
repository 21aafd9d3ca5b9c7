#!/usr/bin/env node
/**
 * node deploy/bootstrap.mjs <task> [arguments]
 *
 * The first program of the two commands: runs on any Node from 18 on with nothing installed, brings the Node the project
 * needs into .node/, installs the packages when they are missing or older than the lock file, then runs the task.
 * npm itself must run under the newer Node too: under an older one it leaves optional platform packages out in silence.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installDecision, isNewEnough, PROJECT_NODE, taskCommand } from "./bootstrap/decisions.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const windows = process.platform === "win32";

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(`carbonxchange: ${message}`);
  process.exit(1);
}

/** @param {string} file */
const changedAtMs = (file) => (existsSync(file) ? statSync(file).mtimeMs : undefined);

/**
 * Runs npm under the given Node; ends the program with one line when it fails.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {string} what
 */
function npm(node, args, env, what) {
  // Inside `npm start` npm says where its program is, so that it can run under any Node.
  const program = env["npm_execpath"];
  const [command, first] = program?.endsWith(".js") ? [node, [program]] : [windows ? "npm.cmd" : "npm", []];
  const result = spawnSync(command, [...first, ...args], {
    cwd: root,
    env,
    stdio: ["ignore", 2, "inherit"],
    shell: windows,
  });
  if (result.error) fail(`npm does not start (${result.error.message}); it comes with Node from https://nodejs.org`);
  if (result.status !== 0) fail(`${what} failed: see the npm output above, then run the command again`);
}

/**
 * The Node to use and the environment in which it is first on PATH.
 * @returns {{ node: string, env: NodeJS.ProcessEnv }}
 */
function findNode() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" };
  const localBin = join(root, "node_modules", ".bin");
  if (isNewEnough(process.version)) {
    env.PATH = [dirname(process.execPath), localBin, env.PATH].join(delimiter);
    return { node: process.execPath, env };
  }
  const home = join(root, ".node");
  const bin = join(home, "node_modules", ".bin");
  const node = windows ? join(home, "node_modules", "node", "bin", "node.exe") : join(bin, "node");
  const runs = () => spawnSync(node, ["--version"], { encoding: "utf8" }).stdout?.trim() === `v${PROJECT_NODE}`;
  if (!runs()) {
    console.error(
      `carbonxchange: Node ${process.version} is too old, fetching Node ${PROJECT_NODE} into .node/ (once)`,
    );
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), '{ "private": true }\n');
    npm(
      process.execPath,
      ["install", "--prefix", home, "--no-save", "--no-audit", "--no-fund", `node@${PROJECT_NODE}`],
      env,
      `fetching Node ${PROJECT_NODE}`,
    );
    if (!runs()) fail(`Node ${PROJECT_NODE} from npm does not run here; install Node 22.17 or newer and try again`);
  }
  env.PATH = [bin, localBin, env.PATH].join(delimiter);
  delete env["npm_node_execpath"];
  delete env["NODE"];
  return { node, env };
}

/**
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
function installPackages(node, env) {
  const lock = join(root, "package-lock.json");
  const stampFile = join(root, "node_modules", ".carbonxchange-lock-hash");
  const lockHash = createHash("sha256").update(readFileSync(lock)).digest("hex");
  const nativeLoads = () =>
    spawnSync(node, ["-e", 'require("@nomicfoundation/edr")'], { cwd: root, env, stdio: "ignore" }).status === 0;
  const decision = installDecision({
    lockHash,
    stamp: existsSync(stampFile) ? readFileSync(stampFile, "utf8").trim() : undefined,
    installedAtMs: changedAtMs(join(root, "node_modules", ".package-lock.json")),
    lockChangedAtMs: changedAtMs(lock) ?? 0,
    nativeLoads: nativeLoads(),
  });
  if (!decision.install) return;
  console.error(`carbonxchange: installing packages (${decision.reason}); one to two minutes`);
  npm(node, ["ci", "--no-audit", "--no-fund"], env, "installing the packages");
  if (!nativeLoads()) fail("the native part of Hardhat (@nomicfoundation/edr) does not load on this platform");
  writeFileSync(stampFile, `${lockHash}\n`);
}

const [task, ...args] = process.argv.slice(2);
const wanted = taskCommand(task, args);
if (!wanted.ok) fail(wanted.error);
if (wanted.kind === "node" && !existsSync(join(root, wanted.command[0] ?? ""))) fail(`${wanted.command[0]} is missing`);
const { node, env } = findNode();
if (process.env["SKIP_INSTALL"] !== "1") installPackages(node, env);

const [command, rest] =
  wanted.kind === "node"
    ? [node, ["--disable-warning=ExperimentalWarning", ...wanted.command]]
    : [wanted.command[0] ?? "", wanted.command.slice(1)];
const child = spawn(command, rest, { cwd: root, env, stdio: "inherit", shell: windows && wanted.kind === "any" });
child.on("error", (error) => fail(`${command} does not start: ${error.message}`));
child.on("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
// A terminal sends Ctrl-C to the whole group, so the task has it already; a lone signal is passed on.
process.on("SIGINT", () => !process.stdin.isTTY && child.kill("SIGINT"));
for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) process.on(signal, () => child.kill(signal));
