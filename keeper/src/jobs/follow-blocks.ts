import { RING_BLOCKS, placeAncestor, placeHead, type BlockLink, type BlockRing } from "../domain/index.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** Blocks of one chunk while the follower is far behind, and chunks of one round, so that due work does not wait for long. */
const CHUNK_BLOCKS = 500n;
const CHUNKS_PER_ROUND = 20;

export type FollowContext = Pick<
  KeeperContext,
  "epoch" | "isLeader" | "source" | "blocks" | "outbox" | "metrics" | "logger"
> & { limits: Pick<KeeperContext["limits"], "firstBlock"> };

/**
 * Stores what the blocks up to `head` hint at, strictly one block after another, each with the cursor in one database
 * transaction. Walks parent hashes down to the common ancestor and takes back what orphaned blocks told. Blocks deeper
 * below the head than the ring are read in chunks. A head that is known, or vanishes meanwhile, changes nothing.
 */
export async function followBlocks(context: FollowContext, head: BlockLink): Promise<void> {
  const ring = await catchUp(context, head);
  if (ring === null) return;
  const found = await branchTo(context, ring, head);
  if (found === "TOO_DEEP") {
    await rescan(context, head);
    return followBlocks(context, head);
  }
  if (found === "NOTHING") return;
  if (found.orphaned.length > 0) await rollBack(context, found.ancestor, found.orphaned);
  let ancestor = found.orphaned.length > 0 ? found.ancestor : null;
  for (const block of found.branch) {
    if (!context.isLeader()) return;
    const events = await context.source.hintsOf(block);
    await context.blocks.advance(context.epoch, { ancestor, block, restartsRing: false, events });
    context.metrics.followedBlock.set(Number(block.number));
    ancestor = null;
  }
}

type Branch = { branch: BlockLink[]; ancestor: bigint; orphaned: BlockLink[] };

/** The blocks from the common ancestor up to the head, oldest first. */
async function branchTo(
  { source, limits }: FollowContext,
  ring: BlockRing,
  head: BlockLink,
): Promise<Branch | "TOO_DEEP" | "NOTHING"> {
  const newestFirst = [head];
  let block = head;
  let place = placeHead(ring, head, limits.firstBlock);
  while (place.at === "UNLINKED") {
    const parent = await source.byHash(block.parentHash);
    if (parent === null) return "NOTHING"; // the head was orphaned in the meantime
    newestFirst.push(parent);
    block = parent;
    place = placeAncestor(ring, block, limits.firstBlock);
  }
  if (place.at !== "LINKED") return place.at === "TOO_DEEP" ? "TOO_DEEP" : "NOTHING";
  return { branch: newestFirst.toReversed(), ancestor: place.ancestor, orphaned: place.orphaned };
}

/** Reads blocks too deep to be orphaned in chunks; the ring once none is left, null while some are. */
async function catchUp(context: FollowContext, head: BlockLink): Promise<BlockRing | null> {
  const { source, blocks, limits } = context;
  const lastDeep = head.number - BigInt(RING_BLOCKS);
  for (let chunk = 0; chunk < CHUNKS_PER_ROUND && context.isLeader(); chunk++) {
    const ring = await blocks.ring();
    const cursor = ring.at(-1);
    if ((cursor?.number ?? limits.firstBlock - 1n) >= lastDeep) return ring;
    const ancestor = cursor === undefined ? limits.firstBlock - 1n : await newestCanonical(context, ring);
    if (ancestor === null) {
      await rescan(context, head);
      continue;
    }
    const orphaned = ring.filter(({ number }) => number > ancestor);
    if (orphaned.length > 0) await rollBack(context, ancestor, orphaned);
    const to = smaller(ancestor + CHUNK_BLOCKS, lastDeep);
    const block = await source.byNumber(to);
    if (block === null) return null;
    const events = await source.hintsBetween(ancestor + 1n, to);
    if ((await source.byNumber(to))?.hash !== block.hash) return null; // read across a reorganisation
    await blocks.advance(context.epoch, {
      ancestor: orphaned.length > 0 ? ancestor : null,
      block,
      restartsRing: true,
      events,
    });
    context.metrics.followedBlock.set(Number(to));
  }
  return null;
}

/** Number of the newest remembered block that the chain still holds; null when it holds none. */
async function newestCanonical({ source }: FollowContext, ring: BlockRing): Promise<bigint | null> {
  for (const { number, hash } of ring.toReversed()) {
    if ((await source.byNumber(number))?.hash === hash) return number;
  }
  return null;
}

/** Before the hints: should the process end in between, the ring still shows what was orphaned. */
async function rollBack(context: FollowContext, ancestor: bigint, orphaned: BlockLink[]): Promise<void> {
  context.metrics.reorgDepth.observe(orphaned.length);
  context.logger.warn({ ancestor: ancestor.toString(), orphaned: orphaned.map(({ hash }) => hash) }, "blocks orphaned");
  await context.outbox.rollBack(context.epoch, ancestor);
}

/** Everything is read again from the first block on: which of it still stands cannot be told. */
async function rescan(context: FollowContext, head: BlockLink): Promise<void> {
  context.metrics.rescans.inc();
  context.logger.error({ head: head.hash }, "the chain was reorganised deeper than remembered, reading all logs again");
  await context.outbox.rollBack(context.epoch, context.limits.firstBlock - 1n);
  await context.blocks.reset(context.epoch);
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
