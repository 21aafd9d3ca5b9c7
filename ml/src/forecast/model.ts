/**
 * A one-step forecaster of returns. `fit` sees past returns only and answers a function that forecasts the return after
 * a given history; the history may be longer than what it was fitted on.
 */
export type ReturnModel = {
  name: "random-walk" | "ar" | "arima" | "lstm";
  /** What computes it, named in every result. */
  engine: string;
  /** Returns needed before a forecast. */
  lookback: number;
  fit(returns: readonly number[]): Promise<FittedModel>;
};

export type FittedModel = {
  /** Forecasts for the returns after each of the given histories' ends: `ends[i]` returns are known. */
  predict(returns: readonly number[], ends: readonly number[]): Promise<number[]>;
  dispose(): void;
};

/** Tomorrow's price is today's: every forecast return is zero. */
export const randomWalk: ReturnModel = {
  name: "random-walk",
  engine: "none",
  lookback: 0,
  fit: () => Promise.resolve({ predict: (_, ends) => Promise.resolve(ends.map(() => 0)), dispose: () => undefined }),
};
