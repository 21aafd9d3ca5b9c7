import { Client } from "pg";

/**
 * Waits until nobody but this call is connected to a test's PostgreSQL server, so that stopping it cuts no connection:
 * a pool's `end()` resolves a little before its sockets are closed.
 * @throws TypeError after ten seconds, naming how many sessions are left.
 */
export async function awaitNoSessions(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    const end = performance.now() + 10_000;
    for (;;) {
      const { rows } = await client.query<{ sessions: number }>(
        `select count(*)::int as sessions from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      const sessions = rows[0]?.sessions ?? 0;
      if (sessions === 0) return;
      if (performance.now() > end) throw new TypeError(`${sessions} sessions are still open`);
    }
  } finally {
    await client.end();
  }
}
