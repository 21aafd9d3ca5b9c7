import { DatabaseError, type Pool } from "pg";
import type { OrderHints } from "../../ports/index.ts";

const MISSING = new Set(["42P01", "3F000", "42703", "42501"]);

/**
 * Hints from the indexer's view `carbon.orders`. A missing view, schema, column or permission is an answer, not a
 * failure: the indexer may not have started yet.
 */
export function createPostgresOrderHints(pool: Pool): OrderHints {
  return {
    async expired(nowSeconds, limit) {
      try {
        const answer = await pool.query<{ id: string }>(
          `SELECT id::text AS id FROM carbon.orders AS o
           WHERE status = 'OPEN' AND expiry IS NOT NULL AND expiry > 0 AND expiry < $1
           ORDER BY o.expiry, o.id LIMIT $2`,
          [nowSeconds.toString(), limit],
        );
        return { available: true, orderIds: answer.rows.map((row) => BigInt(row.id)) };
      } catch (error) {
        if (error instanceof DatabaseError && error.code !== undefined && MISSING.has(error.code)) {
          return { available: false, reason: error.message };
        }
        throw error;
      }
    },
  };
}
