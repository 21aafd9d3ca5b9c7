import { MlError } from "../errors.ts";
import { requireFinite, requirePeriod } from "../series-checks.ts";
import { emaFrom } from "./ema.ts";
import { warmUp, type IndicatorSeries } from "./indicator-series.ts";

export type Macd = { macd: IndicatorSeries; signal: IndicatorSeries; histogram: IndicatorSeries };

/**
 * Moving average convergence divergence: fast minus slow EMA, its own EMA, and their difference. Both averages start at
 * the slow one's first index; all three outputs start together, warm-up slow + signal - 2. TA-Lib MACD.
 */
export function macd(values: readonly number[], fast = 12, slow = 26, signalPeriod = 9): Macd {
  requirePeriod(fast, 2, "fast");
  requirePeriod(slow, 2, "slow");
  requirePeriod(signalPeriod, 1, "signal");
  if (fast >= slow) throw new MlError("BAD_PARAMETER", `fast ${fast} is not below slow ${slow}`);
  requireFinite(values, "values");
  const start = slow - 1;
  const slowLine = emaFrom(values, slow, start);
  const line = emaFrom(values, fast, start).flatMap((value, index) => {
    const other = slowLine[index];
    return value === null || other === null || other === undefined ? [] : [value - other];
  });
  const signalLine = emaFrom(line, signalPeriod, signalPeriod - 1);
  const warm = warmUp(Math.min(values.length, start + signalPeriod - 1));
  const shown = <T>(series: readonly T[]) => series.slice(signalPeriod - 1);
  return {
    macd: [...warm, ...shown(line)],
    signal: [...warm, ...shown(signalLine)],
    histogram: [...warm, ...shown(line.map((value, index) => value - (signalLine[index] ?? value)))],
  };
}
