import { zeroHash } from "viem";
import type { Address, Hex } from "viem";
import { complianceGateAbi } from "../abi/index.ts";
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

/** Freezes or releases an account. Needs the compliance or guardian role. */
export function buildSetFrozenRequest(
  deployment: Addresses,
  account: Address,
  frozen: boolean,
): ContractRequest<typeof complianceGateAbi, "setFrozen"> {
  return contractRequest(deployment.contracts.complianceGate.address, complianceGateAbi, "setFrozen", [
    account,
    frozen,
  ]);
}
