import Arima from "arima";
import { MlError } from "../errors.ts";
import type { ReturnModel } from "./model.ts";

const LEAST = 30;
/** The package's own number. Its exact likelihood (0) ran into non-stationary fits with absurd forecasts on daily returns. */
const CONDITIONAL_SUM_OF_SQUARES = 1;

/**
 * ARIMA(p, 0, q) on returns by the npm package `arima` (WebAssembly). The package forecasts from the end of the series it
 * was trained on, so each step of a walk-forward run is a fit of its own; use it for few steps. Its "errors" are
 * variances and are not used here. A forecast beyond the largest move of the series is cut to it.
 */
export function arima(order: { p?: number; q?: number } = {}): ReturnModel {
  const { p = 1, q = 1 } = order;
  return {
    name: "arima",
    engine: "arima 0.2.8 (WebAssembly)",
    lookback: LEAST,
    fit: () =>
      Promise.resolve({
        predict: (history, ends) =>
          new Promise((resolve) => resolve(ends.map((end) => forecastNext(history.slice(0, end), p, q)))),
        dispose: () => undefined,
      }),
  };
}

function forecastNext(returns: readonly number[], p: number, q: number): number {
  if (returns.length < LEAST) throw new MlError("TOO_SHORT", `${returns.length} returns, ARIMA needs ${LEAST}`);
  const model = new Arima({ p, d: 0, q, method: CONDITIONAL_SUM_OF_SQUARES, verbose: false });
  try {
    const [[forecast]] = model.train([...returns]).predict(1);
    if (forecast === undefined || !Number.isFinite(forecast)) {
      throw new MlError("NOT_FINITE", "ARIMA gave no number", { series: "forecast" });
    }
    const most = Math.max(...returns.map(Math.abs));
    return Math.max(-most, Math.min(most, forecast));
  } finally {
    model.destroy();
  }
}
