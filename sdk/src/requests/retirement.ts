import { zeroAddress, zeroHash } from "viem";
import type { Address, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import { encodeCountry } from "../codecs/country.ts";
import { CANCELLATION_REASONS, CLAIM_TYPES, PURPOSES, enumIndex } from "../codecs/enums.ts";
import type { CancellationReason, ClaimType, Purpose } from "../codecs/enums.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

/** Longest public text of a retirement, in bytes of UTF-8. */
export const MAX_STATEMENT_BYTES = 256;

/**
 * A retirement in words. `units` in kg; `beneficiary` defaults to the account; `beneficiaryRef` is the salted hash of the
 * off-chain record; times are unix seconds; `statement` is public and must carry no personal data.
 */
export type RetirementInput = RetirementStatement & { account: Address; batchId: bigint; units: bigint };

/** A retirement of several batches under one certificate; `units` in kg. */
export type RetirementOfManyInput = RetirementStatement & {
  account: Address;
  portions: readonly { batchId: bigint; units: bigint }[];
};

/** What a retirement states; everything but the purpose may be left out. */
export type RetirementStatement = {
  beneficiary?: Address;
  beneficiaryRef?: Hex;
  purpose: Purpose;
  consumptionCountry?: string;
  periodStart?: number;
  periodEnd?: number;
  statement?: string;
  claim?: ClaimType;
};

/** Burns credits, assigns the next exact serials and mints the certificate. Throws `RangeError` on a bad country code. */
export function buildRetireRequest(
  deployment: Addresses,
  input: RetirementInput,
): ContractRequest<typeof carbonCreditsAbi, "retire"> {
  const args = [input.account, input.batchId, input.units, encodeStatement(input)] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "retire", args);
}

/** `buildRetireRequest` for many batches, with one certificate for all of them. */
export function buildRetireManyRequest(
  deployment: Addresses,
  input: RetirementOfManyInput,
): ContractRequest<typeof carbonCreditsAbi, "retireMany"> {
  const args = [input.account, input.portions, encodeStatement(input)] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "retireMany", args);
}

/** Retires what the caller holds in the name of `account`. Needs the custodian role. */
export function buildRetireHeldRequest(
  deployment: Addresses,
  input: RetirementOfManyInput,
): ContractRequest<typeof carbonCreditsAbi, "retireHeld"> {
  const args = [input.account, input.portions, encodeStatement(input)] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "retireHeld", args);
}

/** Hands credits over to be retired once their source registry confirms. */
export function buildRequestRetirementRequest(
  deployment: Addresses,
  input: RetirementOfManyInput,
): ContractRequest<typeof carbonCreditsAbi, "requestRetirement"> {
  const args = [input.account, input.portions, encodeStatement(input)] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "requestRetirement", args);
}

/** Sets whether a project's credits retire at once or by request. Needs the registry role. */
export function buildSetConfirmationRequiredRequest(
  deployment: Addresses,
  projectId: bigint,
  isRequired: boolean,
): ContractRequest<typeof carbonCreditsAbi, "setConfirmationRequired"> {
  const args = [projectId, isRequired] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "setConfirmationRequired", args);
}

/** Makes a requested retirement final. Needs the registry role. */
export function buildConfirmRetirementRequest(
  deployment: Addresses,
  requestId: bigint,
): ContractRequest<typeof carbonCreditsAbi, "confirmRetirement"> {
  const args = [requestId] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "confirmRetirement", args);
}

/** Gives the units of a requested retirement back, with the source registry's reason. Needs the registry role. */
export function buildRevertRetirementRequest(
  deployment: Addresses,
  requestId: bigint,
  reason: string,
): ContractRequest<typeof carbonCreditsAbi, "revertRetirement"> {
  const args = [requestId, reason] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "revertRetirement", args);
}

/** Takes the units of a request back that nobody answered for 30 days. Only the account that asked. */
export function buildReclaimRetirementRequest(
  deployment: Addresses,
  requestId: bigint,
): ContractRequest<typeof carbonCreditsAbi, "reclaimRetirement"> {
  const args = [requestId] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "reclaimRetirement", args);
}

/** A statement as ICarbonCredits.RetirementDetails. Throws `RangeError` on a bad country code. */
export function encodeStatement(input: RetirementStatement) {
  return {
    beneficiary: input.beneficiary ?? zeroAddress,
    beneficiaryRef: input.beneficiaryRef ?? zeroHash,
    purpose: enumIndex(PURPOSES, input.purpose),
    consumptionCountry: encodeCountry(input.consumptionCountry),
    periodStart: input.periodStart ?? 0,
    periodEnd: input.periodEnd ?? 0,
    statement: input.statement ?? "",
    claim: enumIndex(CLAIM_TYPES, input.claim ?? "NONE"),
  };
}

/** A cancellation without an environmental claim; `units` in kg. */
export type CreditCancellationInput = {
  account: Address;
  batchId: bigint;
  units: bigint;
  reason: CancellationReason;
  note: string;
};

/** Burns credits for a typed reason other than retirement. */
export function buildCancelCreditsRequest(
  deployment: Addresses,
  input: CreditCancellationInput,
): ContractRequest<typeof carbonCreditsAbi, "cancel"> {
  const args = [
    input.account,
    input.batchId,
    input.units,
    enumIndex(CANCELLATION_REASONS, input.reason),
    input.note,
  ] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "cancel", args);
}
