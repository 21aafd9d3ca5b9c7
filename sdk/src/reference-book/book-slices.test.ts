import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowance, indexAt, sliceSize, weightFrom } from "./book-slices.ts";

describe("the slices of an order", () => {
  it("trade all of it when each is executed in its turn, none above three times its share", () => {
    const lots = fc.bigInt(64n, 10n ** 9n);
    const weights = fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 2, maxLength: 32 });
    fc.assert(
      fc.property(lots, fc.boolean(), weights, (total, equal, list) => {
        const slices = list.length;
        const shape = equal ? [] : list;
        let left = total;
        for (let index = 0; index < slices && left > 0n; index += 1) {
          const size = sliceSize({ lots: total, left, weights: shape, slices }, index, 1n);
          const share = BigInt(equal ? 1 : (list[index] ?? 0));
          const whole = BigInt(weightFrom(shape, slices, 0));
          expect(size).toBeLessThanOrEqual(3n * ((total * share + whole - 1n) / whole));
          left -= size;
        }
        expect(left).toBe(0n);
      }),
    );
  });

  it("make up for those that were passed over, but no faster than three at a time", () => {
    const order = { lots: 100n, left: 100n, weights: [], slices: 10 };
    expect([0, 5, 8].map((index) => sliceSize(order, index, 1n))).toEqual([10n, 20n, 30n]);
    expect(sliceSize({ ...order, left: 3n }, 9, 5n)).toBe(3n);
  });

  it("fall due by the clock, and the volume before them wraps at 32 bits", () => {
    expect([99, 100, 159, 160, 1_000].map((now) => indexAt(100, 60, now))).toEqual([0, 0, 0, 1, 15]);
    expect(allowance(5n, 2n ** 32n - 5n, 5_000)).toBe(5n);
  });
});
