import { requireFinite, requirePeriod } from "../series-checks.ts";
import { warmUp, type IndicatorSeries } from "./indicator-series.ts";

/** Simple moving average of the last `period` values; warm-up period - 1. TA-Lib SMA. */
export function sma(values: readonly number[], period: number): IndicatorSeries {
  requirePeriod(period, 1);
  requireFinite(values, "values");
  const result: IndicatorSeries = warmUp(Math.min(values.length, period - 1));
  for (let end = period; end <= values.length; end++) {
    result.push(windowSum(values, end - period, end) / period);
  }
  return result;
}

/** Sum of values[from .. to). Summed afresh for each window, so that no rounding error is carried along. */
export function windowSum(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index] ?? 0;
  return sum;
}
