import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FILL_OUTCOMES } from "./enums.ts";
import { FILL_RECORD_BYTES, decodeFills, encodeFills } from "./fills.ts";

const fill = fc.record({
  priceTicks: fc.integer({ min: 0, max: 65_535 }),
  sequence: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  lots: fc.bigInt(0n, 2n ** 40n - 1n),
  remainingLots: fc.bigInt(0n, 2n ** 40n - 1n),
  outcome: fc.constantFrom(...FILL_OUTCOMES),
  levelLots: fc.bigInt(0n, 2n ** 48n - 1n),
});

describe("packed fills", () => {
  it("decodes what it encoded, in order", () => {
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 20 }), (fills) => {
        const packed = encodeFills(fills);
        expect(packed.length).toBe(2 + fills.length * FILL_RECORD_BYTES * 2);
        expect(decodeFills(packed)).toEqual(fills);
      }),
    );
  });

  it("has the record layout of IExchange.Taken", () => {
    const packed = `0x${"04e2"}${"00000001"}${"0000000002"}${"0000000003"}${"01"}${"000000000004"}` as const;
    expect(decodeFills(packed)).toEqual([
      { priceTicks: 1250, sequence: 1, lots: 2n, remainingLots: 3n, outcome: "REMOVED_EXPIRED", levelLots: 4n },
    ]);
  });

  it("refuses a partial record, an unknown outcome and a field too wide", () => {
    expect(() => decodeFills("0x00")).toThrow(RangeError);
    expect(() => decodeFills(`0x${"00".repeat(16)}09${"00".repeat(6)}`)).toThrow(RangeError);
    const wide = { priceTicks: 1, sequence: 1, lots: 2n ** 40n, remainingLots: 0n, levelLots: 0n };
    expect(() => encodeFills([{ ...wide, outcome: "FILLED" }])).toThrow(RangeError);
  });

  it("takes no fills as no bytes", () => expect(decodeFills("0x")).toEqual([]));
});
