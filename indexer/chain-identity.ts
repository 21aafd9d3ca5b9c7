import pg from "pg";
import { createPublicClient, http } from "viem";

/** The chain is not the one the deployment file or the database belongs to. The message says what to do. */
export class ChainIdentityError extends Error {
  override readonly name = "ChainIdentityError";
}

/** Hash of the chain's first block. Throws when the node does not answer. */
export async function readGenesisHash(rpcUrl: string): Promise<string> {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const { hash } = await client.getBlock({ blockNumber: 0n });
  return hash;
}

/**
 * Binds the database to one chain on first use and refuses another chain later: Ponder keeps raw blocks by chain id alone,
 * so a restarted local chain on an old database would mix both. Throws `ChainIdentityError`.
 */
export async function claimDatabase(databaseUrl: string, chainId: number, genesisHash: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("CREATE SCHEMA IF NOT EXISTS indexer_identity");
    await client.query(
      "CREATE TABLE IF NOT EXISTS indexer_identity.chains (chain_id bigint PRIMARY KEY, genesis_hash text NOT NULL)",
    );
    await client.query("INSERT INTO indexer_identity.chains VALUES ($1, $2) ON CONFLICT DO NOTHING", [
      chainId,
      genesisHash,
    ]);
    const found = await client.query<{ genesis_hash: string }>(
      "SELECT genesis_hash FROM indexer_identity.chains WHERE chain_id = $1",
      [chainId],
    );
    const stored = found.rows[0]?.genesis_hash;
    if (stored === genesisHash) return;
    throw new ChainIdentityError(
      `the database holds another chain ${chainId} (first block ${stored}, now ${genesisHash}): use a fresh database`,
    );
  } finally {
    await client.end();
  }
}
