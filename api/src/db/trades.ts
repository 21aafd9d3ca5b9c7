import type { Page, TradeDto } from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";

type Row = {
  id: string;
  seq: string;
  market_id: number;
  taker_side: "BID" | "ASK";
  price_ticks: number;
  lots: string;
  notional: string;
  maker: `0x${string}`;
  taker: `0x${string}`;
  maker_order_id: string;
  timestamp: string;
  block: string;
  tx_hash: `0x${string}`;
};

const COLUMNS =
  "id, seq, market_id, taker_side, price_ticks, lots, notional, maker, taker, maker_order_id, timestamp, block, tx_hash";

function toTrade(row: Row): TradeDto {
  return {
    id: row.id,
    marketId: row.market_id,
    takerSide: row.taker_side,
    priceTicks: row.price_ticks,
    lots: row.lots,
    notional: row.notional,
    maker: row.maker,
    taker: row.taker,
    makerOrderId: row.maker_order_id,
    timestamp: Number(row.timestamp),
    block: row.block,
    txHash: row.tx_hash,
  };
}

/** Trades of a market, newest first. */
export async function listTrades(db: Database, marketId: number, page: PageRequest): Promise<Page<TradeDto>> {
  const [seq] = decodeCursor(page.cursor, ["number"]) ?? [null];
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} FROM carbon.trades
     WHERE market_id = $1::bigint AND ($2::numeric IS NULL OR seq < $2::numeric) ORDER BY seq DESC LIMIT $3`,
    [marketId, seq, page.limit + 1],
  );
  return toPage(rows, page.limit, toTrade, (row) => [row.seq]);
}

/** The newest trades with their sequence numbers, newest first. */
export async function latestTrades(
  db: Database,
  marketId: number,
  limit: number,
): Promise<{ seq: bigint; trade: TradeDto }[]> {
  const rows = await db.query<Row>(
    `SELECT ${COLUMNS} FROM carbon.trades WHERE market_id = $1::bigint ORDER BY seq DESC LIMIT $2`,
    [marketId, limit],
  );
  return rows.map((row) => ({ seq: BigInt(row.seq), trade: toTrade(row) }));
}
