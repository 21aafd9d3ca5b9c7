import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANES } from "./action.ts";
import { bundleWorth, feeCapOf, LANE_WORTH_WEI, worthOf } from "./worth.ts";

describe("what work is worth", () => {
  it("has no bound for halts, and less the less urgent the lane", () => {
    const worths = LANES.map((lane) => LANE_WORTH_WEI[lane]);
    expect(worths[0]).toBeNull();
    for (let index = 2; index < worths.length; index++) {
      expect((worths[index] ?? 0n) < (worths[index - 1] ?? 0n)).toBe(true);
    }
  });

  it("is never below what the exchange pays for it", () => {
    expect(worthOf("housekeeping", 10n ** 18n)).toBe(10n ** 18n);
    expect(worthOf("match", 1n)).toBe(LANE_WORTH_WEI.match);
    expect(worthOf("halt", 10n ** 18n)).toBeNull();
  });

  it("adds up in a bundle, and has no bound where one call has none", () => {
    expect(bundleWorth([])).toBe(0n);
    expect(bundleWorth([3n, 4n])).toBe(7n);
    expect(bundleWorth([3n, null])).toBeNull();
  });
});

describe("feeCapOf", () => {
  it("is the gas price cap where nothing else bounds the cost", () => {
    expect(feeCapOf(200n, null, 100_000n)).toBe(200n);
    expect(feeCapOf(200n, 1n, 0n)).toBe(200n);
  });

  it("never lets a transaction cost more than its worth, nor pass the gas price cap", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 21n });
    fc.assert(
      fc.property(amount, amount, fc.bigInt({ min: 1n, max: 30_000_000n }), (maxFee, worth, gas) => {
        const cap = feeCapOf(maxFee, worth, gas);
        expect(cap <= maxFee).toBe(true);
        expect(cap * gas <= worth).toBe(true);
        // and it is the highest such fee
        expect(cap === maxFee || (cap + 1n) * gas > worth).toBe(true);
      }),
    );
  });
});
