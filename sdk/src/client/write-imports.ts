import type { Address, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import {
  buildAttestImportRequest,
  buildIssueLeafRequest,
  buildProposeImportRequest,
  buildRefuseImportRequest,
  buildWithdrawImportRequest,
} from "../requests/imports.ts";
import type { ImportInput } from "../requests/imports.ts";
import type { ImportLeaf } from "../requests/issuance-tree.ts";
import type { WriteContext } from "./client-context.ts";
import { requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

const credits = (context: WriteContext): Address => context.deployment.contracts.carbonCredits.address;

/**
 * Proposes every issuance of a tree, see `buildIssuanceTree`. Needs the registry role. Throws `CarbonContractError`
 * "CarbonCredits_ImportExists" for a root that was proposed before.
 */
export function proposeImport(context: WriteContext, input: ImportInput): Promise<Sent> {
  return send(context, buildProposeImportRequest(context.deployment, input));
}

/** Takes an import back; what is minted of it stays. Only its proposer. Throws `CarbonContractError`. */
export function withdrawImport(context: WriteContext, root: Hex): Promise<Sent> {
  return send(context, buildWithdrawImportRequest(context.deployment, root));
}

/** Attests a whole tree. Needs the verifier role. Throws `CarbonContractError` "CarbonCredits_ReportMismatch". */
export function attestImport(context: WriteContext, root: Hex, reportHash: Hex): Promise<Sent> {
  return send(context, buildAttestImportRequest(context.deployment, root, reportHash));
}

/** Refuses a whole tree with a reason. Needs the verifier role. Throws `CarbonContractError`. */
export function refuseImport(context: WriteContext, root: Hex, reason: string): Promise<Sent> {
  return send(context, buildRefuseImportRequest(context.deployment, root, reason));
}

/** A minted issuance of an import: its batch, its kg, and how many of the import are minted with it. */
export type IssuedLeaf = { batchId: bigint; units: bigint; issuedCount: number };

/**
 * Mints one issuance of an attested tree. Needs the registry role. Throws `CarbonContractError` "CarbonCredits_LeafIssued" the
 * second time and "CarbonCredits_BadProof" for another issuance than the tree's.
 */
export async function issueLeaf(context: WriteContext, root: Hex, leaf: ImportLeaf): Promise<Sent & IssuedLeaf> {
  const sent = await send(context, buildIssueLeafRequest(context.deployment, root, leaf));
  const { batchId, issuedCount } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "LeafIssued").args;
  const { units } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "BatchIssued").args;
  return { ...sent, batchId, units, issuedCount };
}
