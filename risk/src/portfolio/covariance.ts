import { RiskError } from "../errors.ts";
import { requireSeries } from "../series-checks.ts";
import { mean } from "../statistics/moments.ts";

/** Square matrix as rows. */
export type SquareMatrix = number[][];

/** Sample covariance (divisor n - 1) of aligned return series, one array per asset. */
export function covarianceMatrix(series: readonly (readonly number[])[]): SquareMatrix {
  const length = series[0]?.length ?? 0;
  series.forEach((returns, index) => {
    requireSeries(returns, 2, `series ${index}`);
    if (returns.length !== length) {
      throw new RiskError("NOT_ALIGNED", `series ${index} has ${returns.length} returns, series 0 has ${length}`);
    }
  });
  const centered = series.map((returns) => {
    const average = mean(returns);
    return returns.map((value) => value - average);
  });
  return centered.map((a) => centered.map((b) => dot(a, b) / (length - 1)));
}

/** Sum of products of two vectors of one length. */
export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

/** w' C w. */
export function portfolioVariance(weights: readonly number[], covariance: SquareMatrix): number {
  return dot(
    weights,
    covariance.map((row) => dot(row, weights)),
  );
}
