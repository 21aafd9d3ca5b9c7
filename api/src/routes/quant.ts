import { z } from "zod";
import type { ApiDeps } from "../deps.ts";
import { candleInterval } from "../http/dto.ts";
import { wholeNumber } from "../http/fields.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";
import { createMemo } from "../quant/memo.ts";
import { forecastOf, indicatorsOf } from "../quant/price-forecast.ts";
import { readPriceSeries } from "../quant/price-series.ts";
import type { PriceSeries } from "../quant/price-series.ts";
import { forecastDto, forecastModel, indicatorsDto, riskDto, varMethod } from "../quant/quant-dto.ts";
import { tailRiskOf } from "../quant/tail-risk.ts";
import { marketParams } from "./markets.ts";

const TAG = "analytics";
const REMEMBERED = 200;

const seriesQuery = (defaultCandles: number, maxCandles: number) =>
  z.object({
    interval: candleInterval.default("1h"),
    candles: wholeNumber(1, maxCandles)
      .optional()
      .transform((count) => count ?? defaultCandles),
  });

/** The same closes give the same answer. */
const keyOf = (series: PriceSeries, ...more: string[]): string =>
  [
    series.marketId,
    series.interval,
    series.starts[0],
    series.starts.length,
    series.closes.at(-1),
    series.starts.at(-1),
    ...more,
  ].join("|");

/** Indicators, risk and forecast of one market's prices. All advice, none of it binding anything. */
export function quantRoutes(deps: ApiDeps): Route[] {
  const risks = createMemo<ReturnType<typeof tailRiskOf>>(REMEMBERED);
  const forecasts = createMemo<Awaited<ReturnType<typeof forecastOf>>>(REMEMBERED);
  const read = (marketId: number, query: { interval: PriceSeries["interval"]; candles: number }) =>
    readPriceSeries(deps, { marketId, interval: query.interval, limit: query.candles });
  return [
    defineRoute({
      path: "/api/v1/markets/:id/indicators",
      tag: TAG,
      summary:
        "SMA, EMA, RSI, MACD, Bollinger bands and VWAP over the candles that have a trade; null while warming up",
      params: marketParams,
      query: seriesQuery(300, 1_000),
      response: indicatorsDto,
      problems: [404, 422, 503],
      handle: async ({ params, query }) => indicatorsOf(await read(params.id, query)),
    }),
    defineRoute({
      path: "/api/v1/markets/:id/risk",
      tag: TAG,
      summary: "Value at risk and expected shortfall over one interval, with their back-test",
      params: marketParams,
      query: seriesQuery(500, 1_000).extend({
        method: varMethod.default("filtered-historical"),
        confidence: z.enum(["0.9", "0.95", "0.975", "0.99"]).default("0.99").transform(Number),
      }),
      response: riskDto,
      problems: [404, 422, 503],
      handle: async ({ params, query }) => {
        const series = await read(params.id, query);
        const { method, confidence } = query;
        return risks(keyOf(series, method, String(confidence)), () =>
          Promise.resolve().then(() => tailRiskOf(series, { method, confidence })),
        );
      },
    }),
    defineRoute({
      path: "/api/v1/markets/:id/forecast",
      tag: TAG,
      summary: "The next interval's price, with intervals and its skill against a random walk",
      params: marketParams,
      query: seriesQuery(500, 1_000).extend({ model: forecastModel.default("ar") }),
      response: forecastDto,
      problems: [404, 422, 503],
      handle: async ({ params, query }) => {
        const series = await read(params.id, query);
        return forecasts(keyOf(series, query.model), () => forecastOf(series, query.model));
      },
    }),
  ];
}
