import type { HexString } from "@carbonxchange/sdk";
import {
  feeCapOf,
  initialFees,
  type BlockHead,
  type Fees,
  type StoredTransaction,
  type TransactionJob,
  type Work,
} from "../domain/index.ts";
import { hasCode } from "../errors.ts";
import type { Call, TransactionSender } from "../ports/index.ts";
import { deferAction } from "./defer.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** What may still be spent in this round by the spend caps, wei; null for no cap. */
export type Budget = { leftWei: bigint | null };

/** A transaction that simulated well. `workCalls` and `maxCostWei` as in `StoredTransaction`; a halt passes the spend caps. */
export type Prepared = {
  job: TransactionJob;
  works: Work[];
  workCalls: number[];
  call: Call;
  maxCostWei: bigint | null;
  isHalt: boolean;
};

export type StoreResult = "sent" | "duplicate" | "no-funds" | "deferred";

/** Checks what a transaction may cost, stores it signed under the next nonce, and sends it. */
export async function storeAndSend(
  context: KeeperContext,
  prepared: Prepared,
  block: BlockHead,
  { sender, budget }: { sender: TransactionSender; budget: Budget },
): Promise<StoreResult> {
  const { metrics } = context;
  const [market, chainNonce, balance] = await Promise.all([
    sender.marketFees(),
    sender.latestNonce(sender.address),
    sender.balance(),
  ]);
  const cap = feeCapOf(context.limits.maxFeePerGas, prepared.maxCostWei, prepared.call.gas);
  const fees = initialFees(market, cap);
  const cost = prepared.call.gas * fees.maxFeePerGas;
  metrics.balance.set({ signer: sender.address }, Number(balance) / 1e18);
  if (cap < market.baseFeePerGas) return refuse(context, prepared, block, "TOO_DEAR", `cap ${cap}`);
  if (!prepared.isHalt && budget.leftWei !== null && cost > budget.leftWei) {
    return refuse(context, prepared, block, "OVER_BUDGET", `may cost ${cost}, left ${budget.leftWei}`);
  }
  if (balance < cost) {
    context.logger.error(
      { signer: sender.address, balance: balance.toString() },
      "signer cannot pay for the transaction",
    );
    metrics.transactions.inc({ job: prepared.job, outcome: "no_funds" });
    return "no-funds";
  }
  if (!context.isLeader()) return "deferred";
  const stored = await store(context, prepared, block, { sender, fees, chainNonce });
  if (stored === null) return "duplicate";
  if (budget.leftWei !== null) budget.leftWei -= cost;
  metrics.transactions.inc({ job: prepared.job, outcome: "stored" });
  for (const version of stored.broadcasts) await broadcastVersion(context, stored, version.raw, version.hash);
  return "sent";
}

async function refuse(
  context: KeeperContext,
  prepared: Prepared,
  block: BlockHead,
  errorName: "TOO_DEAR" | "OVER_BUDGET",
  detail: string,
): Promise<"deferred"> {
  await deferAction(context, { action: prepared, errorName, detail }, block);
  return "deferred";
}

/** Null when some of the work is under way already. */
async function store(
  context: KeeperContext,
  { job, call, works, workCalls, maxCostWei }: Prepared,
  block: BlockHead,
  { sender, fees, chainNonce }: { sender: TransactionSender; fees: Fees; chainNonce: number },
): Promise<StoredTransaction | null> {
  const draft = {
    ...{ job, call, works, workCalls, maxCostWei, fees, chainNonce },
    signer: sender.address,
    block: block.number,
    deadlineBlock: block.number + context.limits.deadlineBlocks,
    nowMs: context.clock.nowMs(),
  };
  try {
    return await context.outbox.store(context.epoch, draft, (nonce) => sender.sign(call, nonce, fees));
  } catch (error) {
    if (!hasCode(error, "DUPLICATE_WORK")) throw error;
    context.logger.warn({ works: works.map((work) => work.id) }, "work is already under way");
    return null;
  }
}

/** Sends one stored version and records a node's acceptance. Anything else is left to the follower. */
export async function broadcastVersion(
  context: KeeperContext,
  transaction: StoredTransaction,
  raw: HexString,
  hash: HexString,
): Promise<void> {
  if (!context.isLeader()) return;
  context.sentMs.set(hash, context.clock.nowMs());
  const answer = await context.senders[0].broadcast(raw, transaction.firstBlock);
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
