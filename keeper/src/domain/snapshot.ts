import type { HexString, MarketPhase, Side } from "@carbonxchange/sdk";
import type { SumNode } from "@carbonxchange/sdk/audit";

/** One block as the keeper sees it; `timestamp` in unix seconds. */
export type BlockHead = { number: bigint; hash: HexString; parentHash: HexString; timestamp: bigint };

/**
 * The work queue of one market at one block. `head` is the sequence of the next deferred order, `tail` the sequence
 * after the last; they are equal when the queue is empty. `headLots` is what the head order still has to do.
 */
export type QueueSnapshot = {
  marketId: number;
  phase: MarketPhase;
  head: number;
  tail: number;
  headLots: bigint;
};

/** Prices of a market as far as halts depend on them, in ticks; zero for none. `lastTradeAt` in unix seconds. */
export type IndexSnapshot = {
  indexTicks: number;
  bandBps: number;
  maxAgeSeconds: bigint;
  settledTicks: number;
  lastTicks: number;
  lastTradeAt: bigint;
};

/**
 * What one market asks of a keeper beside its queue. `endsAt` in unix seconds, zero for no end. `auction` is what an auction
 * would still trade, null in other phases. `dueStops` counts the triggers that are met; `nextStops` names the orders that go
 * first, by their triggers above and below, zero for none. `referenceTicks` is zero while there is no reference price.
 */
export type MarketSnapshot = {
  marketId: number;
  phase: MarketPhase;
  endsAt: bigint;
  auction: { priceTicks: number; lots: bigint } | null;
  dueStops: number;
  nextStops: { above: bigint; below: bigint };
  referenceTicks: number;
  index: IndexSnapshot | null;
};

/** A resting order as the chain itself reports it; `expiry` in unix seconds, zero for none. */
export type RestingOrder = { orderId: bigint; marketId: number; lots: bigint; expiry: bigint; live: boolean };

/** A live conditional order as the chain itself reports it; ticks and expiry are zero for none. */
export type ConditionalOrder = {
  orderId: bigint;
  marketId: number;
  side: Side;
  triggerTicks: number;
  trailTicks: number;
  expiry: bigint;
};

/**
 * A live order for slices and the slice that is due or next to fall due, as the chain itself reports them. `slice` counts from
 * zero and is `slices` once only the end is left; `lots` is zero while the participation cap leaves too little, `boundTicks`
 * while there is no reference price. `interval` in seconds. `isOnSchedule` unless the slice is carried on or others before it were
 * missed. `seedHash` of a block from before it fell due draws its jitter; null while it is not due, or due for longer than any jitter.
 */
export type ParentOrder = {
  orderId: bigint;
  marketId: number;
  lotsLeft: bigint;
  slices: number;
  slice: number;
  dueAt: bigint;
  lots: bigint;
  boundTicks: number;
  interval: bigint;
  isOnSchedule: boolean;
  seedHash: HexString | null;
};

/** The audit log and its last anchor on the chain; sizes in entries, times in unix seconds, all zero before the first anchor. */
export type AuditState = {
  anchoredSize: bigint;
  anchoredRoot: HexString;
  anchoredAt: bigint;
  logSize: bigint;
  logRoot: HexString;
};

/** A snapshot of where every credit is, ready to be posted: its block's number, time and header in RLP, and the root of its tree. */
export type SnapshotProof = { blockNumber: bigint; takenAt: bigint; header: HexString; root: SumNode };

/** The block of the last snapshot that stands, zero for none, and the proof of the one that is due, null until it is built. */
export type CompletenessState = { postedBlock: bigint; proof: SnapshotProof | null };

/** All that decisions are made from: read from the chain at one block. */
export type ChainSnapshot = {
  block: BlockHead;
  queues: QueueSnapshot[];
  markets: MarketSnapshot[];
  resting: RestingOrder[];
  conditionals: ConditionalOrder[];
  parents: ParentOrder[];
  /** Null where nobody tells the log's size and root. */
  audit: AuditState | null;
  /** Null where snapshots are not posted. */
  completeness: CompletenessState | null;
};
