import { requireFinite, requirePeriod } from "../series-checks.ts";
import { warmUp, type IndicatorSeries } from "./indicator-series.ts";
import { windowSum } from "./sma.ts";

export type BollingerBands = { upper: IndicatorSeries; middle: IndicatorSeries; lower: IndicatorSeries };

/**
 * Bollinger bands: simple average plus and minus `deviations` population standard deviations of the same window; warm-up
 * period - 1. TA-Lib BBANDS with the simple average.
 */
export function bollinger(values: readonly number[], period = 20, deviations = 2): BollingerBands {
  requirePeriod(period, 2);
  requireFinite(values, "values");
  requireFinite([deviations], "deviations");
  const start = Math.min(values.length, period - 1);
  const bands: BollingerBands = { upper: warmUp(start), middle: warmUp(start), lower: warmUp(start) };
  for (let end = period; end <= values.length; end++) {
    const middle = windowSum(values, end - period, end) / period;
    let squares = 0;
    for (let index = end - period; index < end; index++) squares += ((values[index] ?? 0) - middle) ** 2;
    const width = deviations * Math.sqrt(squares / period);
    bands.upper.push(middle + width);
    bands.middle.push(middle);
    bands.lower.push(middle - width);
  }
  return bands;
}
