import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeWeights } from "../requests/parents.ts";
import { urgencyHoldings, urgencyKappa, urgencyWeights } from "./almgren-chriss.ts";
import { BUCKETS, BUCKET_SECONDS, bucketOf, expectedLots, volumeCurve } from "./volume-curve.ts";
import { vwapSpread } from "./vwap-weights.ts";
import { weightsOf } from "./weights.ts";

const DATA = process.env["SHARED_DATA"] ?? join(import.meta.dirname, "../../../../shared/data");
const WEEK = BUCKETS * BUCKET_SECONDS;
const MONDAY = 1_767_571_200; // 2026-01-05 00:00 UTC

describe("the volume curve", () => {
  it("begins its week on Monday at midnight UTC", () => {
    expect(bucketOf(MONDAY)).toBe(0);
    expect(bucketOf(MONDAY - 1)).toBe(671);
    expect(bucketOf(MONDAY + 86_400 + 899)).toBe(96);
  });

  it("weighs the newest week with the decay, and a week without trades as nothing", () => {
    const history = [
      { start: MONDAY + 2 * WEEK, lots: 40n },
      { start: MONDAY, lots: 80n },
    ];
    const curve = volumeCurve(history, { from: MONDAY, to: MONDAY + 3 * WEEK, decay: 0.25 });
    expect(curve[0]).toBe(0.25 * 40 + 0.75 * (0.75 * 80)); // 80, then 0, then 40
    expect(curve.slice(1).every((lots) => lots === 0)).toBe(true);
  });

  it("counts the part of a bucket that a window covers", () => {
    const curve = volumeCurve([{ start: MONDAY, lots: 90n }], { from: MONDAY, to: MONDAY + WEEK, decay: 1 });
    expect(expectedLots(curve, MONDAY - 300, MONDAY + 300)).toBe(30);
    expect(expectedLots(curve, MONDAY + 300, MONDAY + WEEK + 300)).toBe(90);
  });

  it("refuses a decay of zero and a range within a bucket", () => {
    expect(() => volumeCurve([], { from: MONDAY, to: MONDAY, decay: 0 })).toThrow(RangeError);
    expect(() => volumeCurve([], { from: MONDAY + 1, to: MONDAY + WEEK, decay: 1 })).toThrow(RangeError);
  });
});

describe("the spread of an order by volume", () => {
  const curve = volumeCurve(
    [
      { start: MONDAY, lots: 300n },
      { start: MONDAY + 900, lots: 100n },
    ],
    { from: MONDAY, to: MONDAY + WEEK, decay: 1 },
  );
  const times = { startAt: MONDAY, interval: 900, slices: 2 };

  it("follows the curve, smoothed towards an even spread by alpha = V / (V + V0)", () => {
    // V = V0 = 400: half of 3:1 and half of 1:1 is 5/8 to 3/8
    expect(vwapSpread(curve, times, 400)).toEqual({ kind: "VWAP", weights: [255, 153] });
    expect(vwapSpread(curve, times, 1e-9)).toEqual({ kind: "VWAP", weights: [255, 85] });
    expect(vwapSpread(curve, times, 1e9)).toEqual({ kind: "VWAP", weights: [255, 255] });
  });

  it("is even where the curve expects nothing and where there are more slices than weights", () => {
    expect(vwapSpread(curve, { ...times, startAt: MONDAY + 86_400 }, 400)).toEqual({ kind: "TWAP", slices: 2 });
    expect(vwapSpread(curve, { ...times, slices: 33 }, 400)).toEqual({ kind: "TWAP", slices: 33 });
  });

  it("gives weights that the contract takes, in the order of the shares", () => {
    const shares = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 2, maxLength: 32 });
    fc.assert(
      fc.property(
        shares.filter((all) => all.some((share) => share > 0)),
        (all) => {
          const weights = weightsOf(all);
          expect(encodeWeights(weights)).toHaveLength(66);
          expect(Math.max(...weights)).toBe(255);
          for (const [index, share] of all.entries()) {
            for (const [other, smaller] of all.entries()) {
              if (smaller < share) expect(weights[other] ?? 256).toBeLessThanOrEqual(weights[index] ?? 0);
            }
          }
        },
      ),
    );
  });

  it.each([[[1]], [[0, 0]], [[1, -1]], [Array.from({ length: 33 }, () => 1)], [[1, Number.NaN]]])(
    "refuses %j as shares",
    (shares) => {
      expect(() => weightsOf(shares)).toThrow(RangeError);
    },
  );
});

type Oracle = {
  params: { X: number; T: number; N: number; sigma: number; gamma: number; eta: number };
  cases: { lam: number; kappa: number; holdings: number[] }[];
};

function oracle(): Oracle {
  const file = join(DATA, "risk/oracle_almgren_chriss.json");
  if (!existsSync(file))
    throw new RangeError("../shared/data/risk/oracle_almgren_chriss.json is missing beside the project");
  return JSON.parse(readFileSync(file, "utf8")) as Oracle;
}

describe("urgency by Almgren and Chriss", () => {
  const { params, cases } = oracle();

  it.each(cases)("has the oracle's kappa and holdings at lambda $lam", ({ lam, kappa, holdings }) => {
    const { X, T, N, sigma, gamma, eta } = params;
    expect(urgencyKappa({ lambda: lam, sigma, gamma, eta, tau: T / N })).toBeCloseTo(kappa, 12);
    const ours = urgencyHoldings(kappa * T, N);
    for (const [index, left] of holdings.entries()) expect((ours[index] ?? 0) * X).toBeCloseTo(left, 4);
  });

  it("spreads evenly as kappa goes to zero, and reaches that continuously", () => {
    expect(urgencyHoldings(0, 4)).toEqual([1, 0.75, 0.5, 0.25, 0]);
    for (const [index, left] of urgencyHoldings(1e-6, 4).entries()) expect(left).toBeCloseTo(1 - index / 4, 12);
    expect(urgencyWeights(0, 5)).toEqual([255, 255, 255, 255, 255]);
  });

  it("falls from one to nothing without overflow, however urgent it is", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 5_000, noNaN: true }), fc.integer({ min: 2, max: 32 }), (kappaT, slices) => {
        const holdings = urgencyHoldings(kappaT, slices);
        expect(holdings[0]).toBe(1);
        expect(Math.abs(holdings[slices] ?? 1)).toBe(0);
        for (let index = 1; index <= slices; index++) {
          expect(holdings[index] ?? 2).toBeLessThanOrEqual(holdings[index - 1] ?? 0);
        }
        expect(urgencyWeights(kappaT, slices)).toHaveLength(slices);
      }),
    );
  });

  it("refuses an urgency below zero", () => {
    expect(() => urgencyHoldings(-1, 4)).toThrow(RangeError);
  });
});
