import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedJson, sharedText } from "../../test/shared-data.ts";
import { bollinger } from "./bollinger.ts";
import { ema } from "./ema.ts";
import type { IndicatorSeries } from "./indicator-series.ts";
import { indicators } from "./indicators.ts";
import { macd } from "./macd.ts";
import { rsi } from "./rsi.ts";
import { sma } from "./sma.ts";
import { vwap } from "./vwap.ts";

type Reference = { name: string; begin: number; count: number; out: Record<string, number[]> };
const references = new Map(
  sharedJson<Reference[]>("risk/talib/talib_ref0_all161_defaults.json").map((entry) => [entry.name, entry]),
);
const bars = sharedText("risk/talib/talib_ref0_ohlcv.csv")
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => line.split(",").map(Number));
const closes = bars.map((bar) => bar[3] ?? Number.NaN);
const volumes = bars.map((bar) => bar[4] ?? Number.NaN);

/** Same warm-up, same length, and each value within 1e-9 relative of TA-Lib's own. */
function expectTaLib(own: IndicatorSeries, name: string, output: string): void {
  const reference = references.get(name);
  const values = reference?.out[output];
  if (reference === undefined || values === undefined) throw new Error(`no reference ${name}.${output}`);
  expect(own).toHaveLength(closes.length);
  expect(own.findIndex((value) => value !== null)).toBe(reference.begin);
  expect(values).toHaveLength(reference.count);
  values.forEach((expected, index) => {
    const value = own[reference.begin + index] ?? Number.NaN;
    expect(Math.abs(value - expected), `${name} ${index}`).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
  });
}

describe("against TA-Lib over 252 bars", () => {
  it("SMA 30", () => expectTaLib(sma(closes, 30), "SMA", "Real"));
  it("EMA 30", () => expectTaLib(ema(closes, 30), "EMA", "Real"));
  it("RSI 14", () => expectTaLib(rsi(closes, 14), "RSI", "Real"));
  it("MACD 12 26 9", () => {
    const own = macd(closes);
    expectTaLib(own.macd, "MACD", "MACD");
    expectTaLib(own.signal, "MACD", "MACDSignal");
    expectTaLib(own.histogram, "MACD", "MACDHist");
  });
  it("Bollinger bands 5, 2", () => {
    const own = bollinger(closes, 5, 2);
    expectTaLib(own.upper, "BBANDS", "RealUpperBand");
    expectTaLib(own.middle, "BBANDS", "RealMiddleBand");
    expectTaLib(own.lower, "BBANDS", "RealLowerBand");
  });
});

describe("vwap", () => {
  it("weighs prices by volume since the anchor", () => {
    expect(vwap([10, 20, 40], [1, 3, 0])).toEqual([10, 17.5, 17.5]);
    expect(vwap([10, 20, 40], [1, 3, 1], 1)).toEqual([null, 20, 25]);
  });

  it("is null until something was traded", () => {
    expect(vwap([10, 20], [0, 2])).toEqual([null, 20]);
  });

  it("lies between the lowest and the highest price traded", () => {
    const bar = fc.record({
      price: fc.double({ min: 0.01, max: 1e4, noNaN: true }),
      volume: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(
      fc.property(fc.array(bar, { minLength: 1, maxLength: 40 }), (drawn) => {
        const prices = drawn.map((one) => one.price);
        const last =
          vwap(
            prices,
            drawn.map((one) => one.volume),
          ).at(-1) ?? Number.NaN;
        expect(last).toBeGreaterThanOrEqual(Math.min(...prices) * (1 - 1e-9));
        expect(last).toBeLessThanOrEqual(Math.max(...prices) * (1 + 1e-9));
      }),
    );
  });
});

const prices = fc.array(fc.double({ min: 0.5, max: 500, noNaN: true }), { minLength: 1, maxLength: 90 });
const all: Record<string, (values: number[]) => IndicatorSeries> = {
  sma: (values) => sma(values, 7),
  ema: (values) => ema(values, 7),
  rsi: (values) => rsi(values, 7),
  macd: (values) => macd(values, 4, 9, 3).macd,
  signal: (values) => macd(values, 4, 9, 3).signal,
  upper: (values) => bollinger(values, 7).upper,
  vwap: (values) =>
    vwap(
      values,
      values.map((_, index) => index),
    ),
};

describe.each(Object.entries(all))("%s", (_, indicator) => {
  it("does not look ahead: a longer series leaves the past as it was", () => {
    fc.assert(
      fc.property(prices, prices, (past, future) => {
        expect(indicator([...past, ...future]).slice(0, past.length)).toEqual(indicator(past));
      }),
    );
  });

  it("is in step with its input and never NaN", () => {
    fc.assert(
      fc.property(prices, (values) => {
        const series = indicator(values);
        expect(series).toHaveLength(values.length);
        expect(series.every((value) => value === null || Number.isFinite(value))).toBe(true);
      }),
    );
  });
});

describe("indicators", () => {
  it("gives nothing for an empty series", () => {
    expect(indicators([], [])).toMatchObject({ sma20: [], rsi14: [], vwap: [] });
  });

  it("keeps RSI between 0 and 100, and 0 without any change", () => {
    const { rsi14 } = indicators(closes, volumes);
    for (const value of rsi14) if (value !== null) expect(value >= 0 && value <= 100).toBe(true);
    expect(rsi([5, 5, 5, 5], 2)).toEqual([null, null, 0, 0]);
    expect(rsi([1, 2, 3, 4], 2)).toEqual([null, null, 100, 100]);
  });

  it.each([
    ["a period of zero", () => sma([1, 2], 0), "BAD_PARAMETER"],
    ["a fast period above the slow one", () => macd([1, 2], 26, 12), "BAD_PARAMETER"],
    ["NaN", () => ema([1, Number.NaN], 2), "NOT_FINITE"],
    ["series of different length", () => vwap([1, 2], [1]), "NOT_ALIGNED"],
    ["a negative volume", () => vwap([1], [-1]), "BAD_PARAMETER"],
    ["an anchor before the start", () => vwap([1], [1], -1), "BAD_PARAMETER"],
  ])("refuses %s", (_, run, code) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
