/** The suites of `npm test`, in the order in which they run. */
import { join } from "node:path";
import { PROJECT_ROOT } from "../config.ts";

/** How a suite's outcome is read. */
export type SuiteKind = "command" | "hardhat" | "vitest" | "playwright";
export type Suite = {
  name: string;
  title: string;
  kind: SuiteKind;
  /** Program below node_modules, or a plain command for `command`. */
  program: string;
  args: readonly string[];
  cwd?: string;
  timeoutMs: number;
};

const MINUTE = 60_000;
const bin = (path: string) => join(PROJECT_ROOT, "node_modules", path);

const vitest = (name: string, title: string, minutes: number): Suite => ({
  name,
  title,
  kind: "vitest",
  program: bin("vitest/vitest.mjs"),
  args: ["run", "--project", name],
  timeoutMs: minutes * MINUTE,
});

export const SUITES: readonly Suite[] = [
  {
    name: "lint",
    title: "lint and format",
    kind: "command",
    program: "npm",
    args: ["run", "--silent", "lint"],
    timeoutMs: 6 * MINUTE,
  },
  {
    name: "typecheck",
    title: "type check",
    kind: "command",
    program: "npm",
    args: ["run", "--silent", "typecheck"],
    timeoutMs: 6 * MINUTE,
  },
  {
    name: "contracts",
    title: "contracts: unit, fuzz, invariants",
    kind: "hardhat",
    program: bin("hardhat/dist/src/cli.js"),
    args: ["--config", "hardhat.test.config.ts", "test", "solidity"],
    timeoutMs: 15 * MINUTE,
  },
  ...["sdk", "risk", "ml", "compliance", "indexer"].map((name) => vitest(name, name, 5)),
  vitest("keeper", "keeper", 10), // whole processes on a real chain, one after another
  vitest("chaos", "chaos: the keeper under failure", 15),
  ...["api", "deploy"].map((name) => vitest(name, name, 5)),
  vitest("app", "app: components", 5),
  vitest("differential", "differential: contracts against the reference", 10),
  vitest("gas", "gas and code sizes: as recorded and within their bounds", 10),
  vitest("integration", "integration: chain, Postgres, indexer, keeper, API", 10),
  {
    name: "browser",
    title: "browser: the story in Chromium",
    kind: "playwright",
    program: bin("@playwright/test/cli.js"),
    args: ["test", "--config", "test/e2e/playwright.config.ts"],
    timeoutMs: 12 * MINUTE,
  },
];

/** Names that stand for several suites. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  check: ["lint", "typecheck"],
  unit: ["sdk", "risk", "ml", "compliance", "indexer", "keeper", "api", "deploy", "app"],
};

/** The suites asked for by name, in their own order; an unknown name gives an error that lists the known ones. */
export function chooseSuites(
  names: readonly string[],
): { ok: true; value: readonly Suite[] } | { ok: false; error: string } {
  if (names.length === 0) return { ok: true, value: SUITES };
  const wanted = new Set(names.flatMap((name) => GROUPS[name] ?? [name]));
  const unknown = [...wanted].filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = [...SUITES.map(({ name }) => name), ...Object.keys(GROUPS)].join(", ");
    return { ok: false, error: `no suite ${unknown.map((name) => `"${name}"`).join(", ")}; there are: ${known}` };
  }
  return { ok: true, value: SUITES.filter(({ name }) => wanted.has(name)) };
}
