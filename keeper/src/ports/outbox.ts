import type { HexString } from "@carbonxchange/sdk";
import type { Broadcast, Fees, Job, Receipt, StoredTransaction, Work, WorkRecord } from "../domain/index.ts";
import type { Call, SignedTransaction } from "./transaction-sender.ts";

/** A transaction about to be stored. */
export type Draft = {
  signer: HexString;
  job: Job;
  call: Call;
  works: Work[];
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

/**
 * The durable record of work and transactions. Every write carries the lease's epoch and throws `KeeperError`
 * FENCED when a newer leader exists. `store` throws DUPLICATE_WORK when a work id is in flight.
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
  /** Settles the transaction's work when it succeeded; lets failed work wait for a retry. */
  markMined(epoch: bigint, transactionId: bigint, receipt: Receipt, retry: { notBeforeMs: number }): Promise<void>;
  /** The receipt vanished: the transaction is open again and its work in flight. */
  reopen(epoch: bigint, transactionId: bigint): Promise<void>;
  /**
   * Blocks above `ancestor` were orphaned: transactions confirmed there count as mined again, so that their receipts are looked
   * for once more, and work that was dropped or put off there may be tried again. Doing it twice changes nothing.
   */
  rollBack(epoch: bigint, ancestor: bigint): Promise<void>;
  confirm(epoch: bigint, transactionId: bigint): Promise<void>;
  /** Somebody else used the nonce: the work is free again. */
  supersede(epoch: bigint, transactionId: bigint): Promise<void>;
  defer(epoch: bigint, deferral: Deferral): Promise<void>;
};
