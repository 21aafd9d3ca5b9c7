import { zeroHash } from "viem";
import type { Address, Hex } from "viem";
import { carbonCreditsAbi, complianceGateAbi } from "../abi/index.ts";
import { encodeCountry } from "../codecs/country.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

/** An eligibility record: tier 0 to 3, ISO country, expiry in unix seconds, reference to the evidence. */
export type EligibilityInput = {
  account: Address;
  tier: number;
  country: string;
  expiresAt: number;
  attestationId?: Hex;
};

/** Writes an account's record. Needs the compliance role. */
export function buildSetEligibilityRequest(
  deployment: Addresses,
  input: EligibilityInput,
): ContractRequest<typeof complianceGateAbi, "setEligibility"> {
  const args = [
    input.account,
    input.tier,
    encodeCountry(input.country),
    input.expiresAt,
    input.attestationId ?? zeroHash,
  ] as const;
  return contractRequest(deployment.contracts.complianceGate.address, complianceGateAbi, "setEligibility", args);
}

/** Freezes an account at once. Needs the guardian role. */
export function buildFreezeRequest(
  deployment: Addresses,
  account: Address,
): ContractRequest<typeof complianceGateAbi, "freeze"> {
  return contractRequest(deployment.contracts.complianceGate.address, complianceGateAbi, "freeze", [account]);
}

/** Releases a frozen account. Needs the compliance role, whose calls are announced and wait. */
export function buildUnfreezeRequest(
  deployment: Addresses,
  account: Address,
): ContractRequest<typeof complianceGateAbi, "unfreeze"> {
  return contractRequest(deployment.contracts.complianceGate.address, complianceGateAbi, "unfreeze", [account]);
}

/** Units of one batch in one account, kg. */
export type TokenFreeze = { account: Address; batchId: bigint; units: bigint };

/** Raises what is frozen of a batch in an account to `units`, at once. Needs the guardian role; never lowers. */
export function buildFreezeTokensRequest(
  deployment: Addresses,
  { account, batchId, units }: TokenFreeze,
): ContractRequest<typeof carbonCreditsAbi, "freezeTokens"> {
  const { address } = deployment.contracts.carbonCredits;
  return contractRequest(address, carbonCreditsAbi, "freezeTokens", [account, batchId, units]);
}

/** Sets what is frozen of a batch in an account, up or down. Needs the compliance role, whose calls are announced and wait. */
export function buildSetFrozenTokensRequest(
  deployment: Addresses,
  { account, batchId, units }: TokenFreeze,
): ContractRequest<typeof carbonCreditsAbi, "setFrozenTokens"> {
  const { address } = deployment.contracts.carbonCredits;
  return contractRequest(address, carbonCreditsAbi, "setFrozenTokens", [account, batchId, units]);
}
