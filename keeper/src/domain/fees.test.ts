import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bumpedFees, initialFees } from "./fees.ts";

const wei = fc.bigInt({ min: 0n, max: 10n ** 12n });
const CAP = 10n ** 15n;

describe("initialFees", () => {
  it("offers twice the base fee and the tip", () => {
    expect(initialFees({ baseFeePerGas: 50n, suggestedTip: 3n }, CAP)).toEqual({
      maxFeePerGas: 103n,
      maxPriorityFeePerGas: 3n,
    });
  });

  it("never passes the cap, and the tip never passes the whole fee", () => {
    expect(initialFees({ baseFeePerGas: 50n, suggestedTip: 30n }, 20n)).toEqual({
      maxFeePerGas: 20n,
      maxPriorityFeePerGas: 20n,
    });
  });
});

describe("bumpedFees", () => {
  it("raises both fields by 13 %, rounded up", () => {
    expect(
      bumpedFees({ maxFeePerGas: 101n, maxPriorityFeePerGas: 7n }, { baseFeePerGas: 1n, suggestedTip: 1n }, CAP),
    ).toEqual({
      maxFeePerGas: 115n,
      maxPriorityFeePerGas: 8n,
    });
  });

  it("follows the market where that asks more", () => {
    expect(
      bumpedFees({ maxFeePerGas: 100n, maxPriorityFeePerGas: 1n }, { baseFeePerGas: 1_000n, suggestedTip: 9n }, CAP),
    ).toEqual({
      maxFeePerGas: 2_009n,
      maxPriorityFeePerGas: 9n,
    });
  });

  it("raises a fee of zero", () => {
    expect(
      bumpedFees({ maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }, { baseFeePerGas: 0n, suggestedTip: 0n }, CAP),
    ).toEqual({
      maxFeePerGas: 1n,
      maxPriorityFeePerGas: 1n,
    });
  });

  it("answers null instead of a raise that would pass the cap", () => {
    expect(
      bumpedFees({ maxFeePerGas: 100n, maxPriorityFeePerGas: 1n }, { baseFeePerGas: 1n, suggestedTip: 1n }, 112n),
    ).toBeNull();
  });

  it("always satisfies the 12.5 % rule of the strictest node on both fields", () => {
    fc.assert(
      fc.property(wei, wei, wei, wei, (maxFee, tip, baseFeePerGas, suggestedTip) => {
        const previous = { maxFeePerGas: maxFee + tip, maxPriorityFeePerGas: tip };
        const next = bumpedFees(previous, { baseFeePerGas, suggestedTip }, CAP);
        if (next === null) throw new Error("the cap is far above");
        expect(next.maxFeePerGas * 1_000n >= previous.maxFeePerGas * 1_125n).toBe(true);
        expect(next.maxPriorityFeePerGas * 1_000n >= previous.maxPriorityFeePerGas * 1_125n).toBe(true);
        expect(next.maxPriorityFeePerGas <= next.maxFeePerGas).toBe(true);
      }),
    );
  });
});

describe("bumpedFees and the cap", () => {
  it("is null, or above what was offered by 13 %, at least at the market or at the cap, and never above it", () => {
    fc.assert(
      fc.property(wei, wei, wei, wei, wei, (maxFee, tip, baseFeePerGas, suggestedTip, cap) => {
        const previous = { maxFeePerGas: maxFee + tip, maxPriorityFeePerGas: tip };
        const next = bumpedFees(previous, { baseFeePerGas, suggestedTip }, cap);
        if (next === null) return;
        const market = initialFees({ baseFeePerGas, suggestedTip }, cap);
        expect(next.maxFeePerGas <= cap).toBe(true);
        expect(next.maxFeePerGas >= market.maxFeePerGas).toBe(true);
        expect(next.maxPriorityFeePerGas >= market.maxPriorityFeePerGas).toBe(true);
        expect(next.maxFeePerGas * 100n >= previous.maxFeePerGas * 113n).toBe(true);
        expect(next.maxPriorityFeePerGas * 100n >= previous.maxPriorityFeePerGas * 113n).toBe(true);
      }),
    );
  });
});
