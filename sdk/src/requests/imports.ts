import type { Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";
import { encodeIssuance } from "./issuance.ts";
import type { ImportLeaf } from "./issuance-tree.ts";

type ImportRequest<name extends "proposeImport" | "withdrawImport" | "attestImport" | "refuseImport" | "issueLeaf"> =
  ContractRequest<typeof carbonCreditsAbi, name>;

const credits = (deployment: Addresses) => deployment.contracts.carbonCredits.address;

/** The root of a tree of issuances, how many it has, and the hash of the report that covers all of them. */
export type ImportInput = { root: Hex; count: number; reportHash: Hex };

/** Proposes every issuance of a tree. Needs the registry role; a root is proposed once. */
export function buildProposeImportRequest(deployment: Addresses, input: ImportInput): ImportRequest<"proposeImport"> {
  const args = [input.root, input.count, input.reportHash] as const;
  return contractRequest(credits(deployment), carbonCreditsAbi, "proposeImport", args);
}

/** Takes an import back; leaves already minted stay. Only its proposer. */
export function buildWithdrawImportRequest(deployment: Addresses, root: Hex): ImportRequest<"withdrawImport"> {
  return contractRequest(credits(deployment), carbonCreditsAbi, "withdrawImport", [root]);
}

/** Attests a whole tree. Needs the verifier role; `reportHash` must equal the proposed one. */
export function buildAttestImportRequest(
  deployment: Addresses,
  root: Hex,
  reportHash: Hex,
): ImportRequest<"attestImport"> {
  return contractRequest(credits(deployment), carbonCreditsAbi, "attestImport", [root, reportHash]);
}

/** Refuses a whole tree with a reason. Needs the verifier role. */
export function buildRefuseImportRequest(
  deployment: Addresses,
  root: Hex,
  reason: string,
): ImportRequest<"refuseImport"> {
  return contractRequest(credits(deployment), carbonCreditsAbi, "refuseImport", [root, reason]);
}

/** Mints one leaf of an attested tree. Needs the registry role. Throws `RangeError` on serials beyond 40 bits. */
export function buildIssueLeafRequest(deployment: Addresses, root: Hex, leaf: ImportLeaf): ImportRequest<"issueLeaf"> {
  const args = [root, leaf.index, encodeIssuance(leaf.issuance), leaf.proof] as const;
  return contractRequest(credits(deployment), carbonCreditsAbi, "issueLeaf", args);
}
