import { expect, it } from "vitest";
import { forgeCoverage, istanbulCoverage, lcovCoverage } from "./coverage-report.ts";

it("reads the totals of Vitest", () => {
  const total = {
    lines: { total: 10, covered: 9, skipped: 0, pct: 90 },
    branches: { total: 4, covered: 3, skipped: 0, pct: 75 },
  };
  expect(istanbulCoverage("sdk", JSON.stringify({ total, "a.ts": {} }))).toEqual({
    name: "sdk",
    lines: { covered: 9, total: 10 },
    branches: { covered: 3, total: 4 },
  });
});

it("reads the row of totals of forge", () => {
  const table =
    "| File | % Lines |\n| a.sol | 50.00% (1/2) | 50.00% (1/2) | 0.00% (0/2) | 100.00% (1/1) |\n| Total | 90.00% (9/10) | 91.00% (10/11) | 75.00% (3/4) | 100.00% (5/5) |";
  expect(forgeCoverage("contracts", table)).toEqual({
    name: "contracts",
    lines: { covered: 9, total: 10 },
    branches: { covered: 3, total: 4 },
  });
  expect(() => forgeCoverage("contracts", "error")).toThrow("no row of totals");
});

it("adds up the files of lcov", () => {
  expect(lcovCoverage("contracts", "SF:a\nLF:10\nLH:9\nend_of_record\nSF:b\nLF:2\nLH:1\nend_of_record")).toEqual({
    name: "contracts",
    lines: { covered: 10, total: 12 },
  });
});
