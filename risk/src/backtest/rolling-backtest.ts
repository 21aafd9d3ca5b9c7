import { RiskError } from "../errors.ts";
import { requireSeries } from "../series-checks.ts";
import { oneDayTailRisk, type VarMethod } from "../value-at-risk/value-at-risk.ts";
import { christoffersenConditionalCoverage, christoffersenIndependence, countTransitions } from "./christoffersen.ts";
import { kupiecProportionOfFailures, type LikelihoodRatio } from "./kupiec.ts";
import { trafficLight, type Zone } from "./traffic-light.ts";

/** How a one-day value at risk would have done. `passed` means that no test rejects at 5 %. */
export type BacktestReport = {
  method: VarMethod;
  confidence: number;
  window: number;
  observations: number;
  exceptions: number;
  expectedExceptions: number;
  kupiec: LikelihoodRatio;
  independence: LikelihoodRatio;
  conditionalCoverage: LikelihoodRatio;
  zone: Zone;
  passed: boolean;
};

const REJECT_BELOW = 0.05;

/**
 * Walks forward one day at a time: the figure for each day is made from the `window` returns before it only, and compared
 * with that day's return.
 */
export function backtestVar(
  returns: readonly number[],
  options: { method?: VarMethod; confidence?: number; window?: number } = {},
): BacktestReport {
  const { method = "filtered-historical", confidence = 0.99, window = 250 } = options;
  if (!Number.isInteger(window) || window < 10) throw new RiskError("BAD_PARAMETER", `window ${window} is below 10`);
  requireSeries(returns, window + 1, "returns");
  const exceptions: boolean[] = [];
  for (let day = window; day < returns.length; day++) {
    const { valueAtRisk } = oneDayTailRisk(returns.slice(day - window, day), method, confidence);
    exceptions.push((returns[day] ?? 0) < -valueAtRisk);
  }
  return judgeExceptions(exceptions, { method, confidence, window });
}

/** All tests on a row of days, true for an exception. */
export function judgeExceptions(
  exceptions: readonly boolean[],
  model: { method: VarMethod; confidence: number; window: number },
): BacktestReport {
  const observations = exceptions.length;
  const count = exceptions.filter(Boolean).length;
  const kupiec = kupiecProportionOfFailures(observations, count, model.confidence);
  const independence = christoffersenIndependence(countTransitions(exceptions));
  const conditionalCoverage = christoffersenConditionalCoverage(exceptions, model.confidence);
  return {
    ...model,
    observations,
    exceptions: count,
    expectedExceptions: observations * (1 - model.confidence),
    kupiec,
    independence,
    conditionalCoverage,
    zone: trafficLight(observations, count, model.confidence).zone,
    passed: [kupiec, independence, conditionalCoverage].every((test) => test.pValue >= REJECT_BELOW),
  };
}
