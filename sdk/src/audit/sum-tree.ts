import { concat, encodeAbiParameters, keccak256 } from "viem";
import type { Hex } from "viem";
import type { BatchBalance } from "./batch-balance.ts";

/** The figures of one batch in kg, in the order in which the contract hashes them. */
export const SUM_FIELDS = [
  "issued",
  "circulating",
  "escrowed",
  "retired",
  "cancelled",
  "inBuffer",
  "exported",
] as const;
export type Sums = Record<(typeof SUM_FIELDS)[number], bigint>;
export type SumLeaf = { batchId: bigint; sums: Sums };
/** A node of the tree: the hash of its children or its leaf, how many leaves are below, and their sums. */
export type SumNode = { hash: Hex; count: bigint; sums: Sums };
/** One step of an inclusion proof, from the leaf upward. */
export type SumStep = { sibling: SumNode; isLeft: boolean };
export type SumInclusion = { leaf: SumLeaf; steps: SumStep[] };

/** Mirrors contracts/libraries/SumTree.sol: leaves and nodes are hashed under different prefixes (RFC 6962, 2.1). */
const LEAF_PREFIX = "0x00";
const NODE_PREFIX = "0x01";

const sumsType = {
  type: "tuple",
  name: "sums",
  components: SUM_FIELDS.map((name) => ({ type: "uint128", name }) as const),
} as const;
const leafType = { type: "tuple", components: [{ type: "uint256", name: "batchId" }, sumsType] } as const;
const nodeType = {
  type: "tuple",
  components: [{ type: "bytes32", name: "hash" }, { type: "uint64", name: "count" }, sumsType],
} as const;

/** The leaf of a batch's balance. */
export function leafOf({ batchId, buffer, ...figures }: BatchBalance): SumLeaf {
  return { batchId, sums: { ...figures, inBuffer: buffer } };
}

export function leafHash(leaf: SumLeaf): Hex {
  return keccak256(concat([LEAF_PREFIX, encodeAbiParameters([leafType], [leaf] as never)]));
}

export function nodeHash(left: SumNode, right: SumNode): Hex {
  return keccak256(concat([NODE_PREFIX, encodeAbiParameters([nodeType, nodeType], [left, right] as never)]));
}

/** The node above two. */
export function joinNodes(left: SumNode, right: SumNode): SumNode {
  const sums = Object.fromEntries(SUM_FIELDS.map((field) => [field, left.sums[field] + right.sums[field]])) as Sums;
  return { hash: nodeHash(left, right), count: left.count + right.count, sums };
}

/** Whether every kilogram issued is somewhere, and none twice. */
export function isBalanced({ issued, ...parts }: Sums): boolean {
  return issued === Object.values(parts).reduce((sum, part) => sum + part, 0n);
}

/** The largest power of two below `n`: where RFC 6962 (2.1) parts a tree of `n` leaves. */
function splitPoint(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

/** A tree over the batches of a chain in ascending order. */
export type SumTree = {
  readonly leaves: readonly SumLeaf[];
  readonly root: SumNode;
  /** The proof of the leaf at a place, counted from zero. */
  inclusion(index: number): SumInclusion;
};

/** Builds a tree over the leaves as they are given. Throws `RangeError` when there are none. */
export function buildSumTree(leaves: readonly SumLeaf[]): SumTree {
  if (leaves.length === 0) throw new RangeError("a tree needs at least one leaf");
  // subtrees by their range: each is built once, however many proofs are asked for
  const known = new Map<string, SumNode>();
  function subtree(from: number, to: number): SumNode {
    const key = `${from} ${to}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const node = to - from === 1 ? leafNode(leaves[from]) : joinNodes(...halves(from, to));
    known.set(key, node);
    return node;
  }
  function halves(from: number, to: number): [SumNode, SumNode] {
    const middle = from + splitPoint(to - from);
    return [subtree(from, middle), subtree(middle, to)];
  }
  return {
    leaves,
    root: subtree(0, leaves.length),
    inclusion(index) {
      const leaf = leaves[index];
      if (leaf === undefined) throw new RangeError(`leaf ${index} of ${leaves.length}`);
      const steps: SumStep[] = [];
      let [from, to] = [0, leaves.length];
      while (to - from > 1) {
        const middle = from + splitPoint(to - from);
        const [left, right] = halves(from, to);
        const isLeft = index >= middle;
        steps.unshift({ sibling: isLeft ? left : right, isLeft });
        [from, to] = isLeft ? [middle, to] : [from, middle];
      }
      return { leaf, steps };
    },
  };
}

function leafNode(leaf: SumLeaf | undefined): SumNode {
  if (leaf === undefined) throw new RangeError("a tree's range has no such leaf");
  return { hash: leafHash(leaf), count: 1n, sums: leaf.sums };
}

/** What a leaf and its siblings add up to, and the leaf's place; compare the root with a known one. */
export function foldInclusion({ leaf, steps }: SumInclusion): { root: SumNode; index: bigint } {
  let root = leafNode(leaf);
  let index = 0n;
  for (const { sibling, isLeft } of steps) {
    if (isLeft) index += sibling.count;
    root = isLeft ? joinNodes(sibling, root) : joinNodes(root, sibling);
  }
  return { root, index };
}
