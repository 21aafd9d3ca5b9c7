import type { Pool } from "pg";
import type { HintAnswer, OrderHints } from "../../ports/index.ts";
import { readOptionalView } from "./optional-view.ts";

/**
 * Hints from the indexer's views `carbon.orders`, `carbon.conditionals` and `carbon.parents`. A missing view, schema, column or
 * permission is an answer, not a failure: the indexer may not have started yet.
 */
export function createPostgresOrderHints(pool: Pool): OrderHints {
  async function ask(query: string, nowSeconds: bigint, limit: number): Promise<HintAnswer> {
    const answer = await readOptionalView<{ id: string }>(pool, query, [nowSeconds.toString(), limit]);
    return answer.available ? { available: true, orderIds: answer.rows.map((row) => BigInt(row.id)) } : answer;
  }
  return {
    expired: (nowSeconds, limit) =>
      ask(
        `SELECT id::text AS id FROM carbon.orders AS o
         WHERE status = 'OPEN' AND expiry IS NOT NULL AND expiry > 0 AND expiry < $1
         ORDER BY o.expiry, o.id LIMIT $2`,
        nowSeconds,
        limit,
      ),
    conditionals: (nowSeconds, limit) =>
      ask(
        `SELECT id::text AS id FROM carbon.conditionals AS c
         WHERE status = 'WAITING' AND (expiry < $1 OR trail_ticks IS NOT NULL)
         ORDER BY (expiry < $1) IS NOT TRUE, CASE WHEN expiry < $1 THEN c.expiry END, c.id LIMIT $2`,
        nowSeconds,
        limit,
      ),
    parents: (nowSeconds, limit) =>
      ask(
        `SELECT id::text AS id FROM carbon.parents AS p
         WHERE status = 'WORKING' AND start_at <= $1 ORDER BY p.start_at, p.id LIMIT $2`,
        nowSeconds,
        limit,
      ),
  };
}
