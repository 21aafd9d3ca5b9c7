import type { BlockLink, HintEvent } from "../domain/index.ts";
import type { OrderHints } from "./order-hints.ts";

/** One step of the follower. */
export type Advance = {
  /** Blocks above this number were orphaned: what they told is taken back. Null when none was. */
  ancestor: bigint | null;
  /** The cursor afterwards. */
  block: BlockLink;
  /** Whether blocks before `block` were skipped because they are too deep to be orphaned; the ring begins anew. */
  restartsRing: boolean;
  events: HintEvent[];
};

/**
 * The durable cursor of the follower, the ring behind it and the hints taken from blocks, which are always available. Every
 * write carries the lease's epoch and throws `KeeperError` FENCED when a newer leader exists.
 */
export type BlockStore = OrderHints & {
  /** The remembered blocks, oldest first; the last one is the cursor. */
  ring(): Promise<BlockLink[]>;
  /** Takes back what was orphaned, stores what the block tells and moves the cursor, all or nothing. */
  advance(epoch: bigint, step: Advance): Promise<void>;
  /** Forgets everything, for a full rescan. */
  reset(epoch: bigint): Promise<void>;
};
