import { quantile, returnsOf } from "@carbonxchange/risk";
import { startEngine, type BackendName } from "../engine/backend.ts";
import { MlError } from "../errors.ts";
import { requireFinite } from "../series-checks.ts";
import { arima } from "./arima.ts";
import { autoregression } from "./autoregression.ts";
import { lstm, type LstmOptions } from "./lstm.ts";
import { randomWalk, type ReturnModel } from "./model.ts";
import type { Skill } from "./skill.ts";
import { walkForward } from "./walk-forward.ts";

export type ForecastModel = ReturnModel["name"];
export type Interval = { confidence: number; low: number; high: number };

/**
 * A forecast of the next price, never without its skill. `shown` is what the product may show: the model's own price, or
 * the last price where the model did worse than the random walk by more than half a percent.
 */
export type Forecast = {
  model: ForecastModel;
  engine: string;
  lastPrice: number;
  forecastPrice: number;
  shown: { model: ForecastModel; price: number };
  intervals: Interval[];
  skill: Skill;
};

export type ForecastOptions = {
  model?: ForecastModel;
  /** Forecasts the skill is measured on; default a third of the returns, at most 120. */
  steps?: number;
  backend?: BackendName;
  lstm?: LstmOptions;
};

export const LEAST_PRICES = 60;
const WORSE_THAN_RANDOM_WALK = 1.005;
const FOLDS: Record<ForecastModel, number> = { "random-walk": 1, ar: 12, arima: 1, lstm: 1 };

/**
 * Forecasts the next price of a series of positive prices, oldest first, and measures the model on the latest part of the
 * same series by walk-forward. Intervals come from the walk-forward errors (split conformal). The default model takes
 * milliseconds; `lstm` takes seconds and holds the thread.
 */
export async function forecast(prices: readonly number[], options: ForecastOptions = {}): Promise<Forecast> {
  requireFinite(prices, "prices");
  if (prices.length < LEAST_PRICES) {
    throw new MlError("TOO_SHORT", `${prices.length} prices, at least ${LEAST_PRICES} are needed`, {
      series: "prices",
    });
  }
  const returns = returnsOf(prices, "log");
  const model = await modelOf(options);
  const steps = options.steps ?? Math.min(120, Math.floor(returns.length / 3));
  const { skill, forecasts, realised } = await walkForward(model, returns, { steps, folds: FOLDS[model.name] });
  const fitted = await model.fit(returns);
  const [next = 0] = await fitted.predict(returns, [returns.length]);
  fitted.dispose();
  const lastPrice = prices.at(-1) ?? 0;
  const worse = skill.rmseRatio > WORSE_THAN_RANDOM_WALK;
  const errors = realised.map((value, index) => Math.abs(value - (worse ? 0 : (forecasts[index] ?? 0))));
  const center = worse ? 0 : next;
  return {
    model: model.name,
    engine: model.engine,
    lastPrice,
    forecastPrice: lastPrice * Math.exp(next),
    shown: worse
      ? { model: "random-walk", price: lastPrice }
      : { model: model.name, price: lastPrice * Math.exp(next) },
    intervals: [0.8, 0.95].map((confidence) => {
      const reach = conformalReach(errors, confidence);
      return { confidence, low: lastPrice * Math.exp(center - reach), high: lastPrice * Math.exp(center + reach) };
    }),
    skill,
  };
}

async function modelOf(options: ForecastOptions): Promise<ReturnModel> {
  switch (options.model ?? "ar") {
    case "random-walk":
      return randomWalk;
    case "ar":
      return autoregression(1);
    case "arima":
      return arima();
    case "lstm":
      return lstm(await startEngine(options.backend), options.lstm);
  }
}

/** The ceil((n + 1) x confidence)-th smallest error; the largest one where there are too few. */
function conformalReach(errors: readonly number[], confidence: number): number {
  const rank = Math.min(errors.length, Math.ceil((errors.length + 1) * confidence));
  return quantile(errors, errors.length === 1 ? 0 : (rank - 1) / (errors.length - 1));
}
