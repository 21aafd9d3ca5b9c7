import { MlError } from "../errors.ts";
import { requirePeriod } from "../series-checks.ts";
import { solveSymmetric } from "./least-squares.ts";
import type { ReturnModel } from "./model.ts";

/** Autoregression of order p with a constant, by least squares with a small ridge term. */
export function autoregression(order = 1): ReturnModel {
  requirePeriod(order, 1, "order");
  return {
    name: "ar",
    engine: "least squares",
    lookback: order,
    fit: (returns) =>
      new Promise((resolve) => {
        const coefficients = fitAutoregression(returns, order);
        resolve({
          predict: (history, ends) => Promise.resolve(ends.map((end) => forecastAfter(history, end, coefficients))),
          dispose: () => undefined,
        });
      }),
  };
}

function forecastAfter(history: readonly number[], end: number, [constant = 0, ...lags]: readonly number[]): number {
  return lags.reduce((sum, coefficient, lag) => sum + coefficient * (history[end - 1 - lag] ?? 0), constant);
}

/** Constant first, then the coefficients of lags 1 to `order`. */
export function fitAutoregression(returns: readonly number[], order: number): number[] {
  const rows = returns.length - order;
  if (rows < order + 2) {
    throw new MlError("TOO_SHORT", `${returns.length} returns for an autoregression of order ${order}`);
  }
  const size = order + 1;
  const gram = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const right = Array.from({ length: size }, () => 0);
  for (let t = order; t < returns.length; t++) {
    const x = [1, ...Array.from({ length: order }, (_, lag) => returns[t - 1 - lag] ?? 0)];
    x.forEach((xi, i) => {
      right[i] = (right[i] ?? 0) + xi * (returns[t] ?? 0);
      const row = gram[i];
      if (row !== undefined) x.forEach((xj, j) => (row[j] = (row[j] ?? 0) + xi * xj));
    });
  }
  return solveSymmetric(gram, right);
}
