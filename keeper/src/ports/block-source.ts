import type { HexString } from "@carbonxchange/sdk";
import type { BlockLink, HintEvent } from "../domain/index.ts";

/** Blocks and what their logs of the exchange hint at. */
export type BlockSource = {
  /** Null for a block that the chain does not hold (any more). */
  byHash(hash: HexString): Promise<BlockLink | null>;
  byNumber(number: bigint): Promise<BlockLink | null>;
  /** Hints of exactly this block. */
  hintsOf(block: BlockLink): Promise<HintEvent[]>;
  /** Hints of all blocks with these numbers, both included, in order. */
  hintsBetween(from: bigint, to: bigint): Promise<HintEvent[]>;
};
