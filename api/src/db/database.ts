import pg from "pg";

/** Reads rows; every statement is parameterised. */
export type Database = {
  query<R extends object>(sql: string, params?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
};

/**
 * A pool whose sessions can only read and whose statements end after `statementTimeoutMs`. Numbers beyond 2^53 stay text.
 * `onError` hears of connections that break while idle.
 */
export function createDatabase(options: {
  url: string;
  maxConnections?: number;
  statementTimeoutMs?: number;
  onError: (error: Error) => void;
}): Database {
  const timeout = options.statementTimeoutMs ?? 5_000;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 3_000,
    application_name: "carbonxchange-api",
    options: `-c default_transaction_read_only=on -c statement_timeout=${timeout}`,
  });
  pool.on("error", options.onError);
  return {
    query: async <R extends object>(sql: string, params: readonly unknown[] = []) => {
      const result = await pool.query<R>(sql, [...params]);
      return result.rows;
    },
    close: () => pool.end(),
  };
}
