/**
 * What the bootstrap decides, as pure functions: which Node, whether to install, which program a task is.
 * Plain JavaScript, because it runs on whatever Node the machine has before anything is installed.
 */

/** The Node the project runs on where the machine's own is older than MINIMUM_NODE. */
export const PROJECT_NODE = "24.21.0";

/** The oldest Node that runs the project: the lower bound of `engines.node` in package.json. */
export const MINIMUM_NODE = "22.17.0";

/**
 * Task name -> the TypeScript program behind it, relative to the project root.
 * @type {Readonly<Record<string, string>>}
 */
export const TASKS = {
  start: "deploy/local/start.ts",
  test: "deploy/test/run.ts",
  coverage: "deploy/test/coverage.ts",
  gas: "test/gas/measure.ts",
  layouts: "deploy/contracts/record-layouts.ts",
  mutants: "test/mutation/run.ts",
  deploy: "deploy/contracts/run.ts",
  upgrade: "deploy/contracts/upgrade.ts",
  verify: "sdk/scripts/verify.ts",
  "bench-serials": "sdk/scripts/bench-serials.ts",
  "bench-keeper": "keeper/bench/main.ts",
};

/**
 * Splits "v22.17.1" into its numbers; missing parts count as zero.
 * @param {string} version
 * @returns {[number, number, number]}
 */
export function parseVersion(version) {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  if (match === null) return [0, 0, 0];
  return [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

/**
 * Whether a Node of this version can run the project itself.
 * @param {string} version such as process.version
 * @param {string} [minimum]
 * @returns {boolean}
 */
export function isNewEnough(version, minimum = MINIMUM_NODE) {
  const have = parseVersion(version);
  const want = parseVersion(minimum);
  for (let i = 0; i < 3; i++) {
    const difference = /** @type {number} */ (have[i]) - /** @type {number} */ (want[i]);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * Whether the packages have to be installed, and why.
 * @param {{
 *   lockHash: string,
 *   stamp: string | undefined,
 *   installedAtMs: number | undefined,
 *   lockChangedAtMs: number,
 *   nativeLoads: boolean,
 * }} state `stamp` is what the last install by this program left; `installedAtMs` when npm last wrote node_modules
 * @returns {{ install: boolean, reason: string }}
 */
export function installDecision({ lockHash, stamp, installedAtMs, lockChangedAtMs, nativeLoads }) {
  if (installedAtMs === undefined) return { install: true, reason: "the packages are not installed yet" };
  if (!nativeLoads) return { install: true, reason: "a platform package is missing" };
  if (stamp === lockHash) return { install: false, reason: "the installed packages match the lock file" };
  if (stamp === undefined && installedAtMs >= lockChangedAtMs)
    return { install: false, reason: "the packages were installed after the lock file was written" };
  return { install: true, reason: "the lock file has changed" };
}

/**
 * The command line of a task.
 * @param {string | undefined} task
 * @param {readonly string[]} args
 * @returns {{ ok: true, kind: "node" | "any", command: string[] } | { ok: false, error: string }}
 */
export function taskCommand(task, args) {
  if (task === "exec") {
    if (args.length === 0) return { ok: false, error: "exec needs a command, for example: exec npx hardhat compile" };
    return { ok: true, kind: "any", command: [...args] };
  }
  const program = task === undefined ? undefined : TASKS[task];
  if (program === undefined) {
    const known = [...Object.keys(TASKS), "exec"].join(", ");
    return { ok: false, error: `${task === undefined ? "no task given" : `unknown task "${task}"`}; one of: ${known}` };
  }
  return { ok: true, kind: "node", command: [program, ...args] };
}
