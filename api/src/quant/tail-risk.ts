import { RiskError, backtestVar, returnsOf, valueAtRisk } from "@carbonxchange/risk";
import type { VarMethod } from "@carbonxchange/risk";
import { ProblemError } from "../http/problem.ts";
import type { PriceSeries } from "./price-series.ts";

/** Longest window of the back-test, in returns. */
const MAX_WINDOW = 250;
/** A back-test with fewer days than this says nothing. */
const LEAST_BACKTESTED = 20;
/** Fewest returns that can both make a figure and test it. */
const LEAST_RETURNS = 2 * LEAST_BACKTESTED;

/**
 * Value at risk and expected shortfall over one interval, never without its back-test. Throws `ProblemError` UNPROCESSABLE
 * when the market has too short a past.
 */
export function tailRiskOf(series: PriceSeries, options: { method: VarMethod; confidence: number }) {
  const { method, confidence } = options;
  if (series.closes.length <= LEAST_RETURNS) {
    const detail = `${series.closes.length} candles of ${series.interval} with a trade, more than ${LEAST_RETURNS} are needed`;
    throw new ProblemError("UNPROCESSABLE", { detail });
  }
  try {
    const returns = returnsOf(series.closes);
    const window = Math.min(MAX_WINDOW, returns.length - LEAST_BACKTESTED);
    const report = valueAtRisk(returns, { method, confidence });
    const backtest = backtestVar(returns, { method, confidence, window });
    const gaps = series.missing === 0 ? [] : [`${series.missing} intervals had no trade: some returns span several`];
    return {
      marketId: series.marketId,
      interval: series.interval,
      method,
      confidence,
      observations: report.observations,
      valueAtRisk: report.valueAtRisk,
      expectedShortfall: report.expectedShortfall,
      staleShare: report.staleShare,
      warnings: [...report.warnings, ...gaps],
      backtest,
    };
  } catch (error) {
    if (error instanceof RiskError) throw new ProblemError("UNPROCESSABLE", { detail: error.message, cause: error });
    throw error;
  }
}
