import { RiskError } from "../errors.ts";
import { requireSeries } from "../series-checks.ts";

/**
 * Rule for a quantile between two observations, by numpy's names: linear (Hyndman-Fan 7), lower, higher, hazen (5),
 * weibull (6), median-unbiased (8).
 */
export type QuantileRule = "linear" | "lower" | "higher" | "hazen" | "weibull" | "median-unbiased";

/** The p-quantile of values under a named rule. Throws unless 0 <= p <= 1. */
export function quantile(values: readonly number[], p: number, rule: QuantileRule = "linear"): number {
  requireSeries(values, 1, "values");
  if (!(p >= 0 && p <= 1)) throw new RiskError("BAD_PARAMETER", `quantile ${p} is not in [0, 1]`);
  const sorted = Float64Array.from(values).sort();
  const position = Math.min(sorted.length - 1, Math.max(0, positionOf(sorted.length, p, rule)));
  const below = Math.floor(position);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(sorted.length - 1, below + 1)] ?? low;
  return low + (position - below) * (high - low);
}

/** Zero-based position of the p-quantile among n sorted values. */
function positionOf(n: number, p: number, rule: QuantileRule): number {
  switch (rule) {
    case "linear":
      return (n - 1) * p;
    case "lower":
      return Math.floor((n - 1) * p);
    case "higher":
      return Math.ceil((n - 1) * p);
    case "hazen":
      return n * p - 0.5;
    case "weibull":
      return (n + 1) * p - 1;
    case "median-unbiased":
      return (n + 1 / 3) * p + 1 / 3 - 1;
  }
}
