import type { ForecastModel } from "@carbonxchange/ml";
import { ProblemError } from "../http/problem.ts";
import type { PriceSeries } from "./price-series.ts";

/** The analytics library brings a numerical engine along, so it is loaded with the first request that needs it. */
const loadMl = () => import("@carbonxchange/ml");

/** Turns the library's refusals of short or flat series into an answer. */
async function answering<T>(work: (ml: Awaited<ReturnType<typeof loadMl>>) => T | Promise<T>): Promise<T> {
  const ml = await loadMl();
  try {
    return await work(ml);
  } catch (error) {
    if (error instanceof ml.MlError) throw new ProblemError("UNPROCESSABLE", { detail: error.message, cause: error });
    throw error;
  }
}

/** The next interval's price with its intervals and its skill against a random walk. */
export function forecastOf(series: PriceSeries, model: ForecastModel) {
  return answering(async ({ forecast }) => {
    const { marketId, interval } = series;
    return { marketId, interval, observations: series.closes.length, ...(await forecast(series.closes, { model })) };
  });
}

/** The usual indicators in step with the closes they are made of. */
export function indicatorsOf(series: PriceSeries) {
  return answering(({ indicators }) => {
    const { marketId, interval, starts, closes } = series;
    return { marketId, interval, starts, closes, ...indicators(closes, series.volumes) };
  });
}
