import type { HexString } from "@carbonxchange/sdk";
import {
  initialFees,
  policyOf,
  retryAt,
  type Action,
  type BlockHead,
  type StoredTransaction,
} from "../domain/index.ts";
import { hasCode } from "../errors.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** What became of one planned action. */
export type SendResult = "sent" | "nothing-to-do" | "deferred" | "dropped" | "duplicate" | "no-funds";

/**
 * Simulates an action, stores it signed under the next nonce and sends it, in this order: what is not stored is never
 * sent. A failed simulation is recorded by the error table; a failed broadcast leaves the stored transaction for the
 * next round to send again.
 */
export async function sendAction(context: KeeperContext, action: Action, block: BlockHead): Promise<SendResult> {
  const { sender, outbox, metrics, logger, clock, limits } = context;
  const simulation = await sender.simulate(action);
  if (!simulation.ok) return defer(context, action, block, simulation.errorName, simulation.detail);
  if (simulation.progress === 0n) {
    return defer(context, action, block, NOTHING_TO_DO, "the contract finds no work");
  }

  const [market, chainNonce, balance] = await Promise.all([
    sender.marketFees(),
    sender.latestNonce(sender.address),
    sender.balance(),
  ]);
  const fees = initialFees(market, limits.maxFeePerGas);
  metrics.balance.set(Number(balance) / 1e18);
  if (balance < simulation.call.gas * fees.maxFeePerGas) {
    logger.error({ signer: sender.address, balance: balance.toString() }, "signer cannot pay for the transaction");
    metrics.transactions.inc({ job: action.job, outcome: "no_funds" });
    return "no-funds";
  }
  if (!context.isLeader()) return "deferred";

  let stored: StoredTransaction;
  try {
    stored = await outbox.store(
      context.epoch,
      {
        signer: sender.address,
        job: action.job,
        call: simulation.call,
        works: action.works,
        fees,
        chainNonce,
        block: block.number,
        deadlineBlock: block.number + limits.deadlineBlocks,
        nowMs: clock.nowMs(),
      },
      (nonce) => sender.sign(simulation.call, nonce, fees),
    );
  } catch (error) {
    if (!hasCode(error, "DUPLICATE_WORK")) throw error;
    logger.warn({ works: action.works.map((work) => work.id) }, "work is already under way");
    return "duplicate";
  }
  metrics.transactions.inc({ job: action.job, outcome: "stored" });
  for (const version of stored.broadcasts) await broadcastVersion(context, stored, version.raw, version.hash);
  return "sent";
}

const NOTHING_TO_DO = "NOTHING_TO_DO";

/** Sends one stored version and records a node's acceptance. Anything else is left to the follower. */
export async function broadcastVersion(
  context: KeeperContext,
  transaction: StoredTransaction,
  raw: HexString,
  hash: HexString,
): Promise<void> {
  if (!context.isLeader()) return;
  context.sentMs.set(hash, context.clock.nowMs());
  const answer = await context.sender.broadcast(raw, transaction.firstBlock);
  const about = { transaction: transaction.id.toString(), nonce: transaction.nonce, hash, works: transaction.workIds };
  if (answer.outcome === "ACCEPTED") {
    await context.outbox.markAccepted(context.epoch, hash);
    context.metrics.transactions.inc({ job: transaction.job, outcome: "accepted" });
    context.logger.info(about, `${transaction.job} sent`);
    return;
  }
  const level = answer.outcome === "UNKNOWN" || answer.outcome === "NONCE_USED" ? "warn" : "error";
  context.logger[level](
    { ...about, outcome: answer.outcome, detail: answer.detail },
    "node did not accept the transaction",
  );
}

async function defer(
  context: KeeperContext,
  action: Action,
  block: BlockHead,
  errorName: string | null,
  detail: string,
): Promise<SendResult> {
  const policy = errorName === NOTHING_TO_DO ? "BACK_OFF" : policyOf(errorName);
  const nowMs = context.clock.nowMs();
  const records = await context.outbox.works(action.works.map((work) => work.id));
  const attempts = 1 + Math.max(0, ...[...records.values()].map((record) => record.attempts));
  const until =
    policy === "DROP"
      ? { notBeforeBlock: block.number, notBeforeMs: nowMs }
      : retryAt(policy, attempts, block.number, nowMs);
  const name = errorName ?? "UNKNOWN_REVERT";
  await context.outbox.defer(context.epoch, {
    works: action.works,
    drop: policy === "DROP",
    ...until,
    errorName: name,
  });
  const about = { job: action.job, works: action.works.map((work) => work.id), error: name, detail, policy };
  if (name === NOTHING_TO_DO) {
    context.logger.debug(about, "nothing to do");
    return "nothing-to-do";
  }
  context.metrics.simulationFailures.inc({ job: action.job, error: name, policy });
  context.logger[policy === "PAGE" ? "error" : "warn"](about, "simulation refused");
  return policy === "DROP" ? "dropped" : "deferred";
}
