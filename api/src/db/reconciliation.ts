import type { Database } from "./database.ts";
import { HEAD_SQL } from "./head.ts";

/** The sums of one batch, each from its own source. */
export type BatchSums = {
  block: string;
  issued: bigint;
  retired: bigint;
  cancelled: bigint;
  circulating: bigint;
  escrowed: bigint;
  sumOfBalances: bigint;
  retirements: number;
  sumOfRetirements: bigint;
};

type Row = Record<
  "block" | "issued" | "retired" | "cancelled" | "circulating" | "escrowed" | "balances" | "retired_sum",
  string
> & {
  retirements: number;
};

/** Reads every sum of a batch in one statement, so from one snapshot; null for an unknown batch. */
export async function readBatchSums(db: Database, batchId: string): Promise<BatchSums | null> {
  const [row] = await db.query<Row>(
    `SELECT COALESCE((SELECT block FROM (${HEAD_SQL}) AS head), b.block) AS block,
            b.issued_units AS issued, b.retired_units AS retired, b.cancelled_units AS cancelled,
            COALESCE(s.circulating_units, 0) AS circulating, COALESCE(s.escrowed_units, 0) AS escrowed,
            (SELECT COALESCE(sum(units), 0) FROM carbon.balances WHERE batch_id = b.id) AS balances,
            r.count AS retirements, r.units AS retired_sum
     FROM carbon.batches b
     LEFT JOIN carbon.batch_supplies s ON s.batch_id = b.id
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS count, COALESCE(sum(units), 0) AS units FROM carbon.retirements WHERE batch_id = b.id) r
     WHERE b.id = $1::numeric`,
    [batchId],
  );
  if (row === undefined) return null;
  return {
    block: row.block,
    issued: BigInt(row.issued),
    retired: BigInt(row.retired),
    cancelled: BigInt(row.cancelled),
    circulating: BigInt(row.circulating),
    escrowed: BigInt(row.escrowed),
    sumOfBalances: BigInt(row.balances),
    retirements: row.retirements,
    sumOfRetirements: BigInt(row.retired_sum),
  };
}
