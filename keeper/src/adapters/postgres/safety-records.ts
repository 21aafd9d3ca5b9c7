import type { Pool } from "pg";
import type { SafetyRecords } from "../../ports/index.ts";

/**
 * The safety limits' record in schema `keeper`. A version that was replaced costs nothing, so of an open transaction the newest
 * one counts.
 */
export function createPostgresSafetyRecords(pool: Pool, chainKey: string): SafetyRecords {
  return {
    async controls() {
      const rows = await pool.query<{ stopped: boolean; reason: string; reset_ms: string }>(
        "SELECT stopped, reason, reset_ms FROM keeper.controls WHERE chain_key = $1",
        [chainKey],
      );
      const row = rows.rows[0];
      if (row === undefined) return { stopped: false, reason: "", resetMs: 0 };
      return { stopped: row.stopped, reason: row.reason, resetMs: Number(row.reset_ms) };
    },

    async usage({ hourMs, dayMs, revertsMs }) {
      const mined = await pool.query<{ hour: string; day: string; reverts: string }>(
        `SELECT coalesce(sum(gas_used * gas_price) FILTER (WHERE mined_ms > $2), 0) AS hour,
                coalesce(sum(gas_used * gas_price) FILTER (WHERE mined_ms > $3), 0) AS day,
                count(*) FILTER (WHERE mined_ms > $4 AND NOT mined_success) AS reverts
         FROM keeper.transactions WHERE chain_key = $1 AND mined_ms > least($2::bigint, $3::bigint, $4::bigint)`,
        [chainKey, hourMs, dayMs, revertsMs],
      );
      const open = await pool.query<{ committed: string }>(
        `SELECT coalesce(sum(t.gas * newest.max_fee_per_gas), 0) AS committed FROM keeper.transactions AS t
         CROSS JOIN LATERAL (
           SELECT max_fee_per_gas FROM keeper.broadcasts AS b
           WHERE b.transaction_id = t.id ORDER BY b.position DESC LIMIT 1
         ) AS newest
         WHERE t.chain_key = $1 AND t.state IN ('SIGNED', 'SUBMITTED')`,
        [chainKey],
      );
      const [row, commitment] = [mined.rows[0], open.rows[0]];
      return {
        spentHourWei: BigInt(row?.hour ?? 0),
        spentDayWei: BigInt(row?.day ?? 0),
        committedWei: BigInt(commitment?.committed ?? 0),
        reverts: Number(row?.reverts ?? 0),
      };
    },
  };
}
