import type { HexString, MarketPhase } from "@carbonxchange/sdk";

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

/** A resting order as the chain itself reports it; `expiry` in unix seconds, zero for none. */
export type RestingOrder = { orderId: bigint; marketId: number; lots: bigint; expiry: bigint; live: boolean };

/** All that decisions are made from: read from the chain at one block. */
export type ChainSnapshot = { block: BlockHead; queues: QueueSnapshot[]; resting: RestingOrder[] };
