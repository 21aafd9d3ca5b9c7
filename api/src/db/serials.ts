import type { Database } from "./database.ts";

/** A range of serials that holds the number asked for: the issued block, or what was consumed of it. */
export type SerialBlockRow = {
  batch_id: string;
  project_id: string;
  state: "ISSUED" | "RETIRED" | "CANCELLED";
  issued_start: string;
  first_unit: string;
  units: string;
  account: string | null;
  retirement_id: string | null;
  block: string;
  tx_hash: string;
};

/** Every range that touches one serial, in order of consumption. Empty when it was never issued. */
export async function findSerial(db: Database, namespace: string, number: string): Promise<SerialBlockRow[]> {
  return db.query<SerialBlockRow>(
    `SELECT s.batch_id, b.project_id, s.state, b.block_start AS issued_start, s.first_unit, s.units, s.account,
            s.retirement_id, s.block, s.tx_hash
     FROM carbon.serial_blocks s JOIN carbon.batches b ON b.id = s.batch_id
     WHERE s.serial_namespace = $1 AND s.block_start <= $2::numeric AND s.block_end >= $2::numeric
     ORDER BY s.state = 'ISSUED' DESC, s.first_unit, s.units`,
    [namespace, number],
  );
}

/** Who holds living units of a batch, largest first. Custody of the exchange is split to the vault's accounts. */
export async function listHolders(
  db: Database,
  batchId: string,
  exchange: string,
  limit: number,
): Promise<{ account: string; units: string }[]> {
  return db.query<{ account: string; units: string }>(
    `SELECT account, sum(units) AS units FROM (
       SELECT account, units FROM carbon.balances WHERE batch_id = $1::numeric AND account <> $2
       UNION ALL
       SELECT v.account, v.free + v.escrowed FROM carbon.vault_balances v
       JOIN carbon.assets a ON a.id = v.asset AND a.batch_id = $1::numeric) AS held
     GROUP BY account HAVING sum(units) > 0 ORDER BY sum(units) DESC, account LIMIT $3`,
    [batchId, exchange, limit],
  );
}
