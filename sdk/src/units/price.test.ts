import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatPrice, parsePrice, priceDecimals } from "./price.ts";

const LOCAL = { lotUnits: 1000n, tickSize: 10_000n, quoteDecimals: 6 };

const scale = fc.record({
  lotUnits: fc.constantFrom(1n, 10n, 100n, 500n, 1000n, 10_000n, 1_000_000n),
  tickSize: fc.bigInt(1n, 10n ** 12n),
  quoteDecimals: fc.integer({ min: 0, max: 18 }),
});

describe("price", () => {
  it("reads and writes the local market's prices", () => {
    expect(parsePrice("12.50", LOCAL)).toEqual({ ok: true, value: 1250 });
    expect(parsePrice(" 12.5 ", LOCAL)).toEqual({ ok: true, value: 1250 });
    expect(formatPrice(1250, LOCAL)).toBe("12.50");
    expect(formatPrice(1300n, LOCAL)).toBe("13.00");
    expect(priceDecimals(LOCAL)).toBe(2);
  });

  it("reads back exactly what it wrote, for every lot that divides a power of ten", () => {
    fc.assert(
      fc.property(scale, fc.integer({ min: 1, max: 65_535 }), (market, ticks) => {
        expect(parsePrice(formatPrice(ticks, market), market)).toEqual({ ok: true, value: ticks });
      }),
    );
  });

  it("names the two prices around one between ticks", () => {
    expect(parsePrice("12.505", LOCAL)).toEqual({
      ok: false,
      error: "is between two ticks; the nearest prices are 12.50 and 12.51",
    });
  });

  it("names the bounds", () => {
    expect(parsePrice("0.001", LOCAL)).toEqual({ ok: false, error: "must be at least 0.01" });
    expect(parsePrice("0", LOCAL)).toEqual({ ok: false, error: "must be at least 0.01" });
    expect(parsePrice("655.351", LOCAL)).toEqual({ ok: false, error: "must be at most 655.35" });
    expect(parsePrice("655.35", LOCAL)).toEqual({ ok: true, value: 65_535 });
  });

  it("refuses text that is no plain decimal", () => {
    for (const text of ["", "1e3", "1,5", "-1", "0x10", "1.2.3", "NaN", "."])
      expect(parsePrice(text, LOCAL).ok).toBe(false);
  });

  it("cuts a periodic price off instead of rounding it up", () => {
    expect(formatPrice(1, { lotUnits: 3n, tickSize: 1n, quoteDecimals: 0 })).toBe("333.333333");
  });
});
