import type { Pool } from "pg";
import { leaderLockName } from "./leader-lock.ts";

/** The lease; `isHeld` while some connection holds the leader's lock. Null before the first leader. */
export type LeaseStatus = { epoch: bigint; holder: string; since: Date; isHeld: boolean };
/** Gas paid for mined transactions, wei. */
export type Spend = { job: string; transactions: number; wei: bigint; lastDayWei: bigint };

/** Whether the keeper's schema is there. */
export async function hasSchema(pool: Pool): Promise<boolean> {
  const found = await pool.query<{ there: boolean }>("SELECT to_regclass('keeper.drain') IS NOT NULL AS there");
  return found.rows[0]?.there === true;
}

/** Who leads. A bigint advisory lock stands in pg_locks in two halves. */
export async function readLease(pool: Pool, chainKey: string): Promise<LeaseStatus | null> {
  const found = await pool.query<{ epoch: string; holder: string; acquired_at: Date; held: boolean }>(
    `SELECT l.epoch, l.holder, l.acquired_at, EXISTS (
       SELECT FROM pg_locks k, (SELECT hashtextextended($2, 1) AS key) h
       WHERE k.locktype = 'advisory' AND k.granted AND k.objsubid = 1
         AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND k.classid::bigint = ((h.key >> 32) & 4294967295) AND k.objid::bigint = (h.key & 4294967295)
     ) AS held
     FROM keeper.lease l WHERE l.chain_key = $1`,
    [chainKey, leaderLockName(chainKey)],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  return { epoch: BigInt(row.epoch), holder: row.holder, since: row.acquired_at, isHeld: row.held };
}

/** Gas paid so far, by job; `dayAgoMs` in unix milliseconds. */
export async function readSpend(pool: Pool, chainKey: string, dayAgoMs: number): Promise<Spend[]> {
  const found = await pool.query<{ job: string; count: string; wei: string; day: string }>(
    `SELECT job, count(*) AS count, sum(gas_used * gas_price) AS wei,
       coalesce(sum(gas_used * gas_price) FILTER (WHERE created_ms >= $2), 0) AS day
     FROM keeper.transactions WHERE chain_key = $1 AND gas_used IS NOT NULL GROUP BY job ORDER BY job`,
    [chainKey, dayAgoMs],
  );
  return found.rows.map(({ job, count, wei, day }) => ({
    job,
    transactions: Number(count),
    wei: BigInt(wei),
    lastDayWei: BigInt(day),
  }));
}
