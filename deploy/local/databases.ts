/**
 * One database for each run of a local chain: the indexer keeps raw chain data by chain id, and two local chains that share
 * an id must never share it.
 */
import pg from "pg";
import { DeployError } from "../errors.ts";

/** Databases of a name pattern that nobody is connected to: another stack on the same server may still use its own. */
const IDLE_DATABASES = `
  SELECT datname FROM pg_database
  WHERE datname ~ $1 AND NOT EXISTS (SELECT 1 FROM pg_stat_activity a WHERE a.datname = pg_database.datname)`;

/** The name that belongs to one chain: its id and the start of its genesis hash. */
export function databaseName(prefix: string, chainId: number, genesisHash: string): string {
  return `${prefix}_${chainId}_${genesisHash.slice(2, 12)}`;
}

/** The same server and login, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/**
 * Creates the database of this chain and drops those of earlier local chains that are no longer in use.
 * @param adminUrl any database of the server that may be connected to.
 */
export async function freshDatabase(
  adminUrl: string,
  {
    prefix,
    chainId,
    genesisHash,
    dropOthers,
  }: { prefix: string; chainId: number; genesisHash: string; dropOthers: boolean },
): Promise<string> {
  const name = databaseName(prefix, chainId, genesisHash);
  const client = new pg.Client({ connectionString: adminUrl });
  try {
    await client.connect();
    if (dropOthers) {
      const { rows } = await client.query<{ datname: string }>(IDLE_DATABASES, [`^${prefix}_${chainId}_[0-9a-f]{10}$`]);
      for (const { datname } of rows) {
        if (datname !== name) await client.query(`DROP DATABASE ${pg.escapeIdentifier(datname)}`);
      }
    }
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    return withDatabase(adminUrl, name);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new DeployError("BAD_ENVIRONMENT", `DATABASE_URL: ${said}`, { cause });
  } finally {
    await client.end().catch(() => undefined);
  }
}
