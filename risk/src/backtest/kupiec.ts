import { chiSquaredSurvival } from "../distributions/gamma.ts";
import { RiskError } from "../errors.ts";

/** A likelihood-ratio statistic and its p-value. */
export type LikelihoodRatio = { statistic: number; pValue: number };

/**
 * Kupiec (1995), proportion of failures: whether `exceptions` in `observations` days agree with 1 - confidence. Chi-squared
 * with one degree of freedom.
 */
export function kupiecProportionOfFailures(
  observations: number,
  exceptions: number,
  confidence: number,
): LikelihoodRatio {
  if (!(Number.isInteger(observations) && observations > 0)) {
    throw new RiskError("BAD_PARAMETER", `${observations} observations`);
  }
  if (!(Number.isInteger(exceptions) && exceptions >= 0 && exceptions <= observations)) {
    throw new RiskError("BAD_PARAMETER", `${exceptions} exceptions in ${observations} observations`);
  }
  const p = 1 - confidence;
  const rate = exceptions / observations;
  const logLikelihood = (q: number) => weigh(observations - exceptions, 1 - q) + weigh(exceptions, q);
  const statistic = Math.max(0, -2 * (logLikelihood(p) - logLikelihood(rate)));
  return { statistic, pValue: chiSquaredSurvival(statistic, 1) };
}

/** count x ln(probability), zero where the count is zero. */
export function weigh(count: number, probability: number): number {
  return count === 0 ? 0 : count * Math.log(probability);
}
