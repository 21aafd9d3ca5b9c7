import type { BatchEventDto, Page } from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";

type Row = {
  kind: BatchEventDto["kind"];
  units: string;
  from_account: `0x${string}` | null;
  to_account: `0x${string}` | null;
  reference: string | null;
  timestamp: string;
  block: string;
  log_index: number;
  part: number;
  tx_hash: `0x${string}`;
};

function toEvent(row: Row): BatchEventDto {
  return {
    kind: row.kind,
    units: row.units,
    from: row.from_account,
    to: row.to_account,
    reference: row.reference,
    timestamp: Number(row.timestamp),
    block: row.block,
    logIndex: row.log_index,
    txHash: row.tx_hash,
  };
}

/** The history of a batch in chain order. */
export async function listBatchEvents(db: Database, batchId: string, page: PageRequest): Promise<Page<BatchEventDto>> {
  const [block, logIndex, part] = decodeCursor(page.cursor, ["number", "number", "number"]) ?? [null, null, null];
  const rows = await db.query<Row>(
    `SELECT kind, units, from_account, to_account, reference, timestamp, block, log_index, part, tx_hash
     FROM carbon.batch_events
     WHERE batch_id = $1::numeric
       AND ($2::numeric IS NULL OR (block, log_index, part) > ($2::numeric, $3::numeric, $4::numeric))
     ORDER BY block, log_index, part LIMIT $5`,
    [batchId, block, logIndex, part, page.limit + 1],
  );
  return toPage(rows, page.limit, toEvent, (row) => [row.block, row.log_index, row.part]);
}
