import { normalQuantile } from "../distributions/normal.ts";
import { RiskError } from "../errors.ts";
import { requireConfidence, requireSeries } from "../series-checks.ts";
import { historicalTailRisk } from "./historical.ts";
import type { TailRisk } from "./tail-risk.ts";

/** Decay of RiskMetrics (1996) for daily data. */
export const RISKMETRICS_DECAY = 0.94;

/**
 * EWMA variances v(t) = decay x v(t-1) + (1 - decay) x r(t)^2, started with v(0) = r(0)^2. The value at index t is the
 * forecast for the day after return t.
 */
export function ewmaVariances(returns: readonly number[], decay = RISKMETRICS_DECAY): number[] {
  requireSeries(returns, 1, "returns");
  if (!(decay > 0 && decay < 1)) throw new RiskError("BAD_PARAMETER", `decay ${decay} is not in (0, 1)`);
  const variances: number[] = [];
  let variance = (returns[0] ?? 0) ** 2;
  returns.forEach((value, index) => {
    if (index > 0) variance = decay * variance + (1 - decay) * value * value;
    variances.push(variance);
  });
  return variances;
}

/** Value at risk of the next day for normal returns with zero mean and the newest EWMA variance. */
export function ewmaVar(returns: readonly number[], confidence: number, decay = RISKMETRICS_DECAY): number {
  requireConfidence(confidence);
  return normalQuantile(confidence) * Math.sqrt(ewmaVariances(returns, decay).at(-1) ?? 0);
}

/**
 * Filtered historical simulation (Barone-Adesi, Giannopoulos, Vosper 1999) with EWMA volatility: each return is divided
 * by the volatility forecast for its day, the quantile of these residuals is multiplied by the forecast for tomorrow.
 * `burnIn` first residuals are left out, because their volatility rests on few days.
 */
export function filteredHistoricalTailRisk(
  returns: readonly number[],
  confidence: number,
  options: { decay?: number; burnIn?: number } = {},
): TailRisk {
  requireConfidence(confidence);
  const burnIn = options.burnIn ?? 0;
  requireSeries(returns, burnIn + 3, "returns");
  const variances = ewmaVariances(returns, options.decay ?? RISKMETRICS_DECAY);
  const residuals: number[] = [];
  for (let day = 1 + burnIn; day < returns.length; day++) {
    const volatility = Math.sqrt(variances[day - 1] ?? 0);
    if (volatility > 0) residuals.push((returns[day] ?? 0) / volatility);
  }
  if (residuals.length < 2) return { valueAtRisk: 0, expectedShortfall: 0 };
  const standard = historicalTailRisk(residuals, confidence);
  const tomorrow = Math.sqrt(variances.at(-1) ?? 0);
  return {
    valueAtRisk: standard.valueAtRisk * tomorrow,
    expectedShortfall: standard.expectedShortfall * tomorrow,
  };
}
