import { requireHorizon, requireSeries } from "../series-checks.ts";
import { staleShare } from "../returns/returns.ts";
import { filteredHistoricalTailRisk } from "./filtered.ts";
import { historicalTailRisk } from "./historical.ts";
import { cornishFisherTailRisk, normalTailRisk } from "./parametric.ts";
import { scaleTailRisk, type TailRisk } from "./tail-risk.ts";

export const VAR_METHODS = ["filtered-historical", "historical", "normal", "cornish-fisher"] as const;
export type VarMethod = (typeof VAR_METHODS)[number];

/** A value-at-risk figure with everything needed to read it. */
export type VarReport = TailRisk & {
  method: VarMethod;
  confidence: number;
  horizonDays: number;
  observations: number;
  staleShare: number;
  warnings: string[];
};

/** Fewest returns for a figure at 99 %: below, the quantile rests on one or two observations. */
export const FEWEST_OBSERVATIONS = 100;

/**
 * Value at risk and expected shortfall of a return series as positive fractions of value. The default method is filtered
 * historical simulation. A horizon above one day is scaled by the square root of time, and says so in `warnings`.
 */
export function valueAtRisk(
  returns: readonly number[],
  options: { method?: VarMethod; confidence?: number; horizonDays?: number } = {},
): VarReport {
  const { method = "filtered-historical", confidence = 0.99, horizonDays = 1 } = options;
  requireHorizon(horizonDays);
  requireSeries(returns, 10, "returns");
  const warnings: string[] = [];
  const { share, stale } = staleShare(returns);
  if (stale)
    warnings.push(`${(share * 100).toFixed(0)} % of the returns are zero: prices are stale and risk is understated`);
  if (returns.length < FEWEST_OBSERVATIONS) warnings.push(`only ${returns.length} observations`);
  if (horizonDays > 1) warnings.push("scaled from one day by the square root of time");
  const oneDay = oneDayTailRisk(returns, method, confidence, warnings);
  return {
    ...scaleTailRisk(oneDay, horizonDays),
    method,
    confidence,
    horizonDays,
    observations: returns.length,
    staleShare: share,
    warnings,
  };
}

/** One-day tail risk by method; a reservation about the method is added to `warnings`. */
export function oneDayTailRisk(
  returns: readonly number[],
  method: VarMethod,
  confidence: number,
  warnings: string[] = [],
): TailRisk {
  switch (method) {
    case "filtered-historical":
      return filteredHistoricalTailRisk(returns, confidence);
    case "historical":
      return historicalTailRisk(returns, confidence);
    case "normal":
      return normalTailRisk(returns, confidence);
    case "cornish-fisher": {
      const { valueAtRisk: loss, expectedShortfall, valid } = cornishFisherTailRisk(returns, confidence);
      if (!valid) warnings.push("skew and kurtosis lie outside the domain of the Cornish-Fisher expansion");
      return { valueAtRisk: loss, expectedShortfall };
    }
  }
}
