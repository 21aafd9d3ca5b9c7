/**
 * npm run coverage [-- <workspace> ...]
 * Lines and branches of each workspace, from Vitest (v8), and of the contracts, from forge where it is installed, else lines
 * from Hardhat.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { childEnvironment, PROJECT_ROOT } from "../config.ts";
import { CONTRACTS_BUILD, ensureBuilt } from "../local/builds.ts";
import { forgeCoverage, istanbulCoverage, lcovCoverage, type CoverageRow } from "./coverage-report.ts";

const WORKSPACES = ["sdk", "risk", "ml", "compliance", "indexer", "keeper", "api", "app"] as const;
const asked = process.argv.slice(2);
const wanted = (name: string) => asked.length === 0 || asked.includes(name);
const out = join(PROJECT_ROOT, "coverage");
mkdirSync(out, { recursive: true });
const rows: CoverageRow[] = [];
let failed = false;

function run(title: string, command: string, args: readonly string[], cwd = PROJECT_ROOT): string | undefined {
  console.log(`measuring ${title}`);
  const result = spawnSync(command, args, {
    cwd,
    env: childEnvironment({ NO_COLOR: "1", CI: "1", HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" }),
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (result.status === 0) return result.stdout;
  failed = true;
  console.log((result.stdout + result.stderr).trim().split("\n").slice(-25).join("\n"));
  return undefined;
}

function measureWorkspace(name: (typeof WORKSPACES)[number]): void {
  const directory = join(out, name);
  const vitest = join(PROJECT_ROOT, "node_modules/vitest/vitest.mjs");
  // The client is tested on the real contracts, by the differential suite; the app brings a configuration of its own.
  const projects = name === "sdk" ? ["sdk", "differential"] : [name];
  const chosen = name === "app" ? [] : projects.flatMap((project) => ["--project", project]);
  const args = [vitest, "run", ...chosen, "--coverage.enabled", "--coverage.provider=v8"];
  const include = [
    `--coverage.include=${name === "app" ? "src/lib" : `${name}/src`}/**/*.{ts,svelte}`,
    "--coverage.exclude=**/generated/**",
    "--coverage.exclude=**/testing/**",
    "--coverage.exclude=**/*.test.ts",
  ];
  const report = [
    "--coverage.reporter=json-summary",
    "--coverage.reporter=lcov",
    `--coverage.reportsDirectory=${directory}`,
  ];
  const cwd = name === "app" ? join(PROJECT_ROOT, "app") : PROJECT_ROOT;
  run(name, process.execPath, [...args, ...include, ...report], cwd);
  const summary = join(directory, "coverage-summary.json");
  if (existsSync(summary)) rows.push(istanbulCoverage(name, readFileSync(summary, "utf8")));
}

function measureContracts(): void {
  const forge = join(PROJECT_ROOT, "node_modules/.bin/forge");
  if (existsSync(forge)) {
    const text = run("contracts (forge)", forge, [
      "coverage",
      "--report",
      "summary",
      "--no-match-coverage",
      "(test|mocks|node_modules)/",
    ]);
    if (text !== undefined) rows.push(forgeCoverage("contracts", text));
    return;
  }
  const hardhat = join(PROJECT_ROOT, "node_modules/hardhat/dist/src/cli.js");
  run("contracts (Hardhat: lines only)", process.execPath, [hardhat, "test", "solidity", "--coverage"]);
  const lcov = join(out, "lcov.info");
  if (existsSync(lcov)) rows.push(lcovCoverage("contracts", readFileSync(lcov, "utf8")));
}

await ensureBuilt(CONTRACTS_BUILD);
for (const name of WORKSPACES) if (wanted(name)) measureWorkspace(name);
if (wanted("contracts")) measureContracts();

const percent = (part: CoverageRow["branches"]) =>
  part === undefined || part.total === 0 ? "-" : `${((100 * part.covered) / part.total).toFixed(1)} %`;
console.log(
  `\n${"workspace".padEnd(14)}${"lines".padStart(10)}${"branches".padStart(12)}${"lines in all".padStart(14)}`,
);
for (const { name, lines, branches } of rows) {
  console.log(
    `${name.padEnd(14)}${percent(lines).padStart(10)}${percent(branches).padStart(12)}${`${lines.total}`.padStart(14)}`,
  );
}
console.log(`\nReports: ${relative(PROJECT_ROOT, out)}/<workspace>/`);
process.exit(failed || rows.length === 0 ? 1 : 0);
