import { requireFinite, requirePeriod } from "../series-checks.ts";
import { warmUp, type IndicatorSeries } from "./indicator-series.ts";
import { windowSum } from "./sma.ts";

/**
 * Exponential moving average with weight 2 / (period + 1), started with the simple average of the first `period` values;
 * warm-up period - 1. TA-Lib EMA.
 */
export function ema(values: readonly number[], period: number): IndicatorSeries {
  requirePeriod(period, 1);
  requireFinite(values, "values");
  return emaFrom(values, period, period - 1);
}

/** The same average whose first value stands at index `start` and rests on the `period` values up to it. */
export function emaFrom(values: readonly number[], period: number, start: number): IndicatorSeries {
  const result: IndicatorSeries = warmUp(Math.min(values.length, start));
  if (start >= values.length) return result;
  const weight = 2 / (period + 1);
  let average = windowSum(values, start + 1 - period, start + 1) / period;
  result.push(average);
  for (let index = start + 1; index < values.length; index++) {
    average += weight * ((values[index] ?? 0) - average);
    result.push(average);
  }
  return result;
}
