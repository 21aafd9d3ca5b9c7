import type { Pool, PoolClient } from "pg";
import type { Outbox } from "../../ports/index.ts";
import { inFencedTransaction, LEADER_LANE, standbyLane } from "./fenced-transaction.ts";
import { rollBackAbove } from "./outbox-rollback.ts";
import { addVersion, storeTransaction, withBroadcasts } from "./outbox-store.ts";
import { toWorkRecord, type TransactionRow, type WorkRow } from "./outbox-rows.ts";

/** The outbox in schema `keeper` for one chain, as one lane sees it. */
export function createPostgresOutbox(pool: Pool, chainKey: string, lane: string = LEADER_LANE): Outbox {
  const fenced = <T>(epoch: bigint, work: (client: PoolClient) => Promise<T>) =>
    inFencedTransaction(pool, { chainKey, lane }, epoch, work);

  return {
    async open() {
      const rows = await pool.query<TransactionRow>(
        `SELECT * FROM keeper.transactions
         WHERE chain_key = $1 AND lane = $2 AND state IN ('SIGNED', 'SUBMITTED', 'MINED') ORDER BY signer, nonce`,
        [chainKey, lane],
      );
      return withBroadcasts(pool, rows.rows);
    },

    async works(ids) {
      const rows = await pool.query<WorkRow>(
        "SELECT * FROM keeper.work WHERE chain_key = $1 AND lane = $2 AND work_id = ANY($3::text[])",
        [chainKey, lane, [...ids]],
      );
      return new Map(rows.rows.map((row) => [row.work_id, toWorkRecord(row)]));
    },

    store: (epoch, draft, sign) =>
      fenced(epoch, (client) => storeTransaction(client, { chainKey, lane }, epoch, draft, sign)),

    addBroadcast: (epoch, transactionId, version) =>
      fenced(epoch, (client) => addVersion(client, transactionId, version)),

    markAccepted: (epoch, hash) =>
      fenced(epoch, async (client) => {
        await client.query("UPDATE keeper.broadcasts SET accepted = true WHERE hash = $1", [hash]);
        await client.query(
          `UPDATE keeper.transactions SET state = 'SUBMITTED'
           WHERE state = 'SIGNED' AND id = (SELECT transaction_id FROM keeper.broadcasts WHERE hash = $1)`,
          [hash],
        );
      }),

    markMined: (epoch, transactionId, receipt, { undone, notBeforeMs, minedMs }) =>
      fenced(epoch, async (client) => {
        await client.query(
          `UPDATE keeper.transactions SET state = 'MINED', mined_hash = $2, mined_block = $3, mined_success = $4,
             gas_used = $5, gas_price = $6, mined_ms = $7 WHERE id = $1`,
          [
            transactionId,
            receipt.hash,
            receipt.block,
            receipt.success,
            receipt.gasUsed,
            receipt.effectiveGasPrice,
            minedMs,
          ],
        );
        await client.query(
          `UPDATE keeper.work SET state = 'SETTLED', attempts = 0, settled_block = $2, last_error = NULL
           WHERE chain_key = $3 AND transaction_id = $1 AND work_id <> ALL($4::text[])`,
          [transactionId, receipt.block, chainKey, undone],
        );
        await client.query(
          `UPDATE keeper.work SET state = 'WAITING', attempts = attempts + 1, not_before_block = $2 + 1,
             not_before_ms = $3, last_error = $5
           WHERE chain_key = $4 AND transaction_id = $1 AND work_id = ANY($6::text[])`,
          [transactionId, receipt.block, notBeforeMs, chainKey, receipt.success ? "UNDONE" : "REVERTED", undone],
        );
      }),

    reopen: (epoch, transactionId) =>
      fenced(epoch, async (client) => {
        await client.query(
          `UPDATE keeper.transactions SET state = 'SIGNED', mined_hash = NULL, mined_block = NULL, mined_success = NULL,
             gas_used = NULL, gas_price = NULL, mined_ms = NULL WHERE id = $1`,
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

    async superseded(limit) {
      const rows = await pool.query<TransactionRow>(
        `SELECT * FROM keeper.transactions
         WHERE chain_key = $1 AND lane = $2 AND state = 'SUPERSEDED' ORDER BY id DESC LIMIT $3`,
        [chainKey, lane, limit],
      );
      return withBroadcasts(pool, rows.rows);
    },

    adopt: (epoch, signers) =>
      fenced(epoch, async (client) => {
        const lanes = signers.map(standbyLane);
        // whoever still believes in such a lane is fenced first
        await client.query(
          "UPDATE keeper.lease SET epoch = epoch + 1 WHERE chain_key = $1 AND lane = ANY($2::text[])",
          [chainKey, lanes],
        );
        await client.query(
          `UPDATE keeper.transactions SET lane = $3
           WHERE chain_key = $1 AND lane = ANY($2::text[]) AND state IN ('SIGNED', 'SUBMITTED', 'MINED')`,
          [chainKey, lanes, lane],
        );
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
        await client.query(
          `INSERT INTO keeper.work
             (chain_key, work_id, state, generation, attempts, not_before_block, not_before_ms, last_error, lane)
           SELECT $1, work_id, $3, 0, 1, $4, $5, $6, $7 FROM unnest($2::text[]) AS work_id
           ON CONFLICT (chain_key, lane, work_id) DO UPDATE SET state = $3, attempts = keeper.work.attempts + 1,
             not_before_block = $4, not_before_ms = $5, last_error = $6
           WHERE keeper.work.state <> 'IN_FLIGHT'`,
          [
            chainKey,
            [...new Set(deferral.works.map((work) => work.id))].toSorted(),
            deferral.drop ? "DROPPED" : "WAITING",
            deferral.notBeforeBlock,
            deferral.notBeforeMs,
            deferral.errorName,
            lane,
          ],
        );
      }),
  };
}
