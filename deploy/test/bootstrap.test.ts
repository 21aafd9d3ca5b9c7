import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  installDecision,
  isNewEnough,
  MINIMUM_NODE,
  parseVersion,
  taskCommand,
  TASKS,
} from "../bootstrap/decisions.mjs";
import { PROJECT_ROOT } from "../config.ts";

describe("the Node that runs the project", () => {
  it.each([
    ["v18.20.4", false],
    ["v20.20.2", false],
    ["v22.16.9", false],
    ["v22.17.0", true],
    ["v24.21.0", true],
    ["v100.0.0", true],
  ])("%s is new enough: %s", (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it("is the lower bound that package.json states", () => {
    const { engines } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as {
      engines: { node: string };
    };
    expect(parseVersion(engines.node.replace(/^>=/, ""))).toEqual(parseVersion(MINIMUM_NODE));
  });
});

describe("installing packages", () => {
  const installed = { lockHash: "a", stamp: "a", installedAtMs: 2, lockChangedAtMs: 1, nativeLoads: true };

  it.each([
    ["nothing when the stamp is that of the lock file", installed, false],
    ["after a fresh clone", { ...installed, stamp: undefined, installedAtMs: undefined }, true],
    ["when the lock file has changed", { ...installed, lockHash: "b" }, true],
    ["when a platform package is missing", { ...installed, nativeLoads: false }, true],
    ["nothing over an `npm ci` run by hand after the lock file", { ...installed, stamp: undefined }, false],
    ["over an older install without a stamp", { ...installed, stamp: undefined, lockChangedAtMs: 3 }, true],
  ])("%s", (_, state, expected) => {
    expect(installDecision(state).install).toBe(expected);
  });
});

describe("tasks", () => {
  it("pass their arguments on", () => {
    const wanted = taskCommand("start", ["--no-flow"]);
    expect(wanted).toEqual({ ok: true, kind: "node", command: ["deploy/local/start.ts", "--no-flow"] });
  });

  it("of package.json are all known", () => {
    const { scripts } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = Object.values(scripts).flatMap((script) => /deploy\/bootstrap\.mjs (\S+)/.exec(script)?.[1] ?? []);
    expect(named.length).toBeGreaterThanOrEqual(4);
    for (const task of named) expect(taskCommand(task, ["x"]).ok, task).toBe(true);
  });

  it("run any command with exec, and refuse exec without one", () => {
    expect(taskCommand("exec", ["npx", "hardhat"])).toEqual({ ok: true, kind: "any", command: ["npx", "hardhat"] });
    expect(taskCommand("exec", []).ok).toBe(false);
  });

  it.each([undefined, "strat"])("name the known ones when asked for %s", (task) => {
    const wanted = taskCommand(task, []);
    expect(wanted.ok).toBe(false);
    if (!wanted.ok) for (const known of Object.keys(TASKS)) expect(wanted.error).toContain(known);
  });
});
