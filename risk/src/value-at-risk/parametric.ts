import { normalPdf, normalQuantile } from "../distributions/normal.ts";
import { requireConfidence } from "../series-checks.ts";
import { mean, skewAndExcessKurtosis, standardDeviation } from "../statistics/moments.ts";
import type { TailRisk } from "./tail-risk.ts";

/** One-day tail risk of normally distributed returns with the sample's mean and standard deviation. */
export function normalTailRisk(returns: readonly number[], confidence: number): TailRisk {
  return normalTailRiskOf(mean(returns), standardDeviation(returns), confidence);
}

/** The same from a known mean and standard deviation. */
export function normalTailRiskOf(average: number, sd: number, confidence: number): TailRisk {
  requireConfidence(confidence);
  const z = normalQuantile(confidence);
  return { valueAtRisk: z * sd - average, expectedShortfall: (sd * normalPdf(z)) / (1 - confidence) - average };
}

/** Cornish-Fisher figures; `valid` is false where the expansion is not monotone and its quantiles mean nothing. */
export type CornishFisher = TailRisk & { skew: number; excessKurtosis: number; valid: boolean };

const SHORTFALL_STEPS = 2_000;

/**
 * One-day tail risk by the Cornish-Fisher expansion of the normal quantile with population skew and excess kurtosis. The
 * shortfall averages the expansion's quantiles over the tail (midpoint rule).
 */
export function cornishFisherTailRisk(returns: readonly number[], confidence: number): CornishFisher {
  requireConfidence(confidence);
  const average = mean(returns);
  const sd = standardDeviation(returns);
  const { skew, excessKurtosis } = skewAndExcessKurtosis(returns);
  const tail = 1 - confidence;
  let sum = 0;
  for (let step = 0; step < SHORTFALL_STEPS; step++) {
    sum += cornishFisherQuantile(((step + 0.5) / SHORTFALL_STEPS) * tail, skew, excessKurtosis);
  }
  return {
    valueAtRisk: -(average + sd * cornishFisherQuantile(tail, skew, excessKurtosis)),
    expectedShortfall: -(average + (sd * sum) / SHORTFALL_STEPS),
    skew,
    excessKurtosis,
    valid: isMonotone(skew, excessKurtosis),
  };
}

/** Quantile of a standardised variable by the fourth-order expansion (Cornish and Fisher 1938). */
export function cornishFisherQuantile(p: number, skew: number, excessKurtosis: number): number {
  const z = normalQuantile(p);
  return (
    z + ((z * z - 1) * skew) / 6 + ((z ** 3 - 3 * z) * excessKurtosis) / 24 - ((2 * z ** 3 - 5 * z) * skew * skew) / 36
  );
}

/** Whether the expansion's derivative is positive everywhere: its discriminant must not allow a real root. */
function isMonotone(skew: number, excessKurtosis: number): boolean {
  const a = excessKurtosis / 8 - (skew * skew) / 6;
  const b = skew / 3;
  const c = 1 - excessKurtosis / 8 + (5 * skew * skew) / 36;
  if (Math.abs(a) < 1e-15) return Math.abs(b) < 1e-15 && c > 0;
  return a > 0 && b * b - 4 * a * c <= 0;
}
