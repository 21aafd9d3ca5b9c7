import {
  bumpedFees,
  feeCapOf,
  followTransaction,
  retryAt,
  undoneWork,
  type BlockHead,
  type Broadcast,
  type FollowStep,
  type Receipt,
  type StoredTransaction,
} from "../domain/index.ts";
import type { TransactionSender } from "../ports/index.ts";
import { broadcastVersion } from "./store-and-send.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** When each open transaction's nonce was first seen used without a receipt; lives as long as the leadership. */
export type NonceGone = Map<bigint, number>;

/**
 * Takes every open transaction one step further: asks for the receipts of all versions ever signed, then records,
 * confirms, sends again, bumps or cancels. Run at start it is the reconciliation after a crash. While `stopped`, what is not in
 * a pool is not put there, and what is stuck is cancelled. Returns the transactions that are still without a receipt.
 */
export async function followOpenTransactions(
  context: KeeperContext,
  head: BlockHead,
  nonceGone: NonceGone,
  stopped = false,
): Promise<StoredTransaction[]> {
  const open = await context.outbox.open();
  const nonces = new Map<string, number>();
  for (const signer of new Set(open.map((transaction) => transaction.signer))) {
    nonces.set(signer, await context.senders[0].latestNonce(signer));
  }
  const receipts = await Promise.all(open.map((transaction) => findReceipt(context, transaction)));
  for (const [index, transaction] of open.entries()) {
    if (!context.isLeader()) break;
    const latestNonce = nonces.get(transaction.signer) ?? 0;
    const receipt = receipts[index] ?? null;
    noteNonce(nonceGone, transaction, receipt, latestNonce, context.clock.nowMs());
    const step = followTransaction(
      transaction,
      {
        headBlock: head.number,
        latestNonce,
        receipt,
        nonceGoneSinceMs: nonceGone.get(transaction.id) ?? null,
        sentMs: context.sentMs.get(transaction.broadcasts.at(-1)?.hash ?? "") ?? null,
        ownSigner: senderOf(context, transaction) !== undefined,
        known: receipt !== null || (await isKnown(context, transaction)),
        stopped,
      },
      context.limits,
      context.clock.nowMs(),
    );
    await apply(context, transaction, step, head);
  }
  const after = await context.outbox.open();
  const pending = after.filter((transaction) => transaction.state !== "MINED");
  observe(context, pending);
  return pending;
}

function senderOf(context: KeeperContext, { signer }: StoredTransaction): TransactionSender | undefined {
  return context.senders.find(({ address }) => address === signer);
}

/** Whether the node still has the newest version; one that it never accepted need not be asked about. */
async function isKnown(context: KeeperContext, { broadcasts, firstBlock }: StoredTransaction): Promise<boolean> {
  const last = broadcasts.at(-1);
  return last?.accepted !== true || context.senders[0].isKnown(last.hash, firstBlock);
}

/** The receipt of whichever version ever signed has one, the newest first. */
export async function findReceipt(context: KeeperContext, transaction: StoredTransaction): Promise<Receipt | null> {
  for (const version of transaction.broadcasts.toReversed()) {
    const receipt = await context.senders[0].receipt(version.hash);
    if (receipt !== null) return receipt;
  }
  return null;
}

function noteNonce(
  nonceGone: NonceGone,
  transaction: StoredTransaction,
  receipt: Receipt | null,
  latestNonce: number,
  nowMs: number,
): void {
  if (receipt !== null || transaction.nonce >= latestNonce) nonceGone.delete(transaction.id);
  else if (!nonceGone.has(transaction.id)) nonceGone.set(transaction.id, nowMs);
}

async function apply(
  context: KeeperContext,
  transaction: StoredTransaction,
  step: FollowStep,
  head: BlockHead,
): Promise<void> {
  const { outbox, epoch, metrics, logger } = context;
  const about = { transaction: transaction.id.toString(), nonce: transaction.nonce, works: transaction.workIds };
  switch (step.do) {
    case "wait":
      return;
    case "record-mined":
      return recordMined(context, transaction, step.receipt, head);
    case "confirm":
      return outbox.confirm(epoch, transaction.id);
    case "return-to-submitted":
      logger.warn(about, "receipt vanished, the chain was reorganised");
      metrics.transactions.inc({ job: transaction.job, outcome: "reorganised" });
      return outbox.reopen(epoch, transaction.id);
    case "supersede":
      logger.warn(about, "nonce was used by a transaction that is not in the outbox");
      metrics.transactions.inc({ job: transaction.job, outcome: "superseded" });
      return outbox.supersede(epoch, transaction.id);
    case "rebroadcast":
      if (step.dropped) metrics.transactions.inc({ job: transaction.job, outcome: "dropped" });
      return broadcastVersion(context, transaction, step.raw, step.hash);
    case "bump":
    case "cancel":
      return replace(context, transaction, step.do === "bump" ? "BUMP" : "CANCEL", head);
  }
}

