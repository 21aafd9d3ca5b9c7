import type { CandleDto, CandleInterval } from "@carbonxchange/sdk";
import type { Database } from "./database.ts";

type Row = {
  start: string;
  open_ticks: number;
  high_ticks: number;
  low_ticks: number;
  close_ticks: number;
  volume_lots: string;
  trades: number;
};

/** The newest `limit` candles that start in [from, to], oldest first. Intervals without a trade have none. */
export async function listCandles(
  db: Database,
  request: {
    marketId: number;
    interval: CandleInterval;
    from: number | undefined;
    to: number | undefined;
    limit: number;
  },
): Promise<CandleDto[]> {
  const rows = await db.query<Row>(
    `SELECT start, open_ticks, high_ticks, low_ticks, close_ticks, volume_lots, trades FROM carbon.candles
     WHERE market_id = $1::bigint AND interval = $2
       AND ($3::bigint IS NULL OR start >= $3) AND ($4::bigint IS NULL OR start <= $4)
     ORDER BY start DESC LIMIT $5`,
    [request.marketId, request.interval, request.from ?? null, request.to ?? null, request.limit],
  );
  return rows.reverse().map((row) => ({
    start: Number(row.start),
    openTicks: row.open_ticks,
    highTicks: row.high_ticks,
    lowTicks: row.low_ticks,
    closeTicks: row.close_ticks,
    volumeLots: row.volume_lots,
    trades: row.trades,
  }));
}
