import { requireFinite, requirePeriod } from "../series-checks.ts";
import { warmUp, type IndicatorSeries } from "./indicator-series.ts";

/**
 * Relative strength index with Wilder's smoothing, 0 to 100; warm-up `period`. A stretch without any change gives 0, as in
 * TA-Lib RSI.
 */
export function rsi(values: readonly number[], period = 14): IndicatorSeries {
  requirePeriod(period, 2);
  requireFinite(values, "values");
  const result: IndicatorSeries = warmUp(Math.min(values.length, period));
  let gain = 0;
  let loss = 0;
  for (let index = 1; index < values.length; index++) {
    const change = (values[index] ?? 0) - (values[index - 1] ?? 0);
    const up = Math.max(change, 0);
    const down = Math.max(-change, 0);
    if (index <= period) {
      gain += up / period;
      loss += down / period;
    } else {
      gain = (gain * (period - 1) + up) / period;
      loss = (loss * (period - 1) + down) / period;
    }
    if (index >= period) result.push(gain + loss === 0 ? 0 : (100 * gain) / (gain + loss));
  }
  return result;
}
