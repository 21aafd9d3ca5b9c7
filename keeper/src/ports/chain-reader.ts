import type {
  BlockHead,
  ConditionalOrder,
  MarketSnapshot,
  ParentOrder,
  QueueSnapshot,
  RestingOrder,
} from "../domain/index.ts";

/** Reads the exchange's own views. Every read after `head` is pinned to the given block. */
export type ChainReader = {
  head(): Promise<BlockHead>;
  /** Whether `block` is still part of the chain: false after a reorganisation took it away. */
  isCanonical(block: Pick<BlockHead, "number" | "hash">): Promise<boolean>;
  /** The work queue of every market that exists at `block`, by market id. */
  queues(block: BlockHead): Promise<QueueSnapshot[]>;
  /** What every market that exists at `block` asks of a keeper beside its queue, by market id. */
  markets(block: BlockHead): Promise<MarketSnapshot[]>;
  /** What the chain itself knows of these orders at `block`; ids that were never placed are left out. */
  orders(orderIds: readonly bigint[], block: BlockHead): Promise<RestingOrder[]>;
  /** Which of these are live conditional orders at `block`, and how they stand. */
  conditionals(orderIds: readonly bigint[], block: BlockHead): Promise<ConditionalOrder[]>;
  /** Ids of trailing stops that would move and of orders whose slice is due in these markets, by the exchange's own views. */
  dueWaiting(marketIds: readonly number[], block: BlockHead): Promise<{ conditionals: bigint[]; parents: bigint[] }>;
  /** Which of these are live orders for slices at `block`, and which slice is next. */
  parents(orderIds: readonly bigint[], block: BlockHead): Promise<ParentOrder[]>;
};
