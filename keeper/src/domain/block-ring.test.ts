import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash } from "../../test/fixtures/builders.ts";
import { RING_BLOCKS, extendRing, placeAncestor, placeHead, type BlockLink } from "./block-ring.ts";

const link = (number: bigint, branch = 0n, parentBranch = branch): BlockLink => ({
  number,
  hash: hash(number + branch * 1_000n),
  parentHash: hash(number - 1n + parentBranch * 1_000n),
});
const ring = (from: bigint, to: bigint) =>
  Array.from({ length: Number(to - from) + 1 }, (_, index) => link(from + BigInt(index)));

describe("placeHead", () => {
  it("finds the parent of the next block and orphans nothing", () => {
    expect(placeHead(ring(5n, 9n), link(10n), 0n)).toEqual({ at: "LINKED", ancestor: 9n, orphaned: [] });
  });

  it("knows duplicates, older blocks of the ring, and leaves blocks below it alone", () => {
    for (const number of [9n, 6n, 3n]) expect(placeHead(ring(5n, 9n), link(number), 0n)).toEqual({ at: "KNOWN" });
  });

  it("orphans what stands above the common ancestor, oldest first", () => {
    const place = placeHead(ring(5n, 9n), link(8n, 1n, 0n), 0n);
    expect(place).toEqual({ at: "LINKED", ancestor: 7n, orphaned: [link(8n), link(9n)] });
  });

  it("wants to see the parent of a block that stands on none of the ring", () => {
    expect(placeHead(ring(5n, 9n), link(12n), 0n)).toEqual({ at: "UNLINKED" });
    expect(placeHead(ring(5n, 9n), link(8n, 1n), 0n)).toEqual({ at: "UNLINKED" });
  });

  it("cannot tell where branches part below the ring", () => {
    expect(placeHead(ring(5n, 9n), link(5n, 1n), 0n)).toEqual({ at: "TOO_DEEP" });
    expect(placeAncestor(ring(5n, 9n), link(4n, 1n), 0n)).toEqual({ at: "TOO_DEEP" });
  });

  it("begins at the first block that counts", () => {
    expect(placeHead([], link(2n), 3n)).toEqual({ at: "KNOWN" });
    expect(placeHead([], link(4n), 3n)).toEqual({ at: "UNLINKED" });
    expect(placeHead([], link(3n), 3n)).toEqual({ at: "LINKED", ancestor: 2n, orphaned: [] });
  });
});

describe("extendRing", () => {
  it("keeps the newest 64 blocks, each the parent of the next, through any reorganisations", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 150 }), (depths) => {
        let blocks: BlockLink[] = [link(1_000n)];
        let seed = 1n;
        for (const depth of depths) {
          const parent = blocks.at(-1 - Math.min(depth, blocks.length - 1)) ?? link(1_000n);
          seed += 1n;
          blocks = extendRing(blocks, { number: parent.number + 1n, hash: hash(seed << 40n), parentHash: parent.hash });
        }
        expect(blocks.length).toBeLessThanOrEqual(RING_BLOCKS);
        blocks.slice(1).forEach((block, index) => expect(block.parentHash).toBe(blocks[index]?.hash));
      }),
    );
  });

  it("refuses a block that stands on none of it", () => {
    expect(() => extendRing(ring(5n, 9n), link(12n))).toThrow(RangeError);
  });
});
