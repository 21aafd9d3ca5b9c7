import { requireSeries } from "../series-checks.ts";

/** Arithmetic mean. Throws TOO_SHORT on an empty series. */
export function mean(values: readonly number[]): number {
  requireSeries(values, 1, "values");
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample standard deviation (divisor n - 1). Needs two values. */
export function standardDeviation(values: readonly number[]): number {
  requireSeries(values, 2, "values");
  const center = mean(values);
  let squares = 0;
  for (const value of values) squares += (value - center) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** Population skewness and excess kurtosis, m3 / m2^1.5 and m4 / m2^2 - 3. Zero for a constant series. */
export function skewAndExcessKurtosis(values: readonly number[]): { skew: number; excessKurtosis: number } {
  requireSeries(values, 3, "values");
  const center = mean(values);
  let m2 = 0;
  let m3 = 0;
  let m4 = 0;
  for (const value of values) {
    const d = value - center;
    m2 += d * d;
    m3 += d ** 3;
    m4 += d ** 4;
  }
  m2 /= values.length;
  if (m2 === 0) return { skew: 0, excessKurtosis: 0 };
  return { skew: m3 / values.length / m2 ** 1.5, excessKurtosis: m4 / values.length / m2 ** 2 - 3 };
}
