import type { BalanceDto } from "@carbonxchange/sdk";
import type { Database } from "./database.ts";

type Row = {
  asset: number;
  token: `0x${string}`;
  batch_id: string | null;
  free: string;
  escrowed: string;
  wallet: string | null;
};

/**
 * What an account holds: in the vault, and credits in its wallet. Credits of a batch that is not listed on the exchange have
 * asset 0. `creditToken` is the registry's address.
 */
export async function listBalances(db: Database, account: string, creditToken: string): Promise<BalanceDto[]> {
  const rows = await db.query<Row>(
    `SELECT a.id AS asset, a.token, a.batch_id, COALESCE(v.free, 0) AS free, COALESCE(v.escrowed, 0) AS escrowed,
            CASE WHEN a.is_credit THEN COALESCE(w.units, 0) END AS wallet
     FROM carbon.assets a
     LEFT JOIN carbon.vault_balances v ON v.asset = a.id AND v.account = $1
     LEFT JOIN carbon.balances w ON w.batch_id = a.batch_id AND w.account = $1
     WHERE v.account IS NOT NULL OR w.units > 0
     UNION ALL
     SELECT 0, $2, w.batch_id, 0, 0, w.units FROM carbon.balances w
     WHERE w.account = $1 AND w.units > 0 AND NOT EXISTS (SELECT 1 FROM carbon.assets a WHERE a.batch_id = w.batch_id)
     ORDER BY asset, batch_id`,
    [account, creditToken],
  );
  return rows.map((row) => ({
    asset: row.asset,
    token: row.token,
    batchId: row.batch_id,
    free: row.free,
    escrowed: row.escrowed,
    wallet: row.wallet,
  }));
}
