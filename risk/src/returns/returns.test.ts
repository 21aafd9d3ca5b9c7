import { describe, expect, it } from "vitest";
import { RiskError } from "../errors.ts";
import { datedReturns, returnsOf, staleShare } from "./returns.ts";

const DAY = 86_400;
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof RiskError) return { code: error.code, row: error.row };
    throw error;
  }
  return null;
};

describe("returnsOf", () => {
  it("gives simple and logarithmic returns", () => {
    expect(returnsOf([100, 110, 99])).toEqual([110 / 100 - 1, 99 / 110 - 1]);
    expect(returnsOf([100, 110], "log")).toEqual([Math.log(1.1)]);
  });

  it("names the row of a bad price", () => {
    expect(codeOf(() => returnsOf([1, 0]))).toEqual({ code: "NON_POSITIVE_PRICE", row: 1 });
    expect(codeOf(() => returnsOf([1, 2, Number.NaN]))).toEqual({ code: "NOT_FINITE", row: 2 });
    expect(codeOf(() => returnsOf([1]))?.code).toBe("TOO_SHORT");
  });
});

describe("datedReturns", () => {
  it("skips gaps, fills nothing, and tells how many days a return spans", () => {
    const points = [
      { time: 0, price: 10 },
      { time: DAY, price: null },
      { time: 3 * DAY, price: 11 },
      { time: 4 * DAY, price: 11 },
    ];
    expect(datedReturns(points)).toEqual([
      { time: 3 * DAY, value: 11 / 10 - 1, days: 3 },
      { time: 4 * DAY, value: 0, days: 1 },
    ]);
  });

  it("refuses times that do not increase", () => {
    const points = [
      { time: 5, price: 1 },
      { time: 5, price: 2 },
    ];
    expect(codeOf(() => datedReturns(points))).toEqual({ code: "NOT_SORTED", row: 1 });
  });
});

describe("staleShare", () => {
  it("flags a series in which too many prices stand still", () => {
    expect(staleShare([0, 0, 0.1, -0.1])).toEqual({ share: 0.5, stale: true });
    expect(staleShare([0.2, 0, 0.1, -0.1])).toEqual({ share: 0.25, stale: false });
    expect(staleShare([])).toEqual({ share: 0, stale: false });
  });
});
