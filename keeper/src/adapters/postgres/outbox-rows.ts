import type { HexString } from "@carbonxchange/sdk";
import {
  JOBS,
  type Broadcast,
  type StoredTransaction,
  type TransactionJob,
  type TransactionState,
  type WorkRecord,
} from "../../domain/index.ts";
import { KeeperError } from "../../errors.ts";

/** A row of keeper.transactions; Postgres bigint and numeric arrive as decimal text. */
export type TransactionRow = {
  id: string;
  signer: string;
  nonce: string;
  job: string;
  to_address: string;
  data: string;
  gas: string;
  work_ids: string[];
  work_calls: number[];
  max_cost: string | null;
  resources: string[];
  state: string;
  first_block: string;
  deadline_block: string;
  created_ms: string;
  mined_hash: string | null;
  mined_block: string | null;
};

export type BroadcastRow = {
  transaction_id: string;
  hash: string;
  raw: string;
  kind: string;
  max_fee_per_gas: string;
  max_priority_fee_per_gas: string;
  block: string;
  accepted: boolean;
};

export type WorkRow = {
  work_id: string;
  state: string;
  generation: number;
  attempts: number;
  not_before_block: string;
  not_before_ms: string;
  settled_block: string | null;
};

const TRANSACTION_JOBS: readonly TransactionJob[] = [...JOBS, "bundle"];
const STATES: readonly TransactionState[] = ["SIGNED", "SUBMITTED", "MINED", "CONFIRMED", "SUPERSEDED"];
const KINDS: readonly Broadcast["kind"][] = ["FIRST", "BUMP", "CANCEL"];
const WORK_STATES: readonly WorkRecord["state"][] = ["IN_FLIGHT", "SETTLED", "WAITING", "DROPPED"];

/** Joins one transaction row with its versions, oldest first. Throws BAD_STATE on a value outside the schema's sets. */
export function toTransaction(row: TransactionRow, broadcasts: BroadcastRow[]): StoredTransaction {
  return {
    id: BigInt(row.id),
    signer: hex(row.signer),
    nonce: Number(row.nonce),
    job: oneOf(TRANSACTION_JOBS, row.job),
    to: hex(row.to_address),
    data: hex(row.data),
    gas: BigInt(row.gas),
    workIds: row.work_ids,
    workCalls: row.work_calls,
    maxCostWei: row.max_cost === null ? null : BigInt(row.max_cost),
    resources: row.resources,
    state: oneOf(STATES, row.state),
    firstBlock: BigInt(row.first_block),
    deadlineBlock: BigInt(row.deadline_block),
    createdMs: Number(row.created_ms),
    minedHash: row.mined_hash === null ? null : hex(row.mined_hash),
    minedBlock: row.mined_block === null ? null : BigInt(row.mined_block),
    broadcasts: broadcasts.map((version) => ({
      hash: hex(version.hash),
      raw: hex(version.raw),
      kind: oneOf(KINDS, version.kind),
      fees: {
        maxFeePerGas: BigInt(version.max_fee_per_gas),
        maxPriorityFeePerGas: BigInt(version.max_priority_fee_per_gas),
      },
      block: BigInt(version.block),
      accepted: version.accepted,
    })),
  };
}

/** One row of keeper.work. */
export function toWorkRecord(row: WorkRow): WorkRecord {
  return {
    id: row.work_id,
    state: oneOf(WORK_STATES, row.state),
    generation: row.generation,
    attempts: row.attempts,
    notBeforeBlock: BigInt(row.not_before_block),
    notBeforeMs: Number(row.not_before_ms),
    settledBlock: row.settled_block === null ? null : BigInt(row.settled_block),
  };
}

function oneOf<T extends string>(values: readonly T[], text: string): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new KeeperError("BAD_STATE", `"${text}" is none of ${values.join(", ")}`);
  return found;
}

/** Text of a row as hex. Throws BAD_STATE on anything that does not begin with 0x. */
export function hex(text: string): HexString {
  if (!text.startsWith("0x")) throw new KeeperError("BAD_STATE", `"${text}" is not hex`);
  return `0x${text.slice(2)}`;
}
