import { concat, encodeAbiParameters, keccak256 } from "viem";
import type { AbiFunction, AbiParameter, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import { encodeIssuance } from "./issuance.ts";
import type { IssuanceInput } from "./issuance.ts";

/** One issuance of an import: its place in the tree and the proof that it stands there. */
export type ImportLeaf = { index: number; issuance: IssuanceInput; proof: readonly Hex[] };

/** Issuances as the root of a tree, which is all that is proposed and attested of them. */
export type IssuanceTree = { root: Hex; leaves: readonly ImportLeaf[] };

const propose = carbonCreditsAbi.find(
  (item): item is typeof item & AbiFunction => item.type === "function" && item.name === "propose",
);
const LEAF_TYPES: readonly AbiParameter[] = [{ type: "uint32" }, ...(propose?.inputs ?? [])];

/**
 * The tree of an import, numbered from zero as the issuances come (IIssuanceImports): leaves hashed twice, pairs in ascending
 * order, a lone one goes up as it is. Throws `RangeError` without an issuance and on serials beyond 40 bits.
 */
export function buildIssuanceTree(issuances: readonly IssuanceInput[]): IssuanceTree {
  const hashes = issuances.map((issuance, index) =>
    keccak256(keccak256(encodeAbiParameters(LEAF_TYPES, [index, encodeIssuance(issuance)]))),
  );
  const proofs: Hex[][] = hashes.map(() => []);
  let level = hashes.map((hash, index) => ({ hash, members: [index] }));
  while (level.length > 1) {
    const next: typeof level = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      if (left !== undefined) next.push(right === undefined ? left : joined(left, right, proofs));
    }
    level = next;
  }
  const [root] = level;
  if (root === undefined) throw new RangeError("an import needs an issuance");
  return {
    root: root.hash,
    leaves: issuances.map((issuance, index) => ({ index, issuance, proof: proofs[index] ?? [] })),
  };
}

type Node = { hash: Hex; members: number[] };

/** The node over two, which stand in the proofs of each other's leaves. */
function joined(left: Node, right: Node, proofs: readonly Hex[][]): Node {
  for (const index of left.members) proofs[index]?.push(right.hash);
  for (const index of right.members) proofs[index]?.push(left.hash);
  const pair = left.hash < right.hash ? [left.hash, right.hash] : [right.hash, left.hash];
  return { hash: keccak256(concat(pair)), members: [...left.members, ...right.members] };
}
