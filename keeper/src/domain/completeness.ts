import type { PostAction } from "./action.ts";
import type { ChainSnapshot } from "./snapshot.ts";

/** `everyBlocks` from one snapshot to the next, zero to turn it off; only what `confirmations` bury is shown. */
export type CompletenessLimits = { snapshotEveryBlocks: bigint; confirmations: bigint };

/** A header is verified by its block hash, which the chain knows for 256 blocks: targets are close enough together for that. */
const GRID_BLOCKS = 64n;
/** A proof older than this may be refused by the time it is mined. */
const RECENT_BLOCKS = 200n;

/**
 * The block whose snapshot is due, null for none: on a grid, so that its name stays the same from round to round and for every
 * keeper, and recent enough to be posted even when a keeper was away for long.
 */
export function snapshotTarget(
  postedBlock: bigint,
  headBlock: bigint,
  { snapshotEveryBlocks: every, confirmations }: CompletenessLimits,
): bigint | null {
  if (every === 0n || headBlock <= confirmations) return null;
  const grid = every < GRID_BLOCKS ? every : GRID_BLOCKS;
  const settled = headBlock - confirmations;
  const target = settled - (settled % grid);
  return target > 0n && target - postedBlock >= every ? target : null;
}

/** The snapshot that is due, once a proof is built that is still recent; until then the other lanes go on. */
export function completenessActions(
  { completeness, block }: Pick<ChainSnapshot, "completeness" | "block">,
  limits: CompletenessLimits,
): PostAction[] {
  if (completeness === null || completeness.proof === null) return [];
  const { postedBlock, proof } = completeness;
  const every = limits.snapshotEveryBlocks;
  const isDue = every !== 0n && proof.blockNumber - postedBlock >= every;
  const isBuried = block.number - proof.blockNumber >= limits.confirmations;
  if (!isDue || !isBuried || block.number - proof.blockNumber > RECENT_BLOCKS) return [];
  return [
    {
      job: "post",
      lane: "housekeeping",
      header: proof.header,
      root: proof.root,
      works: [{ id: postWorkId(proof.blockNumber), resource: "post", dueSince: proof.takenAt }],
    },
  ];
}

/** Names the block that a snapshot shows. */
export function postWorkId(blockNumber: bigint): string {
  return `post/${blockNumber}`;
}
