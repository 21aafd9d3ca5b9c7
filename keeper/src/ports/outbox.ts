import type { HexString } from "@carbonxchange/sdk";
import type { Broadcast, Fees, Receipt, StoredTransaction, TransactionJob, Work, WorkRecord } from "../domain/index.ts";
import type { Call, SignedTransaction } from "./transaction-sender.ts";

/** A transaction about to be stored. */
export type Draft = {
  signer: HexString;
  job: TransactionJob;
  call: Call;
  works: Work[];
  /** As in `StoredTransaction`. */
  workCalls: number[];
  maxCostWei: bigint | null;
  fees: Fees;
  /** Nonce the chain expects next, by mined transactions. */
  chainNonce: number;
  block: bigint;
  deadlineBlock: bigint;
  nowMs: number;
};

export type NewBroadcast = Omit<Broadcast, "accepted">;

/** Why a work id may not be sent yet, or never. */
export type Deferral = {
  works: Work[];
  drop: boolean;
  notBeforeBlock: bigint;
  notBeforeMs: number;
  errorName: string;
};

/** What is recorded beside a receipt: which of the transaction's work is undone and when that may be tried again. */
export type MinedDetails = { undone: string[]; notBeforeMs: number; minedMs: number };

/**
 * The durable record of work and transactions. Every write carries the lease's epoch and throws `KeeperError`
 * FENCED when a newer leader of the same lane exists. Nonces are counted over all lanes. `store` throws DUPLICATE_WORK when a work id is in flight.
 */
export type Outbox = {
  /** Transactions that are not yet confirmed or superseded, by signer and nonce. */
  open(): Promise<StoredTransaction[]>;
  works(ids: readonly string[]): Promise<Map<string, WorkRecord>>;
  /**
   * In one database transaction: claims the work, takes the next nonce, has `sign` sign with it and keeps the raw
   * transaction. Nothing is stored when any of that fails.
   */
  store(epoch: bigint, draft: Draft, sign: (nonce: number) => Promise<SignedTransaction>): Promise<StoredTransaction>;
  /** Keeps a further signed version before it is sent. */
  addBroadcast(epoch: bigint, transactionId: bigint, version: NewBroadcast): Promise<void>;
  markAccepted(epoch: bigint, hash: HexString): Promise<void>;
  /**
   * Settles the transaction's work; lets what is undone wait for a retry. A transaction that was taken as superseded comes back
   * by its receipt.
   */
  markMined(epoch: bigint, transactionId: bigint, receipt: Receipt, details: MinedDetails): Promise<void>;
  /** The receipt vanished: the transaction is open again and its work in flight. */
  reopen(epoch: bigint, transactionId: bigint): Promise<void>;
  /**
   * Blocks above `ancestor` were orphaned: transactions confirmed there count as mined again, so that their receipts are looked
   * for once more, and work that was dropped or put off there may be tried again. Doing it twice changes nothing.
   */
  rollBack(epoch: bigint, ancestor: bigint): Promise<void>;
  confirm(epoch: bigint, transactionId: bigint): Promise<void>;
  /** The newest superseded transactions, at most `limit`: one of their versions may turn out to be mined after all. */
  superseded(limit: number): Promise<StoredTransaction[]>;
  /** Takes over what the standby lanes of these signers have open, so that one lane counts a signer's nonces. */
  adopt(epoch: bigint, signers: readonly HexString[]): Promise<void>;
  /** Somebody else used the nonce: the work is free again. */
  supersede(epoch: bigint, transactionId: bigint): Promise<void>;
  defer(epoch: bigint, deferral: Deferral): Promise<void>;
};
