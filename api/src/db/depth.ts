import type { DepthDto, LevelDto } from "@carbonxchange/sdk";
import type { Database } from "./database.ts";
import { HEAD_SQL } from "./head.ts";

type Row = { block: string | null; side: "BID" | "ASK" | null; price_ticks: number; lots: string; orders: number };

/** Levels and the block they are true at come from one statement, so from one snapshot. */
const SQL = `
  WITH head AS (${HEAD_SQL}),
       book AS (
         (SELECT side, price_ticks, lots, orders FROM carbon.levels
          WHERE market_id = $1::bigint AND side = 'BID' AND lots > 0 ORDER BY price_ticks DESC LIMIT $2)
         UNION ALL
         (SELECT side, price_ticks, lots, orders FROM carbon.levels
          WHERE market_id = $1::bigint AND side = 'ASK' AND lots > 0 ORDER BY price_ticks LIMIT $2))
  SELECT head.block, book.* FROM (SELECT 1) AS one LEFT JOIN head ON true LEFT JOIN book ON true`;

const levelsOf = (rows: Row[], side: "BID" | "ASK"): LevelDto[] =>
  rows
    .filter((row) => row.side === side)
    .map((row) => ({ priceTicks: row.price_ticks, lots: row.lots, orders: row.orders }))
    .sort((a, b) => (side === "BID" ? b.priceTicks - a.priceTicks : a.priceTicks - b.priceTicks));

/** The best `maxLevels` levels of each side, best first. An unknown market has an empty book. */
export async function readDepth(db: Database, marketId: number, maxLevels: number): Promise<DepthDto> {
  const rows = await db.query<Row>(SQL, [marketId, maxLevels]);
  return { marketId, block: rows[0]?.block ?? "0", bids: levelsOf(rows, "BID"), asks: levelsOf(rows, "ASK") };
}
