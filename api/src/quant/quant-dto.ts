import { z } from "zod";
import { candleInterval } from "../http/dto.ts";

const series = z.array(z.number().nullable());
const likelihood = z.object({ statistic: z.number(), pValue: z.number() });
export const varMethod = z.enum(["filtered-historical", "historical", "normal", "cornish-fisher"]);
/** The network model is left out here: training it would hold the whole process for seconds. */
export const forecastModel = z.enum(["ar", "arima", "random-walk"]);

export const indicatorsDto = z
  .object({
    marketId: z.int(),
    interval: candleInterval,
    starts: z.array(z.int()),
    closes: z.array(z.number()),
    sma20: series,
    ema20: series,
    rsi14: series,
    macd: z.object({ macd: series, signal: series, histogram: series }),
    bollinger: z.object({ upper: series, middle: series, lower: series }),
    vwap: series,
  })
  .openapi("Indicators");

export const riskDto = z
  .object({
    marketId: z.int(),
    interval: candleInterval,
    method: varMethod,
    confidence: z.number(),
    observations: z.int(),
    valueAtRisk: z.number().openapi({ description: "loss as a fraction of value over one interval" }),
    expectedShortfall: z.number(),
    staleShare: z.number(),
    warnings: z.array(z.string()),
    backtest: z.object({
      method: varMethod,
      confidence: z.number(),
      window: z.int(),
      observations: z.int(),
      exceptions: z.int(),
      expectedExceptions: z.number(),
      kupiec: likelihood,
      independence: likelihood,
      conditionalCoverage: likelihood,
      zone: z.enum(["green", "yellow", "red"]),
      passed: z.boolean(),
    }),
  })
  .openapi("Risk");

export const forecastDto = z
  .object({
    marketId: z.int(),
    interval: candleInterval,
    observations: z.int(),
    model: z.string(),
    engine: z.string(),
    lastPrice: z.number(),
    forecastPrice: z.number(),
    shown: z.object({ model: z.string(), price: z.number() }),
    intervals: z.array(z.object({ confidence: z.number(), low: z.number(), high: z.number() })),
    skill: z.object({
      observations: z.int(),
      rmseModel: z.number(),
      rmseRandomWalk: z.number(),
      rmseRatio: z.number(),
      directionRight: z.number().nullable(),
      pValue: z.number(),
      verdict: z.enum(["skill shown", "no skill shown"]),
    }),
  })
  .openapi("Forecast");
