import { describe, expect, it } from "vitest";
import { EMPTY_FRONTIER, frontierRoot, withLeaf, type Frontier } from "./frontier.ts";
import { leafHash } from "./hash.ts";
import { merkleRoot } from "./tree.ts";

const leaves = Array.from({ length: 70 }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));

describe("a frontier", () => {
  it("has the tree's root after every leaf", () => {
    let frontier: Frontier = EMPTY_FRONTIER;
    expect(frontierRoot(frontier)).toEqual(merkleRoot([]));
    for (const [index, leaf] of leaves.entries()) {
      frontier = withLeaf(frontier, leaf);
      expect(frontier.size).toBe(BigInt(index + 1));
      expect(frontierRoot(frontier)).toEqual(merkleRoot(leaves.slice(0, index + 1)));
    }
  });

  it("keeps one hash for each binary one of its size", () => {
    const frontier = leaves.reduce<Frontier>(withLeaf, EMPTY_FRONTIER);
    expect(frontier.peaks).toHaveLength(3); // 70 = 64 + 4 + 2
  });

  it("refuses peaks that do not fit its size", () => {
    const [leaf] = leaves;
    if (leaf === undefined) throw new Error("a leaf");
    expect(() => withLeaf({ size: 3n, peaks: [leaf] }, leaf)).toThrow(
      expect.objectContaining({ code: "BAD_PARAMETER" }),
    );
  });
});
