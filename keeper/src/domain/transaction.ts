import type { HexString } from "@carbonxchange/sdk";
import type { Job } from "./action.ts";
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
  job: Job;
  to: HexString;
  data: HexString;
  gas: bigint;
  workIds: string[];
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

export type Receipt = { hash: HexString; block: bigint; success: boolean; gasUsed: bigint; effectiveGasPrice: bigint };

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
};

export type FollowLimits = {
  /** Receipts this many blocks deep are final. */
  confirmations: bigint;
  /** Blocks without inclusion after which the fee is raised. */
  bumpAfterBlocks: bigint;
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
  | { do: "rebroadcast"; raw: HexString; hash: HexString }
  | { do: "bump" }
  | { do: "cancel" };

/**
 * The next step for an open transaction. Rules in order: a receipt counts for whatever version has it; a vanished
 * receipt (reorganisation) opens the transaction again; a used nonce without a receipt is somebody else's after a while
 * and is never sent again; past its deadline it is cancelled; not included for some blocks it is bumped; not yet accepted,
 * or not sent by this process for a while, it is sent again as it is.
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
    const goneLong = view.nonceGoneSinceMs !== null && nowMs - view.nonceGoneSinceMs >= limits.nonceGoneMs;
    return goneLong ? { do: "supersede" } : { do: "wait" };
  }
  const last = transaction.broadcasts.at(-1);
  if (last === undefined) throw new RangeError(`transaction ${transaction.id} has no stored version`);
  if (view.ownSigner) {
    if (view.headBlock > transaction.deadlineBlock && last.kind !== "CANCEL") return { do: "cancel" };
    if (last.accepted && view.headBlock - last.block >= limits.bumpAfterBlocks) return { do: "bump" };
  }
  const sentLately = last.accepted && view.sentMs !== null && nowMs - view.sentMs < limits.rebroadcastMs;
  return sentLately ? { do: "wait" } : { do: "rebroadcast", raw: last.raw, hash: last.hash };
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
