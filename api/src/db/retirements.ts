import { consumedSerials } from "@carbonxchange/sdk";
import type { Page, RetirementDto } from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";

type Row = {
  id: string;
  batch_id: string;
  account: `0x${string}`;
  beneficiary: `0x${string}`;
  units: string;
  first_unit: string;
  serial_namespace: string;
  block_start: string;
  purpose: RetirementDto["purpose"];
  consumption_country: string | null;
  period_start: string | null;
  period_end: string | null;
  statement: string;
  timestamp: string;
  block: string;
  tx_hash: `0x${string}`;
};

const SELECT = `
  SELECT r.id, r.batch_id, r.account, r.beneficiary, r.units, r.first_unit, r.serial_namespace, b.block_start, r.purpose,
         r.consumption_country, r.period_start, r.period_end, r.statement, r.timestamp, r.block, r.tx_hash
  FROM carbon.retirements r JOIN carbon.batches b ON b.id = r.batch_id`;

function toRetirement(row: Row): RetirementDto {
  const run = { serialNamespace: row.serial_namespace, blockStart: BigInt(row.block_start) };
  const serials = consumedSerials({ ...run, firstUnit: BigInt(row.first_unit), units: BigInt(row.units) });
  return {
    id: row.id,
    batchId: row.batch_id,
    account: row.account,
    beneficiary: row.beneficiary,
    units: row.units,
    firstUnit: row.first_unit,
    purpose: row.purpose,
    consumptionCountry: row.consumption_country,
    periodStart: row.period_start === null ? null : Number(row.period_start),
    periodEnd: row.period_end === null ? null : Number(row.period_end),
    statement: row.statement,
    serialFirst: serials.firstText,
    serialLast: serials.lastText,
    timestamp: Number(row.timestamp),
    block: row.block,
    txHash: row.tx_hash,
  };
}

/** Retirements, newest first, of one batch, retiring account or beneficiary, or all. */
export async function listRetirements(
  db: Database,
  filter: { batchId: string | undefined; account: string | undefined; beneficiary: string | undefined },
  page: PageRequest,
): Promise<Page<RetirementDto>> {
  const [before] = decodeCursor(page.cursor, ["number"]) ?? [null];
  const rows = await db.query<Row>(
    `${SELECT}
     WHERE ($1::numeric IS NULL OR r.batch_id = $1) AND ($2::text IS NULL OR r.account = $2)
       AND ($3::text IS NULL OR r.beneficiary = $3) AND ($4::numeric IS NULL OR r.id < $4)
     ORDER BY r.id DESC LIMIT $5`,
    [filter.batchId ?? null, filter.account ?? null, filter.beneficiary ?? null, before, page.limit + 1],
  );
  return toPage(rows, page.limit, toRetirement, (row) => [row.id]);
}

/** One retirement. */
export async function findRetirement(db: Database, id: string): Promise<RetirementDto | null> {
  const [row] = await db.query<Row>(`${SELECT} WHERE r.id = $1::numeric`, [id]);
  return row === undefined ? null : toRetirement(row);
}
