import type { Pool } from "pg";
import type { DrainFlag } from "../../ports/index.ts";

/** The request in `keeper.drain` for one chain. */
export function createPostgresDrainFlag(pool: Pool, chainKey: string): DrainFlag {
  return {
    async isSet() {
      const found = await pool.query("SELECT 1 FROM keeper.drain WHERE chain_key = $1", [chainKey]);
      return found.rowCount === 1;
    },
    async set(by) {
      await pool.query(
        "INSERT INTO keeper.drain (chain_key, requested_by) VALUES ($1, $2) ON CONFLICT (chain_key) DO NOTHING",
        [chainKey, by],
      );
    },
    async clear() {
      await pool.query("DELETE FROM keeper.drain WHERE chain_key = $1", [chainKey]);
    },
  };
}
