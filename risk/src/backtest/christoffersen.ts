import { chiSquaredSurvival } from "../distributions/gamma.ts";
import { kupiecProportionOfFailures, weigh, type LikelihoodRatio } from "./kupiec.ts";

/** How often a day of one kind follows a day of another: n01 = exception after a quiet day, and so on. */
export type Transitions = { n00: number; n01: number; n10: number; n11: number };

/** Counts transitions in a row of days, true for an exception. */
export function countTransitions(exceptions: readonly boolean[]): Transitions {
  const counts: Transitions = { n00: 0, n01: 0, n10: 0, n11: 0 };
  for (let day = 1; day < exceptions.length; day++) {
    const key = `n${exceptions[day - 1] === true ? 1 : 0}${exceptions[day] === true ? 1 : 0}` as const;
    counts[key] += 1;
  }
  return counts;
}

/** Christoffersen (1998), independence of exceptions. Chi-squared with one degree of freedom. */
export function christoffersenIndependence({ n00, n01, n10, n11 }: Transitions): LikelihoodRatio {
  const afterQuiet = share(n01, n00 + n01);
  const afterException = share(n11, n10 + n11);
  const overall = share(n01 + n11, n00 + n01 + n10 + n11);
  const restricted = weigh(n00 + n10, 1 - overall) + weigh(n01 + n11, overall);
  const free =
    weigh(n00, 1 - afterQuiet) + weigh(n01, afterQuiet) + weigh(n10, 1 - afterException) + weigh(n11, afterException);
  const statistic = Math.max(0, -2 * (restricted - free));
  return { statistic, pValue: chiSquaredSurvival(statistic, 1) };
}

/** Christoffersen (1998), conditional coverage: frequency and independence together, two degrees of freedom. */
export function christoffersenConditionalCoverage(exceptions: readonly boolean[], confidence: number): LikelihoodRatio {
  const count = exceptions.filter(Boolean).length;
  const frequency = kupiecProportionOfFailures(exceptions.length, count, confidence);
  const independence = christoffersenIndependence(countTransitions(exceptions));
  const statistic = frequency.statistic + independence.statistic;
  return { statistic, pValue: chiSquaredSurvival(statistic, 2) };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
