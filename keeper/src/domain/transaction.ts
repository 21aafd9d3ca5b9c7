import type { HexString } from "@carbonxchange/sdk";
import type { TransactionJob } from "./action.ts";
import { hasPassed } from "./elapsed.ts";
import type { Fees } from "./fees.ts";

/**
 * SIGNED: stored, no node has accepted it yet. SUBMITTED: some node accepted a hash of it. MINED: a receipt exists.
 * CONFIRMED: the receipt is deep enough. SUPERSEDED: its nonce was used by a transaction that is not ours.
 */
export type TransactionState = "SIGNED" | "SUBMITTED" | "MINED" | "CONFIRMED" | "SUPERSEDED";

/** One signed version of a transaction; every version ever stored is kept and watched. */
export type Broadcast = {
  hash: HexString;
  raw: HexString;
  kind: "FIRST" | "BUMP" | "CANCEL";
  fees: Fees;
  block: bigint;
  accepted: boolean;
};

/** A transaction of the outbox with all its versions, oldest first. */
export type StoredTransaction = {
  id: bigint;
  signer: HexString;
  nonce: number;
  job: TransactionJob;
  to: HexString;
  data: HexString;
  gas: bigint;
  workIds: string[];
  /** Which call of a bundle each of `workIds` belongs to; empty for a transaction of one call. */
  workCalls: number[];
  /** What it may cost at most, wei; null: only the gas price is bounded. */
  maxCostWei: bigint | null;
  /** What no other transaction may work on while this one is open. */
  resources: string[];
  state: TransactionState;
  firstBlock: bigint;
  deadlineBlock: bigint;
  createdMs: number;
  minedHash: HexString | null;
  minedBlock: bigint | null;
  broadcasts: Broadcast[];
};

/** `skippedCalls`: places in a bundle that the contract did not carry out. */
export type Receipt = {
  hash: HexString;
  block: bigint;
  success: boolean;
  gasUsed: bigint;
  effectiveGasPrice: bigint;
  skippedCalls: number[];
};

/** The work of a transaction that its receipt shows undone. */
export function undoneWork(
  transaction: Pick<StoredTransaction, "workIds" | "workCalls" | "broadcasts">,
  receipt: Receipt,
): string[] {
  const version = transaction.broadcasts.find(({ hash }) => hash === receipt.hash);
  if (!receipt.success || version?.kind === "CANCEL") return [...transaction.workIds];
  return transaction.workIds.filter((_, index) => receipt.skippedCalls.includes(transaction.workCalls[index] ?? 0));
}

/** What the chain shows about one stored transaction. `latestNonce` is the signer's count of mined transactions. */
export type TransactionView = {
  headBlock: bigint;
  latestNonce: number;
  receipt: Receipt | null;
  /** When the nonce was first seen used without a receipt of ours, unix milliseconds. */
  nonceGoneSinceMs: number | null;
  /** When this process last sent the newest version, unix milliseconds; null when it never did. */
  sentMs: number | null;
  /** Whether this process holds the key of the transaction's signer. */
  ownSigner: boolean;
  /** Whether the node knows the newest version: one that it accepted and forgot was dropped. */
  known: boolean;
  /** Whether new work is stopped: then what is under way is only cleared. */
  stopped: boolean;
};

export type FollowLimits = {
  /** Receipts this many blocks deep are final. */
  confirmations: bigint;
  /** Blocks without inclusion after which the fee is raised. */
  bumpAfterBlocks: bigint;
  /** Raises before it is cancelled. */
  maxBumps: number;
  /** An accepted version without a receipt is sent again this often: a node may have dropped it. */
  rebroadcastMs: number;
  /** How long a used nonce may lack a receipt before it is taken as used by another: nodes lag behind themselves. */
  nonceGoneMs: number;
};

export type FollowStep =
  | { do: "wait" }
  | { do: "record-mined"; receipt: Receipt }
  | { do: "confirm" }
  | { do: "return-to-submitted" }
  | { do: "supersede" }
  | { do: "rebroadcast"; raw: HexString; hash: HexString; dropped: boolean }
  | { do: "bump" }
  | { do: "cancel" };

/**
 * The next step for an open transaction. Rules in order: a receipt counts for whatever version has it; a vanished
 * receipt (reorganisation) opens the transaction again; a used nonce without a receipt is somebody else's after a while
 * and is never sent again; past its deadline, or raised often enough, it is cancelled; not included for some blocks it is
 * bumped; not accepted, dropped by the node, or not sent by this process for a while, it is sent again as it is.
 */
export function followTransaction(
  transaction: StoredTransaction,
  view: TransactionView,
  limits: FollowLimits,
  nowMs: number,
): FollowStep {
  if (view.receipt !== null) return followReceipt(transaction, view.receipt, view.headBlock, limits);
  if (transaction.state === "MINED") return { do: "return-to-submitted" };
  if (transaction.nonce < view.latestNonce) {
    const goneLong = view.nonceGoneSinceMs !== null && hasPassed(limits.nonceGoneMs, view.nonceGoneSinceMs, nowMs);
    return goneLong ? { do: "supersede" } : { do: "wait" };
  }
  const last = transaction.broadcasts.at(-1);
  if (last === undefined) throw new RangeError(`transaction ${transaction.id} has no stored version`);
  const replacement = view.ownSigner ? replacementOf(transaction, last, view, limits) : null;
  if (replacement !== null) return { do: replacement };
  // while stopped, work that is not in the pool is not put there
  if (view.stopped && last.kind !== "CANCEL") return { do: "wait" };
  const sentLately = last.accepted && view.sentMs !== null && !hasPassed(limits.rebroadcastMs, view.sentMs, nowMs);
  if (sentLately && view.known) return { do: "wait" };
  return { do: "rebroadcast", raw: last.raw, hash: last.hash, dropped: last.accepted && !view.known };
}

/** Whether another version has to take the newest one's place; while stopped, what is stuck is cleared and not pushed. */
function replacementOf(
  transaction: StoredTransaction,
  last: Broadcast,
  view: TransactionView,
  limits: FollowLimits,
): "bump" | "cancel" | null {
  const isStuck = last.accepted && view.headBlock - last.block >= limits.bumpAfterBlocks;
  if (last.kind === "CANCEL") return isStuck ? "bump" : null;
  if (view.headBlock > transaction.deadlineBlock) return "cancel";
  if (!isStuck) return null;
  if (view.stopped) return "cancel";
  const bumps = transaction.broadcasts.filter(({ kind }) => kind === "BUMP").length;
  return bumps < limits.maxBumps ? "bump" : "cancel";
}

function followReceipt(
  transaction: StoredTransaction,
  receipt: Receipt,
  headBlock: bigint,
  limits: FollowLimits,
): FollowStep {
  const recorded = transaction.state === "MINED" && transaction.minedHash === receipt.hash;
  if (!recorded || transaction.minedBlock !== receipt.block) return { do: "record-mined", receipt };
  return headBlock - receipt.block >= limits.confirmations ? { do: "confirm" } : { do: "wait" };
}
