import { describe, expect, it } from "vitest";
import { findChromium, installWays } from "./chromium.ts";
import { hardhatOutcome, playwrightOutcome, settleOutcome, total, vitestOutcome } from "./outcome.ts";
import { chooseSuites, SUITES } from "./suites.ts";

describe("choosing suites", () => {
  it("takes all of them when none is named", () => {
    expect(chooseSuites([])).toEqual({ ok: true, value: SUITES });
  });

  it("keeps their own order and opens groups", () => {
    const chosen = chooseSuites(["keeper", "check", "sdk"]);
    expect(chosen.ok && chosen.value.map(({ name }) => name)).toEqual(["lint", "typecheck", "sdk", "keeper"]);
  });

  it("lists the known ones for an unknown name", () => {
    expect(chooseSuites(["contract"])).toMatchObject({
      ok: false,
      error: expect.stringContaining("contracts") as string,
    });
  });
});

describe("counting", () => {
  it("adds up a report of vitest, with a file that did not load as a failure", () => {
    const testResults = [
      { status: "passed", assertionResults: [{}] },
      { status: "failed", assertionResults: [] },
    ];
    const report = { numPassedTests: 5, numFailedTests: 1, numFailedTestSuites: 2, testResults };
    expect(vitestOutcome(JSON.stringify(report))).toEqual({ passed: 5, failed: 2 });
  });

  it("takes a flaky browser test for a failed one", () => {
    expect(playwrightOutcome(JSON.stringify({ stats: { expected: 7, unexpected: 1, flaky: 1 } }))).toEqual({
      passed: 7,
      failed: 2,
    });
    const crashed = { stats: { expected: 0, unexpected: 0, flaky: 0 }, errors: [{ message: "set-up" }] };
    expect(playwrightOutcome(JSON.stringify(crashed)).failed).toBe(1);
  });

  it("reads the closing summary of Hardhat, colours or not", () => {
    expect(
      hardhatOutcome("  ✔ test_x\n\n\u001B[32m  123 passing\u001B[39m (4s)\n\u001B[31m  2 failing\u001B[39m\n"),
    ).toEqual({
      passed: 123,
      failed: 2,
    });
    expect(hardhatOutcome("Compiled")).toEqual({ passed: 0, failed: 0 });
  });

  it.each([
    ["a clean run", { passed: 3, failed: 0 }, 0, { passed: 3, failed: 0 }],
    ["a run without a test", { passed: 0, failed: 0 }, 0, { passed: 0, failed: 1 }],
    ["a run whose program broke", { passed: 3, failed: 0 }, 1, { passed: 3, failed: 1 }],
    ["a run that was ended", { passed: 3, failed: 0 }, null, { passed: 3, failed: 1 }],
    ["failed tests", { passed: 3, failed: 2 }, 1, { passed: 3, failed: 2 }],
  ])("settles %s", (_, outcome, code, expected) => {
    expect(settleOutcome(outcome, code)).toEqual(expected);
  });

  it("sums the suites", () => {
    expect(
      total([
        { passed: 1, failed: 2 },
        { passed: 3, failed: 0 },
      ]),
    ).toEqual({ passed: 4, failed: 2 });
  });
});

describe("finding a browser", () => {
  it("takes the first on PATH", () => {
    const there = new Set(["/opt/bin/google-chrome", "/usr/bin/chromium-browser"]);
    expect(findChromium("/usr/local/bin::/opt/bin:/usr/bin", (file) => there.has(file))).toBe("/opt/bin/google-chrome");
    expect(findChromium("/usr/bin", () => false)).toBeUndefined();
  });

  it("asks the package manager first, with sudo where we are not root", () => {
    const [apt, playwright] = installWays("linux", false, true);
    expect(apt?.commands[0]?.slice(0, 2)).toEqual(["sudo", "-n"]);
    expect(playwright?.title).toContain("playwright");
    expect(installWays("linux", true, true)[0]?.commands[0]?.[0]).toBe("apt-get");
    expect(installWays("darwin", false, false)).toHaveLength(1);
  });
});
