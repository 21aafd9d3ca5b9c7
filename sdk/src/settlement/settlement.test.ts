import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askEscrow, bidEscrow, conditionalEscrow, deferredEscrow } from "./escrow.ts";
import { MAX_VOLUME_KILOGRAMS, addVolume, feesAtVolume, tierKilograms } from "./fee-tiers.ts";
import { feeUp, rebateDown } from "./fees.ts";
import { askProceeds, makerFeeOnFill, takerCost, takerProceeds } from "./fill.ts";
import { notional } from "./notional.ts";

const lots = fc.bigInt(1n, 2n ** 40n - 1n);
const ticks = fc.bigInt(1n, 65_535n);
const tickSize = fc.bigInt(1n, 2n ** 64n - 1n);
const pips = fc.bigInt(0n, 65_535n);

describe("fees", () => {
  it("are the exact quotient rounded up", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 128n), pips, (value, fee) => {
        const charged = feeUp(value, fee) * 1_000_000n;
        expect(charged).toBeGreaterThanOrEqual(value * fee);
        expect(charged - value * fee).toBeLessThan(1_000_000n);
      }),
    );
  });

  it("charge one base unit on dust", () => {
    expect(feeUp(1n, 1)).toBe(1n);
    expect(feeUp(0n, 65_535)).toBe(0n);
  });
});

describe("a resting bid", () => {
  it("pays out of its escrow exactly, however it is filled", () => {
    fc.assert(
      fc.property(
        lots,
        ticks,
        tickSize,
        pips,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (total, price, size, fee, cuts) => {
          let left = total;
          let paid = 0n;
          for (const cut of cuts) {
            const fill = (left * BigInt(Math.floor(cut * 1000))) / 1000n;
            paid += notional(fill, price, size) + makerFeeOnFill(left, fill, price, size, fee);
            left -= fill;
            expect(bidEscrow(total, price, size, fee) - paid).toBe(bidEscrow(left, price, size, fee));
          }
        },
      ),
    );
  });

  it("cannot be filled beyond its size", () => {
    expect(() => makerFeeOnFill(1n, 2n, 1n, 1n, 1n)).toThrow(RangeError);
  });
});

describe("settlement", () => {
  it("never pays out more than comes in", () => {
    fc.assert(
      fc.property(lots, ticks, tickSize, pips, pips, (size, price, tick, makerFee, takerFee) => {
        const value = notional(size, price, tick);
        expect(takerCost(value, takerFee)).toBeGreaterThanOrEqual(askProceeds(size, price, tick, makerFee));
        expect(bidEscrow(size, price, tick, makerFee)).toBeGreaterThanOrEqual(takerProceeds(value, takerFee));
      }),
    );
  });

  it("locks the limit with the taker fee for a deferred bid and the credits for a deferred ask", () => {
    const market = { tickSize: 10_000n, lotUnits: 1000n };
    const order = { lots: 3n, priceTicks: 1250, takerFeePips: 2500 };
    expect(deferredEscrow({ side: "BID", ...order }, market)).toBe(37_500_000n + 93_750n);
    expect(deferredEscrow({ side: "ASK", ...order }, market)).toBe(3000n);
    expect(askEscrow(3n, 1000n)).toBe(3000n);
  });
});

describe("rebates", () => {
  it("escrow and pay no fee", () => {
    expect(feeUp(1_000_000n, -200)).toBe(0n);
    expect(bidEscrow(3n, 1250n, 10_000n, -200)).toBe(37_500_000n);
    expect(askProceeds(3n, 1250n, 10_000n, -200)).toBe(37_500_000n);
  });

  it("are rounded down and bounded by the taker's own fee", () => {
    expect(rebateDown(999_999n, -200, 1_000)).toBe(199n);
    expect(rebateDown(1_000_000n, -200, 150)).toBe(150n);
    expect(rebateDown(1_000_000n, 200, 1_000)).toBe(0n);
  });

  it("of all fills of a take stay within its fee", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(1n, 2n ** 60n), { minLength: 1 }), pips, (values, taker) => {
        const rebates = values.reduce((sum, value) => sum + rebateDown(value, -32_768, taker), 0n);
        const total = values.reduce((sum, value) => sum + value, 0n);
        expect(rebates).toBeLessThanOrEqual(feeUp(total, taker));
      }),
    );
  });
});

describe("fee tiers", () => {
  const market = { makerFeePips: 500, takerFeePips: 1_000 };
  const tiers = [
    { fromKilograms: 100n, takerDiscountPips: 200, makerDiscountPips: 100 },
    { fromKilograms: 900n, takerDiscountPips: 1_200, makerDiscountPips: 700 },
  ];
  const none = { period: 0n, kilograms: 0n, lastKilograms: 0n };
  const PERIOD = 2_592_000n;

  it("take the highest tier that the volume reaches; a taker's fee ends at zero, a maker's may be a rebate", () => {
    expect(feesAtVolume(market, tiers, 99n)).toEqual(market);
    expect(feesAtVolume(market, tiers, 100n)).toEqual({ makerFeePips: 400, takerFeePips: 800 });
    expect(feesAtVolume(market, tiers, 900n)).toEqual({ makerFeePips: -200, takerFeePips: 0 });
  });

  it("count this period or the last, whichever is more, and forget what is older", () => {
    const volume = addVolume(addVolume(none, 300n, 5n * PERIOD), 40n, 6n * PERIOD);
    expect(tierKilograms(volume, 6n * PERIOD)).toBe(300n);
    expect(tierKilograms(volume, 7n * PERIOD)).toBe(40n);
    expect(tierKilograms(volume, 8n * PERIOD)).toBe(0n);
  });

  it("stop counting at the field's highest value", () => {
    expect(addVolume(none, MAX_VOLUME_KILOGRAMS + 5n, PERIOD).kilograms).toBe(MAX_VOLUME_KILOGRAMS);
  });
});

describe("a conditional order", () => {
  it("locks the dearer of its limits as a bid, and its credits as an ask", () => {
    const market = { tickSize: 10_000n, lotUnits: 1000n };
    const order = { lots: 3n, limitTicks: 1200, limitAboveTicks: 1250, takerFeePips: 2500 };
    expect(conditionalEscrow({ side: "BID", ...order }, market)).toBe(37_593_750n);
    expect(conditionalEscrow({ side: "ASK", ...order }, market)).toBe(3000n);
  });
});
