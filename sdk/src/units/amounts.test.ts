import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal } from "./decimal.ts";
import { MAX_LOTS, formatLots, lotsToUnits, parseLots, unitsToLots } from "./lots.ts";
import { formatQuote, parseQuote } from "./quote.ts";
import { formatTonnes, parseTonnes } from "./tonnes.ts";

describe("tonnes", () => {
  it("always shows three decimals", () => {
    expect(formatTonnes(1250n)).toBe("1.250");
    expect(formatTonnes(0n)).toBe("0.000");
    expect(formatTonnes(-1n)).toBe("-0.001");
  });
  it("reads back what it wrote", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n), (units) => {
        expect(parseTonnes(formatTonnes(units))).toEqual({ ok: true, value: units });
      }),
    );
  });
  it("refuses less than a kilogram", () => expect(parseTonnes("0.0001").ok).toBe(false));
});

describe("quote amounts", () => {
  it("read back what they wrote at any number of decimals", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 128n), fc.integer({ min: 0, max: 18 }), (amount, decimals) => {
        expect(parseQuote(formatQuote(amount, decimals), decimals)).toEqual({ ok: true, value: amount });
      }),
    );
  });
  it("show two decimals at least", () => expect(formatQuote(12_500_000n, 6)).toBe("12.50"));
  it("show none for a token without decimals", () => expect(formatQuote(12n, 0)).toBe("12"));
  it("refuse more decimals than the token has", () => expect(parseQuote("1.1234567", 6).ok).toBe(false));
  it("ignore trailing zeros", () => expect(parseQuote("1.10000000", 6)).toEqual({ ok: true, value: 1_100_000n }));
  it("refuse an absurdly long text", () => expect(parseQuote("1".repeat(121), 6).ok).toBe(false));
});

describe("lots", () => {
  const market = { lotUnits: 500n, minLots: 2n };
  it("are read from tonnes exactly", () => expect(parseLots("1.5", market)).toEqual({ ok: true, value: 3n }));
  it("refuse what is no multiple of the lot", () => {
    expect(parseLots("1.2", market)).toEqual({ ok: false, error: "must be a multiple of the lot, 0.500 t" });
  });
  it("refuse less than the minimum and more than 40 bits", () => {
    expect(parseLots("0.5", market)).toEqual({ ok: false, error: "must be at least 1.000 t" });
    expect(parseLots(formatLots(MAX_LOTS, market), market).ok).toBe(true);
    expect(parseLots(formatLots(MAX_LOTS + 1n, market), market).ok).toBe(false);
  });
  it("and units convert both ways", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 50n), (units) => {
        const { lots, restUnits } = unitsToLots(units, market);
        expect(lotsToUnits(lots, market) + restUnits).toBe(units);
        expect(restUnits).toBeLessThan(market.lotUnits);
      }),
    );
  });
});

describe("decimal text", () => {
  it("pads to the least number of decimals", () => {
    expect(formatDecimal(5n, 0, 2)).toBe("5.00");
    expect(formatDecimal(-5n, 1)).toBe("-0.5");
  });
});
