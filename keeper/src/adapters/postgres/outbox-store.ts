import type { Pool, PoolClient } from "pg";
import type { StoredTransaction } from "../../domain/index.ts";
import { KeeperError } from "../../errors.ts";
import type { Draft, NewBroadcast, SignedTransaction } from "../../ports/index.ts";
import type { Lane } from "./fenced-transaction.ts";
import { toTransaction, type BroadcastRow, type TransactionRow } from "./outbox-rows.ts";

/** Claims the work, takes the signer's next nonce over all lanes, signs and inserts; throws DUPLICATE_WORK and what `sign` throws. */
export async function storeTransaction(
  client: PoolClient,
  { chainKey, lane }: Lane,
  epoch: bigint,
  draft: Draft,
  sign: (nonce: number) => Promise<SignedTransaction>,
): Promise<StoredTransaction> {
  const last = await client.query<{ nonce: string | null }>(
    `SELECT max(nonce) AS nonce FROM keeper.transactions
     WHERE chain_key = $1 AND signer = $2 AND state IN ('SIGNED', 'SUBMITTED', 'MINED')`,
    [chainKey, draft.signer],
  );
  const lastNonce = last.rows[0]?.nonce ?? null;
  const nonce = Math.max(draft.chainNonce, lastNonce === null ? 0 : Number(lastNonce) + 1);
  const signed = await sign(nonce);
  const inserted = await client.query<TransactionRow>(
    `INSERT INTO keeper.transactions (chain_key, signer, nonce, job, to_address, data, gas, work_ids, resources, state,
       epoch, first_block, deadline_block, created_ms, lane, work_calls, max_cost)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'SIGNED', $10, $11, $12, $13, $14, $15, $16) RETURNING *`,
    [
      chainKey,
      draft.signer,
      nonce,
      draft.job,
      draft.call.to,
      draft.call.data,
      draft.call.gas,
      draft.works.map((work) => work.id),
      draft.works.map((work) => work.resource),
      epoch,
      draft.block,
      draft.deadlineBlock,
      draft.nowMs,
      lane,
      draft.workCalls,
      draft.maxCostWei,
    ],
  );
  const row = inserted.rows[0];
  if (row === undefined) throw new KeeperError("BAD_STATE", "insert returned no row");
  await addVersion(client, BigInt(row.id), { ...signed, kind: "FIRST", fees: draft.fees, block: draft.block });
  const workIds = draft.works.map((work) => work.id);
  await claim(client, { chainKey, lane }, workIds, row.id);
  const [stored] = await withBroadcasts(client, [row]);
  if (stored === undefined) throw new KeeperError("BAD_STATE", `transaction ${row.id} vanished`);
  return stored;
}

/** In one statement, in the order of their names, so that two claims never wait for each other. */
async function claim(
  client: PoolClient,
  { chainKey, lane }: Lane,
  workIds: readonly string[],
  transactionId: string,
): Promise<void> {
  const wanted = [...new Set(workIds)].toSorted();
  const claimed = await client.query<{ work_id: string }>(
    `INSERT INTO keeper.work (chain_key, work_id, state, generation, transaction_id, lane)
     SELECT $1, work_id, 'IN_FLIGHT', 1, $3, $4 FROM unnest($2::text[]) AS work_id
     ON CONFLICT (chain_key, lane, work_id) DO UPDATE
       SET state = 'IN_FLIGHT', generation = keeper.work.generation + 1, transaction_id = $3
       WHERE keeper.work.state IN ('SETTLED', 'WAITING')
     RETURNING work_id`,
    [chainKey, wanted, transactionId, lane],
  );
  const taken = new Set(claimed.rows.map((entry) => entry.work_id));
  const refused = workIds.find((workId, index) => !taken.has(workId) || workIds.indexOf(workId) !== index);
  if (refused !== undefined) throw new KeeperError("DUPLICATE_WORK", refused);
}

/** Keeps one signed version. */
export async function addVersion(client: PoolClient, transactionId: bigint, version: NewBroadcast): Promise<void> {
  await client.query(
    `INSERT INTO keeper.broadcasts (hash, transaction_id, raw, kind, max_fee_per_gas, max_priority_fee_per_gas, block)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      version.hash,
      transactionId,
      version.raw,
      version.kind,
      version.fees.maxFeePerGas,
      version.fees.maxPriorityFeePerGas,
      version.block,
    ],
  );
}

/** The transactions of these rows with all their versions. */
export async function withBroadcasts(client: Pool | PoolClient, rows: TransactionRow[]): Promise<StoredTransaction[]> {
  if (rows.length === 0) return [];
  const versions = await client.query<BroadcastRow>(
    "SELECT * FROM keeper.broadcasts WHERE transaction_id = ANY($1::bigint[]) ORDER BY position",
    [rows.map((row) => row.id)],
  );
  return rows.map((row) =>
    toTransaction(
      row,
      versions.rows.filter((version) => version.transaction_id === row.id),
    ),
  );
}
