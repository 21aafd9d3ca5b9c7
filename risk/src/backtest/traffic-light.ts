import { regularizedBeta } from "../distributions/student-t.ts";

export type Zone = "green" | "yellow" | "red";

/**
 * Basel traffic light: green below 95 % cumulative probability of so few exceptions under a right model, red from 99.99 %.
 * For 250 days at 99 % that is 0-4, 5-9 and 10 or more (BCBS 1996).
 */
export function trafficLight(
  observations: number,
  exceptions: number,
  confidence: number,
): { zone: Zone; cumulativeProbability: number } {
  const cumulativeProbability = binomialCdf(exceptions, observations, 1 - confidence);
  const zone = cumulativeProbability < 0.95 ? "green" : cumulativeProbability < 0.9999 ? "yellow" : "red";
  return { zone, cumulativeProbability };
}

/** P(X <= k) for n trials with success probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return regularizedBeta(1 - p, n - k, k + 1);
}
