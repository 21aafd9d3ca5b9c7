import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AUCTION_RECORD_BYTES, decodeAuctionFills, encodeAuctionFills } from "./auction-fills.ts";
import { FILL_OUTCOMES, SIDES } from "./enums.ts";

const fill = fc.record({
  side: fc.constantFrom(...SIDES),
  priceTicks: fc.integer({ min: 0, max: 65_535 }),
  sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  lots: fc.bigInt(0n, 2n ** 40n - 1n),
  remainingLots: fc.bigInt(0n, 2n ** 40n - 1n),
  outcome: fc.constantFrom(...FILL_OUTCOMES),
  levelLots: fc.bigInt(0n, 2n ** 48n - 1n),
});

describe("packed fills of an auction", () => {
  it("decodes what it encoded, in order", () => {
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 20 }), (fills) => {
        const packed = encodeAuctionFills(fills);
        expect(packed.length).toBe(2 + fills.length * AUCTION_RECORD_BYTES * 2);
        expect(decodeAuctionFills(packed)).toEqual(fills);
      }),
    );
  });

  it("has the record layout of IExchangeAuctions.AuctionFilled", () => {
    const record = `${"01"}${"04e2"}${"00000001"}${"0000000002"}${"0000000003"}${"00"}${"000000000004"}`;
    expect(decodeAuctionFills(`0x${record}`)).toEqual([
      { side: "ASK", priceTicks: 1250, sequence: 1, lots: 2n, remainingLots: 3n, outcome: "FILLED", levelLots: 4n },
    ]);
  });

  it("refuses a partial record and an unknown side", () => {
    expect(() => decodeAuctionFills("0x00")).toThrow(RangeError);
    expect(() => decodeAuctionFills(`0x02${"00".repeat(23)}`)).toThrow(RangeError);
  });
});
