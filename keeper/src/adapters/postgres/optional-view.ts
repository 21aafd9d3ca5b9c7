import { DatabaseError, type Pool, type QueryResultRow } from "pg";

/** Schema, view, column or the right to read it are missing. */
const MISSING = new Set(["42P01", "3F000", "42703", "42501"]);

export type ViewAnswer<Row> = { available: true; rows: Row[] } | { available: false; reason: string };

/**
 * Reads another service's view. That it is missing is an answer, not a failure: the service may not have started yet, or keeps its
 * records elsewhere. The pool's own `query` would throw its connection away with the error, and open another one in each round.
 */
export async function readOptionalView<Row extends QueryResultRow>(
  pool: Pool,
  query: string,
  values: readonly unknown[] = [],
): Promise<ViewAnswer<Row>> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<Row>(query, [...values]);
    return { available: true, rows };
  } catch (error) {
    if (error instanceof DatabaseError && error.code !== undefined && MISSING.has(error.code)) {
      return { available: false, reason: error.message };
    }
    throw error;
  } finally {
    client.release();
  }
}
