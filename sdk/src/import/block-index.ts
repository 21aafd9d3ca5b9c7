/** One serial block of a file and the line it stands on. */
export type IndexedBlock = { line: number; blockStart: bigint; blockEnd: bigint };

/** Blocks by namespace that never overlap: the first one seen wins, as on chain. */
export type BlockIndex = {
  /** Enters a block, or returns the one in its way and enters nothing. */
  add: (namespace: string, block: IndexedBlock) => IndexedBlock | undefined;
};

/** An empty index. Entering n blocks takes O(n log n) comparisons. */
export function createBlockIndex(): BlockIndex {
  const byNamespace = new Map<string, IndexedBlock[]>();
  return {
    add: (namespace, block) => {
      const blocks = byNamespace.get(namespace) ?? [];
      byNamespace.set(namespace, blocks);
      const at = firstEndingFrom(blocks, block.blockStart);
      const next = blocks[at];
      if (next && next.blockStart <= block.blockEnd) return next;
      blocks.splice(at, 0, block);
      return undefined;
    },
  };
}

/** Index of the first block, in order of serials, that ends at `start` or later. */
function firstEndingFrom(blocks: readonly IndexedBlock[], start: bigint): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const block = blocks[middle];
    if (block && block.blockEnd < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
