import type { HexString } from "@carbonxchange/sdk";
import type { Pool } from "pg";
import { LEADER_LANE } from "./fenced-transaction.ts";
import { leaderLockName } from "./leader-lock.ts";
import { hex } from "./outbox-rows.ts";

/** The lease; `isHeld` while some connection holds the leader's lock. Null before the first leader. */
export type LeaseStatus = { epoch: bigint; holder: string; since: Date; isHeld: boolean; signers: HexString[] };
/** A transaction without a final receipt, whichever lane it is in. */
export type OpenTransaction = {
  id: bigint;
  lane: string;
  signer: HexString;
  nonce: number;
  job: string;
  state: string;
  createdMs: number;
  workIds: string[];
};
/** Gas paid for mined transactions, wei. */
export type Spend = { job: string; transactions: number; wei: bigint; lastDayWei: bigint };

/** Whether the keeper's schema is there. */
export async function hasSchema(pool: Pool): Promise<boolean> {
  const found = await pool.query<{ there: boolean }>("SELECT to_regclass('keeper.drain') IS NOT NULL AS there");
  return found.rows[0]?.there === true;
}

/** Who leads. A bigint advisory lock stands in pg_locks in two halves. */
export async function readLease(pool: Pool, chainKey: string): Promise<LeaseStatus | null> {
  const found = await pool.query<{
    epoch: string;
    holder: string;
    acquired_at: Date;
    held: boolean;
    signers: string[];
  }>(
    `SELECT l.epoch, l.holder, l.acquired_at, l.signers, EXISTS (
       SELECT FROM pg_locks k, (SELECT hashtextextended($2, 1) AS key) h
       WHERE k.locktype = 'advisory' AND k.granted AND k.objsubid = 1
         AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND k.classid::bigint = ((h.key >> 32) & 4294967295) AND k.objid::bigint = (h.key & 4294967295)
     ) AS held
     FROM keeper.lease l WHERE l.chain_key = $1 AND l.lane = $3`,
    [chainKey, leaderLockName(chainKey), LEADER_LANE],
  );
  const [row] = found.rows;
  if (row === undefined) return null;
  const { epoch, holder, acquired_at: since, held: isHeld, signers } = row;
  return { epoch: BigInt(epoch), holder, since, isHeld, signers: signers.map(hex) };
}

/** Open transactions of the leader and of standbys that act, by signer and nonce. */
export async function readOpen(pool: Pool, chainKey: string): Promise<OpenTransaction[]> {
  const found = await pool.query<{
    id: string;
    lane: string;
    signer: string;
    nonce: string;
    job: string;
    state: string;
    created_ms: string;
    work_ids: string[];
  }>(
    `SELECT id, lane, signer, nonce, job, state, created_ms, work_ids FROM keeper.transactions AS t
     WHERE chain_key = $1 AND state IN ('SIGNED', 'SUBMITTED', 'MINED') ORDER BY t.signer, t.nonce`,
    [chainKey],
  );
  return found.rows.map(({ id, lane, signer, nonce, job, state, created_ms: createdMs, work_ids: workIds }) => ({
    ...{ lane, job, state, workIds },
    id: BigInt(id),
    signer: hex(signer),
    nonce: Number(nonce),
    createdMs: Number(createdMs),
  }));
}

/** Gas paid so far, by job; `dayAgoMs` in unix milliseconds. */
export async function readSpend(pool: Pool, chainKey: string, dayAgoMs: number): Promise<Spend[]> {
  const found = await pool.query<{ job: string; count: string; wei: string; day: string }>(
    `SELECT job, count(*) AS count, sum(gas_used * gas_price) AS wei,
       coalesce(sum(gas_used * gas_price) FILTER (WHERE mined_ms >= $2), 0) AS day
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
