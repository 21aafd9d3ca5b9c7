import type { Pool, PoolClient } from "pg";
import { KeeperError } from "../../errors.ts";

/** Whose epoch fences a write: the leader's lane of a chain, or a standby's own. */
export type Lane = { chainKey: string; lane: string };

/** The lane of whoever leads. */
export const LEADER_LANE = "leader";

/** The lane in which a process acts under its first signer while somebody else leads. */
export function standbyLane(signer: string): string {
  return `standby/${signer.toLowerCase()}`;
}

/**
 * Runs `work` in one database transaction that holds the lease row, and only while `epoch` is the newest: a leader that
 * was replaced throws FENCED before it writes, and no leader can be replaced while a write is under way.
 */
export async function inFencedTransaction<T>(
  pool: Pool,
  { chainKey, lane }: Lane,
  epoch: bigint,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const lease = await client.query<{ epoch: string }>(
      "SELECT epoch FROM keeper.lease WHERE chain_key = $1 AND lane = $2 FOR SHARE",
      [chainKey, lane],
    );
    const newest = lease.rows[0]?.epoch;
    if (newest === undefined || BigInt(newest) !== epoch) {
      throw new KeeperError("FENCED", `epoch ${epoch}, newest ${newest ?? "none"}`);
    }
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    await rollback(client);
    throw error;
  }
}

/** A connection that cannot even roll back is thrown away; the server rolls back by itself. */
async function rollback(client: PoolClient): Promise<void> {
  try {
    await client.query("ROLLBACK");
    client.release();
  } catch {
    client.release(true);
  }
}
