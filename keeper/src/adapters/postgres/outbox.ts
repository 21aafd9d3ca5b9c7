import type { Pool, PoolClient } from "pg";
import type { StoredTransaction } from "../../domain/index.ts";
import { KeeperError } from "../../errors.ts";
import type { Draft, NewBroadcast, Outbox, SignedTransaction } from "../../ports/index.ts";
import { inFencedTransaction } from "./fenced-transaction.ts";
import { rollBackAbove } from "./outbox-rollback.ts";
import { toTransaction, toWorkRecord, type BroadcastRow, type TransactionRow, type WorkRow } from "./outbox-rows.ts";

/** The outbox in schema `keeper` for one chain. */
export function createPostgresOutbox(pool: Pool, chainKey: string): Outbox {
  const fenced = <T>(epoch: bigint, work: (client: PoolClient) => Promise<T>) =>
    inFencedTransaction(pool, chainKey, epoch, work);

  return {
    async open() {
      const rows = await pool.query<TransactionRow>(
        `SELECT * FROM keeper.transactions
         WHERE chain_key = $1 AND state IN ('SIGNED', 'SUBMITTED', 'MINED') ORDER BY signer, nonce`,
        [chainKey],
      );
      return withBroadcasts(pool, rows.rows);
    },

    async works(ids) {
      const rows = await pool.query<WorkRow>(
        "SELECT * FROM keeper.work WHERE chain_key = $1 AND work_id = ANY($2::text[])",
        [chainKey, [...ids]],
      );
      return new Map(rows.rows.map((row) => [row.work_id, toWorkRecord(row)]));
    },

    store: (epoch, draft, sign) => fenced(epoch, (client) => store(client, chainKey, epoch, draft, sign)),

    addBroadcast: (epoch, transactionId, version) =>
      fenced(epoch, (client) => insertBroadcast(client, transactionId, version)),

    markAccepted: (epoch, hash) =>
      fenced(epoch, async (client) => {
        await client.query("UPDATE keeper.broadcasts SET accepted = true WHERE hash = $1", [hash]);
        await client.query(
          `UPDATE keeper.transactions SET state = 'SUBMITTED'
           WHERE state = 'SIGNED' AND id = (SELECT transaction_id FROM keeper.broadcasts WHERE hash = $1)`,
          [hash],
        );
      }),

    markMined: (epoch, transactionId, receipt, retry) =>
      fenced(epoch, async (client) => {
        await client.query(
          `UPDATE keeper.transactions SET state = 'MINED', mined_hash = $2, mined_block = $3, mined_success = $4,
             gas_used = $5, gas_price = $6 WHERE id = $1`,
          [transactionId, receipt.hash, receipt.block, receipt.success, receipt.gasUsed, receipt.effectiveGasPrice],
        );
        const version = await client.query<{ kind: string }>("SELECT kind FROM keeper.broadcasts WHERE hash = $1", [
          receipt.hash,
        ]);
        if (receipt.success && version.rows[0]?.kind !== "CANCEL") {
          await client.query(
            `UPDATE keeper.work SET state = 'SETTLED', attempts = 0, settled_block = $2, last_error = NULL
             WHERE chain_key = $3 AND transaction_id = $1`,
            [transactionId, receipt.block, chainKey],
          );
        } else {
          await client.query(
            `UPDATE keeper.work SET state = 'WAITING', attempts = attempts + 1, not_before_block = $2 + 1,
               not_before_ms = $3, last_error = $5 WHERE chain_key = $4 AND transaction_id = $1`,
            [transactionId, receipt.block, retry.notBeforeMs, chainKey, receipt.success ? "CANCELLED" : "REVERTED"],
          );
        }
      }),

    reopen: (epoch, transactionId) =>
      fenced(epoch, async (client) => {
        await client.query(
          `UPDATE keeper.transactions SET state = 'SIGNED', mined_hash = NULL, mined_block = NULL, mined_success = NULL,
             gas_used = NULL, gas_price = NULL WHERE id = $1`,
          [transactionId],
        );
        await client.query("UPDATE keeper.broadcasts SET accepted = false WHERE transaction_id = $1", [transactionId]);
        await client.query("UPDATE keeper.work SET state = 'IN_FLIGHT' WHERE chain_key = $2 AND transaction_id = $1", [
          transactionId,
          chainKey,
        ]);
      }),

    rollBack: (epoch, ancestor) => fenced(epoch, (client) => rollBackAbove(client, chainKey, ancestor)),

    confirm: (epoch, transactionId) =>
      fenced(epoch, async (client) => {
        await client.query("UPDATE keeper.transactions SET state = 'CONFIRMED' WHERE id = $1", [transactionId]);
      }),

    supersede: (epoch, transactionId) =>
      fenced(epoch, async (client) => {
        await client.query("UPDATE keeper.transactions SET state = 'SUPERSEDED' WHERE id = $1", [transactionId]);
        await client.query(
          `UPDATE keeper.work SET state = 'WAITING', last_error = 'SUPERSEDED'
           WHERE chain_key = $2 AND transaction_id = $1`,
          [transactionId, chainKey],
        );
      }),

    defer: (epoch, deferral) =>
      fenced(epoch, async (client) => {
        for (const work of deferral.works) {
          await client.query(
            `INSERT INTO keeper.work (chain_key, work_id, state, generation, attempts, not_before_block, not_before_ms, last_error)
             VALUES ($1, $2, $3, 0, 1, $4, $5, $6)
             ON CONFLICT (chain_key, work_id) DO UPDATE SET state = $3, attempts = keeper.work.attempts + 1,
               not_before_block = $4, not_before_ms = $5, last_error = $6
             WHERE keeper.work.state <> 'IN_FLIGHT'`,
            [
              chainKey,
              work.id,
              deferral.drop ? "DROPPED" : "WAITING",
              deferral.notBeforeBlock,
              deferral.notBeforeMs,
              deferral.errorName,
            ],
          );
        }
      }),
  };
}

async function store(
  client: PoolClient,
  chainKey: string,
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
       epoch, first_block, deadline_block, created_ms)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'SIGNED', $10, $11, $12, $13) RETURNING *`,
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
    ],
  );
  const row = inserted.rows[0];
  if (row === undefined) throw new KeeperError("BAD_STATE", "insert returned no row");
  await insertBroadcast(client, BigInt(row.id), { ...signed, kind: "FIRST", fees: draft.fees, block: draft.block });
  for (const work of draft.works) await claim(client, chainKey, work.id, row.id);
  const [stored] = await withBroadcasts(client, [row]);
  if (stored === undefined) throw new KeeperError("BAD_STATE", `transaction ${row.id} vanished`);
  return stored;
}

async function claim(client: PoolClient, chainKey: string, workId: string, transactionId: string): Promise<void> {
  const claimed = await client.query(
    `INSERT INTO keeper.work (chain_key, work_id, state, generation, transaction_id) VALUES ($1, $2, 'IN_FLIGHT', 1, $3)
     ON CONFLICT (chain_key, work_id) DO UPDATE
       SET state = 'IN_FLIGHT', generation = keeper.work.generation + 1, transaction_id = $3
       WHERE keeper.work.state IN ('SETTLED', 'WAITING')`,
    [chainKey, workId, transactionId],
  );
  if (claimed.rowCount !== 1) throw new KeeperError("DUPLICATE_WORK", workId);
}

async function insertBroadcast(client: PoolClient, transactionId: bigint, version: NewBroadcast): Promise<void> {
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

async function withBroadcasts(client: Pool | PoolClient, rows: TransactionRow[]): Promise<StoredTransaction[]> {
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
