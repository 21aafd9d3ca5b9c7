import type { MarketDto } from "@carbonxchange/sdk";
import { z } from "zod";
import { listCandles } from "../db/candles.ts";
import { decodeCursor, toPage } from "../db/cursor.ts";
import { readDepth } from "../db/depth.ts";
import { findMarket, listMarkets, marketExists } from "../db/markets.ts";
import type { IndexedMarket } from "../db/markets.ts";
import { listTrades } from "../db/trades.ts";
import type { ApiDeps } from "../deps.ts";
import { candleDto, candleInterval, depthDto, marketDto, pageOf, tradeDto } from "../http/dto.ts";
import { marketIdField, noParams, noQuery, pageQuery, wholeNumber } from "../http/fields.ts";
import { ProblemError, notFound } from "../http/problem.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";

const TAG = "markets";
const MAX_SECONDS = 99_999_999_999;
export const marketParams = z.object({ id: marketIdField });

/** Throws `ProblemError` NOT_FOUND for a market that does not exist. */
export async function requireMarket({ db }: ApiDeps, id: number): Promise<void> {
  if (!(await marketExists(db, id))) throw notFound(`market ${id}`);
}

/** Adds what the quote token says of itself, and a symbol: project, vintage year, quote. */
async function withQuote({ chain }: ApiDeps, market: IndexedMarket): Promise<MarketDto> {
  const { symbol: quoteSymbol, decimals: quoteDecimals } = await chain.quoteToken(market.quoteToken);
  const year = new Date(market.project.vintageStart * 1_000).getUTCFullYear();
  return { ...market, quoteSymbol, quoteDecimals, symbol: `${market.project.nativeId}-${year}/${quoteSymbol}` };
}

function catalogueRoutes(deps: ApiDeps): Route[] {
  return [
    defineRoute({
      path: "/api/v1/markets",
      tag: TAG,
      summary: "All markets with best prices, last trade and the day's change and volume",
      params: noParams,
      query: pageQuery(200, 500),
      response: pageOf(marketDto),
      handle: async ({ query }) => {
        const [after = "0"] = decodeCursor(query.cursor, ["number"]) ?? [];
        const markets = await listMarkets(deps.db, query.limit + 1, after);
        const page = toPage(
          markets,
          query.limit,
          (market) => market,
          (market) => [market.id],
        );
        return { ...page, items: await Promise.all(page.items.map((market) => withQuote(deps, market))) };
      },
    }),
    defineRoute({
      path: "/api/v1/markets/:id",
      tag: TAG,
      summary: "One market",
      params: marketParams,
      query: noQuery,
      response: marketDto,
      problems: [404],
      handle: async ({ params }) => {
        const market = await findMarket(deps.db, params.id);
        if (market === null) throw notFound(`market ${params.id}`);
        return withQuote(deps, market);
      },
    }),
  ];
}

/** Catalogue, book, trades and candles. */
export function marketRoutes(deps: ApiDeps): Route[] {
  return [
    ...catalogueRoutes(deps),
    defineRoute({
      path: "/api/v1/markets/:id/depth",
      tag: TAG,
      summary: "The book by price level, best first, as of one block",
      params: marketParams,
      query: z.object({ levels: wholeNumber(1, 1_000).optional() }),
      response: depthDto,
      problems: [404],
      handle: async ({ params, query }) => {
        await requireMarket(deps, params.id);
        return readDepth(deps.db, params.id, query.levels ?? 100);
      },
    }),
    defineRoute({
      path: "/api/v1/markets/:id/trades",
      tag: TAG,
      summary: "Trades, newest first",
      params: marketParams,
      query: pageQuery(50, 500),
      response: pageOf(tradeDto),
      problems: [404],
      handle: async ({ params, query }) => {
        await requireMarket(deps, params.id);
        return listTrades(deps.db, params.id, query);
      },
    }),
    defineRoute({
      path: "/api/v1/markets/:id/candles",
      tag: TAG,
      summary: "The newest candles of a window, oldest first; an interval without a trade has none",
      params: marketParams,
      query: z.object({
        interval: candleInterval.default("1h"),
        from: wholeNumber(0, MAX_SECONDS).optional(),
        to: wholeNumber(0, MAX_SECONDS).optional(),
        limit: wholeNumber(1, 2_000).optional(),
      }),
      response: pageOf(candleDto),
      problems: [404],
      handle: async ({ params, query }) => {
        const { from, to } = query;
        if (from !== undefined && to !== undefined && from > to) {
          throw new ProblemError("BAD_REQUEST", { faults: [{ field: "from", message: `${from} is after to, ${to}` }] });
        }
        await requireMarket(deps, params.id);
        const request = { marketId: params.id, interval: query.interval, from, to, limit: query.limit ?? 500 };
        return { items: await listCandles(deps.db, request), nextCursor: null };
      },
    }),
  ];
}
