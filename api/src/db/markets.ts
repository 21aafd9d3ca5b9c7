import type { MarketDto } from "@carbonxchange/sdk";
import type { Database } from "./database.ts";
import { HEAD_SQL } from "./head.ts";

type MarketRow = {
  id: number;
  phase: MarketDto["phase"];
  phase_ends_at: string | null;
  base_asset: number;
  quote_asset: number;
  batch_id: string;
  quote_token: `0x${string}`;
  lot_units: string;
  tick_size: string;
  min_lots: string;
  maker_fee_pips: number;
  taker_fee_pips: number;
  last_ticks: number | null;
  best_bid: number | null;
  best_ask: number | null;
  reference_ticks: number | null;
  volume: string;
  project_id: string;
  native_id: string;
  name: string;
  methodology: string;
  country: string | null;
  vintage_start: string;
  vintage_end: string;
};

/** A market without what only the quote token's contract says. */
export type IndexedMarket = Omit<MarketDto, "symbol" | "quoteSymbol" | "quoteDecimals">;

/** The day ends at the indexed head's time, not at this machine's. Change is against the last trade before the day. */
const SELECT = `
  WITH head AS (${HEAD_SQL}),
       day AS (SELECT COALESCE((SELECT timestamp FROM head), 0) - 86400 AS start)
  SELECT m.id, m.phase, m.phase_ends_at, m.base_asset, m.quote_asset, m.batch_id, m.quote_token, m.lot_units, m.tick_size, m.min_lots,
         m.maker_fee_pips, m.taker_fee_pips, m.last_ticks,
         (SELECT max(price_ticks) FROM carbon.levels WHERE market_id = m.id AND side = 'BID' AND lots > 0) AS best_bid,
         (SELECT min(price_ticks) FROM carbon.levels WHERE market_id = m.id AND side = 'ASK' AND lots > 0) AS best_ask,
         COALESCE(
           (SELECT price_ticks FROM carbon.trades WHERE market_id = m.id AND timestamp <= day.start
            ORDER BY timestamp DESC, seq DESC LIMIT 1),
           (SELECT price_ticks FROM carbon.trades WHERE market_id = m.id ORDER BY seq LIMIT 1)) AS reference_ticks,
         (SELECT COALESCE(sum(lots), 0) FROM carbon.trades WHERE market_id = m.id AND timestamp > day.start) AS volume,
         p.id AS project_id, p.native_id, p.name, p.methodology, p.country, b.vintage_start, b.vintage_end
  FROM carbon.markets m
  CROSS JOIN day
  JOIN carbon.batches b ON b.id = m.batch_id
  JOIN carbon.projects p ON p.id = b.project_id`;

function toMarket(row: MarketRow): IndexedMarket {
  const { last_ticks: last, reference_ticks: reference } = row;
  return {
    id: row.id,
    phase: row.phase,
    phaseEndsAt: row.phase_ends_at === null ? null : Number(row.phase_ends_at),
    baseAsset: row.base_asset,
    quoteAsset: row.quote_asset,
    batchId: row.batch_id,
    quoteToken: row.quote_token,
    lotUnits: row.lot_units,
    tickSize: row.tick_size,
    minLots: row.min_lots,
    makerFeePips: row.maker_fee_pips,
    takerFeePips: row.taker_fee_pips,
    bestBidTicks: row.best_bid,
    bestAskTicks: row.best_ask,
    lastTicks: last,
    change24hTicks: last === null || reference === null ? null : last - reference,
    volume24hLots: row.volume,
    project: {
      id: Number(row.project_id),
      nativeId: row.native_id,
      name: row.name,
      methodology: row.methodology,
      country: row.country ?? "",
      vintageStart: Number(row.vintage_start),
      vintageEnd: Number(row.vintage_end),
    },
  };
}

/** Markets in order of id, from after `afterId`. */
export async function listMarkets(db: Database, limit: number, afterId: string): Promise<IndexedMarket[]> {
  const rows = await db.query<MarketRow>(`${SELECT} WHERE m.id > $1::bigint ORDER BY m.id LIMIT $2`, [afterId, limit]);
  return rows.map(toMarket);
}

/** One market with its figures. */
export async function findMarket(db: Database, id: number): Promise<IndexedMarket | null> {
  const [row] = await db.query<MarketRow>(`${SELECT} WHERE m.id = $1::bigint`, [id]);
  return row === undefined ? null : toMarket(row);
}

/** Whether a market exists; cheaper than reading it. */
export async function marketExists(db: Database, id: number): Promise<boolean> {
  const rows = await db.query("SELECT 1 AS found FROM carbon.markets WHERE id = $1::bigint", [id]);
  return rows.length === 1;
}
