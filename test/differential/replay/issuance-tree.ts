import { carbonCreditsAbi } from "@carbonxchange/sdk";
import { concat, encodeAbiParameters, keccak256 } from "viem";
import type { AbiFunction, AbiParameter, ContractFunctionArgs, Hex } from "viem";

/** An issuance as ICarbonCredits.propose takes it. */
export type Issuance = ContractFunctionArgs<typeof carbonCreditsAbi, "nonpayable", "propose">[0];

const propose = carbonCreditsAbi.find(
  (item): item is typeof item & AbiFunction => item.type === "function" && item.name === "propose",
);
const leafTypes: readonly AbiParameter[] = [{ type: "uint32" }, ...(propose?.inputs ?? [])];

/** The tree of an import (IIssuanceImports): leaves hashed twice, pairs in ascending order, a lone one goes up as it is. */
export function issuanceTree(issuances: readonly Issuance[]): { root: Hex; proofs: Hex[][] } {
  const leaves = issuances.map((issuance, index) =>
    keccak256(keccak256(encodeAbiParameters(leafTypes, [index, issuance]))),
  );
  const proofs: Hex[][] = leaves.map(() => []);
  let level = leaves.map((hash, index) => ({ hash, members: [index] }));
  while (level.length > 1) {
    const next: typeof level = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      if (left === undefined) continue;
      if (right === undefined) {
        next.push(left);
        continue;
      }
      for (const index of left.members) proofs[index]?.push(right.hash);
      for (const index of right.members) proofs[index]?.push(left.hash);
      const pair = left.hash < right.hash ? [left.hash, right.hash] : [right.hash, left.hash];
      next.push({ hash: keccak256(concat(pair)), members: [...left.members, ...right.members] });
    }
    level = next;
  }
  const [root] = level;
  if (root === undefined) throw new RangeError("an import needs an issuance");
  return { root: root.hash, proofs };
}
