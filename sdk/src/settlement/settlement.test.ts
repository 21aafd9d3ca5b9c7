import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askEscrow, bidEscrow, deferredEscrow } from "./escrow.ts";
import { feeUp } from "./fees.ts";
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
