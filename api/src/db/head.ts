import type { Database } from "./database.ts";

/** The last block the indexer has committed. */
export type IndexedHead = { block: string; timestamp: number };

/**
 * SQL that reads the indexed head as `block` and `timestamp`. Ponder packs a checkpoint as timestamp (10 digits), chain (16),
 * block (16) and more, and commits it together with the block's rows.
 */
export const HEAD_SQL = `
  SELECT substr(latest_checkpoint, 27, 16)::numeric AS block, substr(latest_checkpoint, 1, 10)::bigint AS timestamp
  FROM carbon._ponder_checkpoint ORDER BY chain_name LIMIT 1`;

/** Reads the indexed head; null while the indexer has not committed anything. */
export async function readHead(db: Database): Promise<IndexedHead | null> {
  const [row] = await db.query<{ block: string; timestamp: string }>(HEAD_SQL);
  return row === undefined ? null : { block: row.block, timestamp: Number(row.timestamp) };
}
