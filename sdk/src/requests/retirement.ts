import { zeroAddress, zeroHash } from "viem";
import type { Address, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import { encodeCountry } from "../codecs/country.ts";
import { CANCELLATION_REASONS, PURPOSES, enumIndex } from "../codecs/enums.ts";
import type { CancellationReason, Purpose } from "../codecs/enums.ts";
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

/** What a retirement states, see `RetirementInput`. */
export type RetirementStatement = {
  beneficiary?: Address;
  beneficiaryRef?: Hex;
  purpose: Purpose;
  consumptionCountry?: string;
  periodStart?: number;
  periodEnd?: number;
  statement?: string;
};

/** Burns credits, assigns the next exact serials and mints the certificate. Throws `RangeError` on a bad country code. */
export function buildRetireRequest(
  deployment: Addresses,
  input: RetirementInput,
): ContractRequest<typeof carbonCreditsAbi, "retire"> {
  const args = [input.account, input.batchId, input.units, retirementDetails(input)] as const;
  return contractRequest(deployment.contracts.carbonCredits.address, carbonCreditsAbi, "retire", args);
}

/** A statement as ICarbonCredits.RetirementDetails. Throws `RangeError` on a bad country code. */
export function retirementDetails(input: RetirementStatement) {
  return {
    beneficiary: input.beneficiary ?? zeroAddress,
    beneficiaryRef: input.beneficiaryRef ?? zeroHash,
    purpose: enumIndex(PURPOSES, input.purpose),
    consumptionCountry: encodeCountry(input.consumptionCountry),
    periodStart: input.periodStart ?? 0,
    periodEnd: input.periodEnd ?? 0,
    statement: input.statement ?? "",
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
