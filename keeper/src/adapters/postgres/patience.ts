import type { Client } from "pg";

const PATIENCE_MS = 10_000;

/**
 * How long a database is waited for, as options of a connection: a network that splits tells nobody, so that without an end to it a
 * query would wait for ever.
 */
export const PATIENCE = { connectionTimeoutMillis: PATIENCE_MS, query_timeout: PATIENCE_MS } as const;

/** Ends a connection; one whose other side says nothing is left to the operating system after a while. */
export async function endPatiently(client: Client): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([client.end(), enough]);
  clearTimeout(timer);
}
