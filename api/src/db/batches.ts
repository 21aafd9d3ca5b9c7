import type { BatchDto, Page } from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";
import { HEAD_SQL } from "./head.ts";

type Row = {
  id: string;
  project_id: string;
  serial_namespace: string;
  block_start: string;
  block_end: string;
  vintage_start: string;
  vintage_end: string;
  issued_at: string;
  issued_units: string;
  circulating: string;
  escrowed: string;
  retired_units: string;
  cancelled_units: string;
  block: string;
  tx_hash: `0x${string}`;
};

const SELECT = `
  SELECT b.id, b.project_id, b.serial_namespace, b.block_start, b.block_end, b.vintage_start, b.vintage_end, b.issued_at,
         b.issued_units, COALESCE(s.circulating_units, 0) AS circulating, COALESCE(s.escrowed_units, 0) AS escrowed,
         b.retired_units, b.cancelled_units, COALESCE((SELECT block FROM (${HEAD_SQL}) AS head), b.block) AS block, b.tx_hash
  FROM carbon.batches b
  LEFT JOIN carbon.batch_supplies s ON s.batch_id = b.id`;

function toBatch(row: Row): BatchDto {
  return {
    id: row.id,
    projectId: Number(row.project_id),
    serialNamespace: row.serial_namespace,
    blockStart: row.block_start,
    blockEnd: row.block_end,
    vintageStart: Number(row.vintage_start),
    vintageEnd: Number(row.vintage_end),
    issuedAt: Number(row.issued_at),
    issuedUnits: row.issued_units,
    circulatingUnits: row.circulating,
    escrowedUnits: row.escrowed,
    retiredUnits: row.retired_units,
    cancelledUnits: row.cancelled_units,
    block: row.block,
    txHash: row.tx_hash,
  };
}

/** Batches in order of id, of one project or all. */
export async function listBatches(
  db: Database,
  projectId: number | undefined,
  page: PageRequest,
): Promise<Page<BatchDto>> {
  const [after] = decodeCursor(page.cursor, ["number"]) ?? ["0"];
  const rows = await db.query<Row>(
    `${SELECT} WHERE b.id > $1::numeric AND ($2::numeric IS NULL OR b.project_id = $2) ORDER BY b.id LIMIT $3`,
    [after, projectId ?? null, page.limit + 1],
  );
  return toPage(rows, page.limit, toBatch, (row) => [row.id]);
}

/** One batch. */
export async function findBatch(db: Database, id: string): Promise<BatchDto | null> {
  const [row] = await db.query<Row>(`${SELECT} WHERE b.id = $1::numeric`, [id]);
  return row === undefined ? null : toBatch(row);
}
