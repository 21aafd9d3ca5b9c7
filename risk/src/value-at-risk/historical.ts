import { requireConfidence, requireSeries } from "../series-checks.ts";
import { quantile, type QuantileRule } from "../statistics/quantile.ts";
import type { TailRisk } from "./tail-risk.ts";

/**
 * One-day historical simulation: minus the (1 - confidence) quantile of past returns under a named rule, and the mean of
 * the returns at or below it.
 */
export function historicalTailRisk(
  returns: readonly number[],
  confidence: number,
  rule: QuantileRule = "linear",
): TailRisk {
  requireSeries(returns, 2, "returns");
  requireConfidence(confidence);
  const threshold = quantile(returns, 1 - confidence, rule);
  const tail = returns.filter((value) => value <= threshold);
  const sum = tail.reduce((total, value) => total + value, 0);
  return { valueAtRisk: -threshold, expectedShortfall: tail.length === 0 ? -threshold : -sum / tail.length };
}

/** One-day historical value at risk; see `historicalTailRisk`. */
export function historicalVar(returns: readonly number[], confidence: number, rule: QuantileRule = "linear"): number {
  return historicalTailRisk(returns, confidence, rule).valueAtRisk;
}

/**
 * Expected shortfall of Acerbi and Tasche (2002): the mean of the worst (1 - confidence) x n outcomes, the last one
 * counted by the fraction that belongs to the tail.
 */
export function expectedShortfall(returns: readonly number[], confidence: number): number {
  requireSeries(returns, 2, "returns");
  requireConfidence(confidence);
  const sorted = Float64Array.from(returns).sort();
  const weight = (1 - confidence) * sorted.length;
  const whole = Math.floor(weight);
  let sum = 0;
  for (let index = 0; index < whole; index++) sum += sorted[index] ?? 0;
  sum += (weight - whole) * (sorted[whole] ?? 0);
  return -sum / weight;
}
