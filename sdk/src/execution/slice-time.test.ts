import fc from "fast-check";
import { keccak256, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { sliceSendAt } from "./slice-time.ts";

const seedOf = (text: string) => keccak256(toHex(text));
const slice = { orderId: 9n, slice: 1, dueAt: 10_000n, interval: 100n };

describe("when a slice is sent", () => {
  it("is never before it falls due and never after a fifth of its interval", () => {
    fc.assert(
      fc.property(fc.string(), fc.bigInt(0n, 2n ** 70n), fc.integer({ min: 0, max: 2_879 }), (text, orderId, index) => {
        const at = sliceSendAt({ ...slice, orderId, slice: index }, seedOf(text), 20);
        expect(at).toBeGreaterThanOrEqual(10_000n);
        expect(at).toBeLessThanOrEqual(10_020n);
      }),
    );
  });

  it("depends on the order, the slice and the block, and on nothing else", () => {
    const long = { ...slice, interval: 40_000n };
    const [first, ...others] = [
      sliceSendAt({ ...long, orderId: 3n }, seedOf("a"), 50),
      ...Array.from({ length: 20 }, (_, index) => sliceSendAt({ ...long, orderId: BigInt(index) }, seedOf("a"), 50)),
      ...Array.from({ length: 20 }, (_, index) => sliceSendAt({ ...long, slice: index }, seedOf("a"), 50)),
      ...Array.from({ length: 20 }, (_, index) => sliceSendAt(long, seedOf(`${index}`), 50)),
    ];
    expect(others[3]).toBe(first);
    for (const from of [0, 20, 40]) expect(new Set(others.slice(from, from + 20)).size).toBeGreaterThan(5);
  });

  it("is at once for half of all slices and spread evenly over the rest", () => {
    const seeds = Array.from({ length: 4_100 }, (_, index) => seedOf(`${index}`));
    const delays = seeds.map((seed) => Number(sliceSendAt(slice, seed, 20) - 10_000n));
    // 41 seconds from -20 to 20, each 100 times on average; the first 21 are clipped to none
    expect(delays.filter((delay) => delay === 0).length).toBeGreaterThan(1_900);
    for (let second = 1; second <= 20; second++) {
      expect(delays.filter((delay) => delay === second).length).toBeGreaterThan(50);
    }
  });

  it("is when it falls due without jitter", () => {
    expect(sliceSendAt(slice, seedOf("any"), 0)).toBe(10_000n);
  });

  it.each([-1, 51, 0.5])("refuses a jitter of %s per cent", (percent) => {
    expect(() => sliceSendAt(slice, seedOf("any"), percent)).toThrow(RangeError);
  });
});
