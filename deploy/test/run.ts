/**
 * npm test [-- <suite> ...]
 * Runs every suite in order, a line for each, and closes with `N passed, N failed`.
 */
import { join, relative } from "node:path";
import { PROJECT_ROOT, readEnvironment } from "../config.ts";
import { DeployError } from "../errors.ts";
import { APP_BUILD, CONTRACTS_BUILD, ensureBuilt } from "../local/builds.ts";
import { ensureChromium } from "./chromium.ts";
import { total, type Outcome } from "./outcome.ts";
import { runSuite } from "./run-suite.ts";
import { chooseSuites } from "./suites.ts";

const chosen = chooseSuites(process.argv.slice(2));
if (!chosen.ok) {
  console.error(`carbonxchange: ${chosen.error}`);
  process.exit(2);
}
let interrupted = false;
process.on("SIGINT", () => (interrupted = true));
process.on("SIGTERM", () => (interrupted = true));

const outcomes: Outcome[] = [];
const begun = performance.now();

/** One step that has to work before the suites can run; counts as a failure when it does not. */
async function prerequisite(title: string, work: () => Promise<string>): Promise<boolean> {
  const from = performance.now();
  try {
    line("ok", title, await work(), from);
    return true;
  } catch (error) {
    line("FAILED", title, "", from);
    console.log(error instanceof DeployError ? error.message : error);
    outcomes.push({ passed: 0, failed: 1 });
    return false;
  }
}

function line(mark: string, title: string, detail: string, from: number): void {
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  console.log(`${mark.padEnd(7)}${title.padEnd(54)}${detail.padEnd(26)}${seconds.padStart(7)} s`);
}

const env = readEnvironment();
const dataDir = env.DATA_DIR;
const names = new Set(chosen.value.map(({ name }) => name));
const needsApp = names.has("browser");
const suiteEnv: Record<string, string> = {};
const isReady =
  (await prerequisite("compile the contracts", () => ensureBuilt(CONTRACTS_BUILD))) &&
  (!needsApp || (await prerequisite("build the page", () => ensureBuilt(APP_BUILD)))) &&
  (!needsApp ||
    (await prerequisite("find a browser", () => {
      const browser = ensureChromium(env.CHROMIUM, env.PATH, (text) => console.log(`       ${text}`));
      if (browser !== undefined) suiteEnv["CHROMIUM"] = browser;
      return Promise.resolve(browser ?? "Playwright's own");
    })));

if (isReady) {
  for (const suite of chosen.value) {
    if (interrupted) break;
    const from = performance.now();
    const result = await runSuite(suite, join(dataDir, "test"), suiteEnv);
    outcomes.push(result);
    line(result.failed === 0 ? "ok" : "FAILED", suite.title, `${result.passed} passed, ${result.failed} failed`, from);
    if (result.failed > 0) {
      for (const text of result.lastLines) console.log(`       ${text}`);
      console.log(`       all of it: ${relative(PROJECT_ROOT, result.log)}`);
    }
  }
}
if (interrupted) outcomes.push({ passed: 0, failed: 1 });
const { passed, failed } = total(outcomes);
console.log(`\n${((performance.now() - begun) / 60_000).toFixed(1)} minutes`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
