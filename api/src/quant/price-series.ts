import type { CandleInterval } from "@carbonxchange/sdk";
import { UNITS_PER_TONNE } from "@carbonxchange/sdk";
import { CANDLE_SECONDS } from "./candle-seconds.ts";
import { listCandles } from "../db/candles.ts";
import { findMarket } from "../db/markets.ts";
import type { ApiDeps } from "../deps.ts";
import { notFound } from "../http/problem.ts";

/** Closing prices of a market, oldest first, in quote tokens per tonne, with the volumes behind them in lots. */
export type PriceSeries = {
  marketId: number;
  interval: CandleInterval;
  starts: number[];
  closes: number[];
  volumes: number[];
  /** Intervals between the first and the last without a trade: they have no price and none is made up. */
  missing: number;
};

/** Reads the newest closes. Analytics are approximate by nature: this is where exact ticks become floating-point prices. */
export async function readPriceSeries(
  deps: ApiDeps,
  request: { marketId: number; interval: CandleInterval; limit: number },
): Promise<PriceSeries> {
  const { marketId, interval, limit } = request;
  const market = await findMarket(deps.db, marketId);
  if (market === null) throw notFound(`market ${marketId}`);
  const { decimals } = await deps.chain.quoteToken(market.quoteToken);
  const perTick = (Number(market.tickSize) * Number(UNITS_PER_TONNE)) / Number(market.lotUnits) / 10 ** decimals;
  const candles = await listCandles(deps.db, { marketId, interval, from: undefined, to: undefined, limit });
  const starts = candles.map(({ start }) => start);
  const span = ((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / CANDLE_SECONDS[interval];
  return {
    marketId,
    interval,
    starts,
    closes: candles.map(({ closeTicks }) => closeTicks * perTick),
    volumes: candles.map(({ volumeLots }) => Number(volumeLots)),
    missing: candles.length === 0 ? 0 : span + 1 - candles.length,
  };
}
