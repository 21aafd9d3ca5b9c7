import type { HexString } from "@carbonxchange/sdk";

/** One block and the one it stands on. */
export type BlockLink = { number: bigint; hash: HexString; parentHash: HexString };

/** How many of the newest blocks are remembered; a reorganisation that goes deeper needs a full rescan. */
export const RING_BLOCKS = 64;

/** The newest blocks that were handled, each the parent of the next; the last one is the cursor. */
export type BlockRing = readonly BlockLink[];

/**
 * Where a block stands against a ring. KNOWN: handled, or older than all that is remembered. LINKED: its parent is the
 * common ancestor. UNLINKED: its parent has to be looked at. TOO_DEEP: the branches part below the ring.
 */
export type Place =
  { at: "KNOWN" | "UNLINKED" | "TOO_DEEP" } | { at: "LINKED"; ancestor: bigint; orphaned: BlockLink[] };

/**
 * Places a new head against the ring, or against the first block that counts while the ring is empty. A head below either
 * tells nothing, so it is left to a later one to show what happened.
 */
export function placeHead(ring: BlockRing, head: BlockLink, firstBlock: bigint): Place {
  if (head.number < (ring[0]?.number ?? firstBlock)) return { at: "KNOWN" };
  if (ring.some(({ hash }) => hash === head.hash)) return { at: "KNOWN" };
  return placeAncestor(ring, head, firstBlock);
}

/** Places a block on the way down from a head that is not known. */
export function placeAncestor(ring: BlockRing, block: BlockLink, firstBlock: bigint): Place {
  const oldest = ring[0];
  if (oldest === undefined) {
    return block.number <= firstBlock ? { at: "LINKED", ancestor: firstBlock - 1n, orphaned: [] } : { at: "UNLINKED" };
  }
  if (block.number <= oldest.number) return { at: "TOO_DEEP" };
  const index = ring.findIndex(({ hash, number }) => hash === block.parentHash && number + 1n === block.number);
  const parent = ring[index];
  if (parent === undefined) return { at: "UNLINKED" };
  return { at: "LINKED", ancestor: parent.number, orphaned: ring.slice(index + 1) };
}

/** The ring after a block that stands on one of it. Throws `RangeError` for a block that does not. */
export function extendRing(ring: BlockRing, block: BlockLink): BlockLink[] {
  const index = ring.findIndex(({ hash }) => hash === block.parentHash);
  if (index < 0 && ring.length > 0) throw new RangeError(`block ${block.number} does not stand on the ring`);
  return [...ring.slice(0, index + 1), block].slice(-RING_BLOCKS);
}
