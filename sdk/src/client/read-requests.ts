import type { Address, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import { decodeCountry } from "../codecs/country.ts";
import { CLAIM_TYPES, PROPOSAL_STATUSES, PURPOSES, REQUEST_STATUSES, enumName } from "../codecs/enums.ts";
import type { ClaimType, OnChainProposalStatus, Purpose, RequestStatus } from "../codecs/enums.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

const credits = (context: ReadContext): Address => context.deployment.contracts.carbonCredits.address;

/** A retirement that waits, or waited, for the source registry's word. Units in kg, times in unix seconds or null. */
export type RetirementRequest = {
  id: bigint;
  account: Address;
  requestedAt: number;
  status: RequestStatus;
  portions: readonly { batchId: bigint; units: bigint }[];
  beneficiary: Address;
  beneficiaryRef: Hex;
  purpose: Purpose;
  consumptionCountry: string | null;
  periodStart: number | null;
  periodEnd: number | null;
  statement: string;
  claim: ClaimType;
};

/** Reads a requested retirement. Throws `CarbonContractError` "CarbonCredits_UnknownRequest". */
export async function readRetirementRequest(context: ReadContext, requestId: bigint): Promise<RetirementRequest> {
  const { details, ...request } = await call(context, credits(context), carbonCreditsAbi, "retirementRequest", [
    requestId,
  ]);
  return {
    ...request,
    id: requestId,
    status: enumName(REQUEST_STATUSES, request.status),
    beneficiary: details.beneficiary,
    beneficiaryRef: details.beneficiaryRef,
    purpose: enumName(PURPOSES, details.purpose),
    consumptionCountry: decodeCountry(details.consumptionCountry),
    periodStart: details.periodStart || null,
    periodEnd: details.periodEnd || null,
    statement: details.statement,
    claim: enumName(CLAIM_TYPES, details.claim),
  };
}

/** Whether a project's credits retire only once their source registry confirms. */
export function readIsConfirmationRequired(context: ReadContext, projectId: bigint): Promise<boolean> {
  return call(context, credits(context), carbonCreditsAbi, "isConfirmationRequired", [projectId]);
}

/** Issuances proposed as the root of a tree: how many, how many minted, and where they stand. `verifier` is null before a verdict. */
export type IssuanceImport = {
  root: Hex;
  proposer: Address;
  proposedAt: number;
  count: number;
  issuedCount: number;
  status: OnChainProposalStatus;
  verifier: Address | null;
  reportHash: Hex;
};

/** Reads an import. Throws `CarbonContractError` "CarbonCredits_UnknownImport". */
export async function readIssuanceImport(context: ReadContext, root: Hex): Promise<IssuanceImport> {
  const found = await call(context, credits(context), carbonCreditsAbi, "issuanceImport", [root]);
  return {
    ...found,
    root,
    status: enumName(PROPOSAL_STATUSES, found.status),
    verifier: /^0x0+$/.test(found.verifier) ? null : found.verifier,
  };
}

/** Whether an issuance of an import, by its place in the tree, was minted. */
export function readIsLeafIssued(context: ReadContext, root: Hex, index: number): Promise<boolean> {
  return call(context, credits(context), carbonCreditsAbi, "isLeafIssued", [root, index]);
}
