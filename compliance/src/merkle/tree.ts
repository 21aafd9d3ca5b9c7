import { ComplianceError } from "../errors.ts";
import { emptyRoot, nodeHash } from "./hash.ts";

type Leaves = readonly Uint8Array[];

/** Merkle tree hash over leaf hashes: RFC 6962, section 2.1. */
export function merkleRoot(leaves: Leaves): Uint8Array {
  return leaves.length === 0 ? emptyRoot() : subtreeRoot(leaves, 0, leaves.length);
}

/** Audit path for the leaf at `index` in the tree of all given leaves, lowest sibling first: section 2.1.1. */
export function inclusionProof(leaves: Leaves, index: number): Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) {
    throw new ComplianceError("BAD_PARAMETER", `leaf ${index} in a tree of ${leaves.length}`);
  }
  return path(leaves, index, 0, leaves.length);
}

/** Proof that the tree of the first `oldSize` leaves is a prefix of the tree of all: section 2.1.2. */
export function consistencyProof(leaves: Leaves, oldSize: number): Uint8Array[] {
  if (!Number.isInteger(oldSize) || oldSize < 1 || oldSize > leaves.length) {
    throw new ComplianceError("BAD_PARAMETER", `old size ${oldSize} of a tree of ${leaves.length}`);
  }
  return oldSize === leaves.length ? [] : subproof(leaves, oldSize, 0, leaves.length, true);
}

function subtreeRoot(leaves: Leaves, from: number, to: number): Uint8Array {
  const first = leaves[from];
  if (first === undefined) throw new ComplianceError("BAD_PARAMETER", `leaf ${from} is missing`);
  if (to - from === 1) return first;
  const middle = from + split(to - from);
  return nodeHash(subtreeRoot(leaves, from, middle), subtreeRoot(leaves, middle, to));
}

function path(leaves: Leaves, index: number, from: number, to: number): Uint8Array[] {
  if (to - from === 1) return [];
  const middle = from + split(to - from);
  return index < middle
    ? [...path(leaves, index, from, middle), subtreeRoot(leaves, middle, to)]
    : [...path(leaves, index, middle, to), subtreeRoot(leaves, from, middle)];
}

/** `complete`: the old tree's root is this very subtree, which the verifier knows. */
function subproof(leaves: Leaves, oldSize: number, from: number, to: number, complete: boolean): Uint8Array[] {
  if (oldSize === to - from) return complete ? [] : [subtreeRoot(leaves, from, to)];
  const half = split(to - from);
  const middle = from + half;
  return oldSize <= half
    ? [...subproof(leaves, oldSize, from, middle, complete), subtreeRoot(leaves, middle, to)]
    : [...subproof(leaves, oldSize - half, middle, to, false), subtreeRoot(leaves, from, middle)];
}

/** The largest power of two below n, n >= 2. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}
