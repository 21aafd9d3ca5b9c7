import type { Database } from "./database.ts";

/** Where a market's book and trades stand: a counter of changes, and the last change's block hash and log index. */
export type MarketTip = { id: number; revision: bigint; tip: string };

/** Tips of the markets asked for; unknown ones are missing. One cheap read tells which books have to be read again. */
export async function readMarketTips(db: Database, ids: readonly number[]): Promise<Map<number, MarketTip>> {
  const rows = await db.query<{ id: number; revision: string; tip: string }>(
    "SELECT id, revision, tip FROM carbon.markets WHERE id = ANY($1::bigint[])",
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { id: row.id, revision: BigInt(row.revision), tip: row.tip }]));
}
