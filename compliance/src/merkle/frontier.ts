import { ComplianceError } from "../errors.ts";
import { emptyRoot, nodeHash } from "./hash.ts";

/** A growing tree without its leaves: how many there are, and the roots of its perfect subtrees, largest first. */
export type Frontier = { size: bigint; peaks: readonly Uint8Array[] };

export const EMPTY_FRONTIER: Frontier = { size: 0n, peaks: [] };

/** The frontier with one more leaf hash: RFC 9162, section 2.1.2. Throws BAD_PARAMETER when size and peaks do not fit. */
export function withLeaf({ size, peaks }: Frontier, leaf: Uint8Array): Frontier {
  const stack = [...peaks];
  let node = leaf;
  // each trailing one of the size is a perfect subtree as large as the one just completed
  for (let bits = size; bits % 2n === 1n; bits /= 2n) {
    const left = stack.pop();
    if (left === undefined) throw new ComplianceError("BAD_PARAMETER", `${peaks.length} peaks of ${size} leaves`);
    node = nodeHash(left, node);
  }
  return { size: size + 1n, peaks: [...stack, node] };
}

/** The root of the whole tree: the same as `merkleRoot` of all its leaves. */
export function frontierRoot({ peaks }: Frontier): Uint8Array {
  return peaks.length === 0 ? emptyRoot() : peaks.reduceRight((right, left) => nodeHash(left, right));
}