/** Records a receipt: what it shows done is settled, what it shows undone waits. */
export async function recordMined(
  context: KeeperContext,
  transaction: StoredTransaction,
  receipt: Receipt,
  head: BlockHead,
): Promise<void> {
  for (const { hash } of transaction.broadcasts) context.sentMs.delete(hash);
  const { notBeforeMs } = retryAt("BACK_OFF", 1, head.number, context.clock.nowMs());
  const undone = undoneWork(transaction, receipt);
  const minedMs = context.clock.nowMs();
  await context.outbox.markMined(context.epoch, transaction.id, receipt, { undone, notBeforeMs, minedMs });
  const version = transaction.broadcasts.find((candidate) => candidate.hash === receipt.hash);
  const outcome = version?.kind === "CANCEL" ? "cancelled" : receipt.success ? "succeeded" : "reverted";
  context.metrics.transactions.inc({ job: transaction.job, outcome });
  observeLatency(context, transaction);
  if (outcome === "reverted") {
    const reason = (await context.senders[0].revertReason(transaction, receipt.block)) ?? "unknown";
    context.metrics.reverts.inc({ job: transaction.job, reason });
  }
  context.metrics.feesSpent.inc(Number(receipt.gasUsed * receipt.effectiveGasPrice) / 1e18);
  context.logger.info(
    {
      hash: receipt.hash,
      block: receipt.block.toString(),
      gasUsed: receipt.gasUsed.toString(),
      works: transaction.workIds,
      undone,
      outcome,
    },
    `${transaction.job} mined`,
  );
}

/** From the work falling due to now; what was due before this process led counts from when its transaction was stored. */
function observeLatency(context: KeeperContext, { job, workIds, createdMs }: StoredTransaction): void {
  for (const id of workIds) {
    const sinceMs = context.dueMs.get(id) ?? createdMs;
    context.dueMs.delete(id);
    context.metrics.dueToMined.observe({ job }, Math.max(0, context.clock.nowMs() - sinceMs) / 1_000);
  }
}

/** Stores the replacement first, then sends it. A kind once CANCEL stays CANCEL: a bump of a cancel is a cancel. */
async function replace(
  context: KeeperContext,
  transaction: StoredTransaction,
  wanted: "BUMP" | "CANCEL",
  head: BlockHead,
): Promise<void> {
  const last = transaction.broadcasts.at(-1);
  const sender = senderOf(context, transaction);
  if (last === undefined || sender === undefined) return;
  const kind: Broadcast["kind"] = last.kind === "CANCEL" ? "CANCEL" : wanted;
  const { maxFeePerGas } = context.limits;
  const cap = kind === "CANCEL" ? maxFeePerGas : feeCapOf(maxFeePerGas, transaction.maxCostWei, transaction.gas);
  const fees = bumpedFees(last.fees, await sender.marketFees(), cap);
  if (fees === null) {
    context.logger.warn({ nonce: transaction.nonce, kind }, "fee cap reached, the transaction waits");
    return;
  }
  const signed =
    kind === "CANCEL"
      ? await sender.signCancel(transaction.nonce, fees)
      : await sender.sign(transaction, transaction.nonce, fees);
  await context.outbox.addBroadcast(context.epoch, transaction.id, { ...signed, kind, fees, block: head.number });
  context.metrics.bumps.inc();
  await broadcastVersion(context, transaction, signed.raw, signed.hash);
}

function observe(context: KeeperContext, pending: StoredTransaction[]): void {
  const nowMs = context.clock.nowMs();
  const oldest = pending.reduce((least, transaction) => Math.min(least, transaction.createdMs), nowMs);
  context.metrics.open.set(pending.length);
  context.metrics.pendingAge.set((nowMs - oldest) / 1_000);
}
