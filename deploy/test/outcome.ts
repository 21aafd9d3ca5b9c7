/** Reads what each test tool says about its run: how many tests passed and failed. */

export type Outcome = { passed: number; failed: number };

/** Vitest's JSON report. A file that could not be loaded counts as one failure. */
export function vitestOutcome(report: string): Outcome {
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(report) as {
    numPassedTests: number;
    numFailedTests: number;
    numFailedTestSuites: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const failed = numFailedTests + unloaded.length;
  return { passed: numPassedTests, failed: failed === 0 && numFailedTestSuites > 0 ? 1 : failed };
}

/** Playwright's JSON report; a test that passed only on a retry counts as failed. */
export function playwrightOutcome(report: string): Outcome {
  const { stats, errors } = JSON.parse(report) as {
    stats: { expected: number; unexpected: number; flaky: number };
    errors?: unknown[];
  };
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: failed === 0 && (errors?.length ?? 0) > 0 ? 1 : failed };
}

/** The closing summary of `hardhat test solidity`: "  123 passing (4s)" and "  1 failing". Colours are ignored. */
export function hardhatOutcome(output: string): Outcome {
  // eslint-disable-next-line no-control-regex -- the escape character is what colours begin with
  const plain = output.replace(/\u001B\[[0-9;]*m/g, "");
  const count = (word: string) =>
    Number([...plain.matchAll(new RegExp(`^\\s*(\\d+) ${word}\\b`, "gm"))].at(-1)?.[1] ?? 0);
  return { passed: count("passing"), failed: count("failing") };
}

/** What a suite counts as, given how its program ended: a suite that ran no test has failed, and so has one that ended badly. */
export function settleOutcome(outcome: Outcome, exitCode: number | null): Outcome {
  if (outcome.failed === 0 && (exitCode !== 0 || outcome.passed === 0)) return { ...outcome, failed: 1 };
  return outcome;
}

/** The sum over all suites. */
export function total(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce((sum, one) => ({ passed: sum.passed + one.passed, failed: sum.failed + one.failed }), {
    passed: 0,
    failed: 0,
  });
}
