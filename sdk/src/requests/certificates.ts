import type { Address } from "viem";
import { retirementCertificateAbi } from "../abi/index.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

/** A part of a certificate for another name, in kg; `to` is who it is for. */
export type SplitInput = { tokenId: bigint; to: Address; units: bigint };

/** Passes a part of a certificate on, for good, as a certificate of its own. Only the certificate's holder. */
export function buildSplitCertificateRequest(
  deployment: Addresses,
  input: SplitInput,
): ContractRequest<typeof retirementCertificateAbi, "split"> {
  const { address } = deployment.contracts.retirementCertificate;
  return contractRequest(address, retirementCertificateAbi, "split", [input.tokenId, input.to, input.units]);
}
