import type { PoolClient } from "pg";

/**
 * Takes back what was concluded from blocks above `ancestor`: a confirmed transaction waits for its receipt once more, and
 * what a dry run there refused may be tried at once. Of all lanes: a standby
 * follows no blocks. Doing it twice changes nothing.
 */
export async function rollBackAbove(client: PoolClient, chainKey: string, ancestor: bigint): Promise<void> {
  await client.query(
    "UPDATE keeper.transactions SET state = 'MINED' WHERE chain_key = $1 AND state = 'CONFIRMED' AND mined_block > $2",
    [chainKey, ancestor],
  );
  await client.query(
    `UPDATE keeper.work SET state = 'WAITING', attempts = 0, not_before_block = 0, not_before_ms = 0
     WHERE chain_key = $1 AND state IN ('WAITING', 'DROPPED') AND not_before_block > $2`,
    [chainKey, ancestor],
  );
}
