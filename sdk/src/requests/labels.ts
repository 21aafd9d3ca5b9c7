import { zeroHash } from "viem";
import type { Hex } from "viem";
import { labelRegistryAbi } from "../abi/index.ts";
import { encodeCountry } from "../codecs/country.ts";
import { ADJUSTMENT_DECLARATIONS, ADJUSTMENT_STATUSES, enumIndex } from "../codecs/enums.ts";
import type { AdjustmentDeclaration, AdjustmentStatus } from "../codecs/enums.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

type LabelRequest<name extends "attest" | "revoke" | "refresh" | "recordAdjustment"> = ContractRequest<
  typeof labelRegistryAbi,
  name
>;

/** The end of a label that has none, in place of unix seconds. */
export const OPEN_ENDED = 2 ** 40 - 1;

const registry = (deployment: Addresses) => deployment.contracts.labelRegistry.address;

/** A label of a batch from `from`, inclusive, to `until`, exclusive (unix seconds); without `until` it has no end. */
export type AttestationInput = { batchId: bigint; labelId: number; from: number; until?: number; evidence: Hex };

/** Attests a label. Only an attester of that label. */
export function buildAttestLabelRequest(deployment: Addresses, input: AttestationInput): LabelRequest<"attest"> {
  const args = [input.batchId, input.labelId, input.from, input.until ?? OPEN_ENDED, input.evidence] as const;
  return contractRequest(registry(deployment), labelRegistryAbi, "attest", args);
}

/** Which attestation ends when (unix seconds), and why. The reason is public and must carry no personal data. */
export type RevocationInput = { batchId: bigint; labelId: number; index: bigint; effectiveAt: number; reason: string };

/** Ends a label early. Only an attester of that label. */
export function buildRevokeLabelRequest(deployment: Addresses, input: RevocationInput): LabelRequest<"revoke"> {
  const args = [input.batchId, input.labelId, input.index, input.effectiveAt, input.reason] as const;
  return contractRequest(registry(deployment), labelRegistryAbi, "revoke", args);
}

/** Brings the cached labels of a batch to the present. Anyone. */
export function buildRefreshLabelsRequest(deployment: Addresses, batchId: bigint): LabelRequest<"refresh"> {
  return contractRequest(registry(deployment), labelRegistryAbi, "refresh", [batchId]);
}

/** What a host country may use adjusted credits for: the bits of `purposes` on chain. */
export const ADJUSTMENT_PURPOSES = ["NDC", "INTERNATIONAL_MITIGATION", "OTHER"] as const;
export type AdjustmentPurpose = (typeof ADJUSTMENT_PURPOSES)[number];

/** A state of a corresponding adjustment; country, letter and purposes only of a commitment. Times in unix seconds. */
export type AdjustmentInput = {
  declaration: AdjustmentDeclaration;
  status: AdjustmentStatus;
  effectiveAt: number;
  hostParty?: string;
  authorisationRef?: Hex;
  purposes?: readonly AdjustmentPurpose[];
};

/** Records the next state of a batch's corresponding adjustment. Needs the authoriser role. */
export function buildRecordAdjustmentRequest(
  deployment: Addresses,
  batchId: bigint,
  input: AdjustmentInput,
): LabelRequest<"recordAdjustment"> {
  const adjustment = {
    declaration: enumIndex(ADJUSTMENT_DECLARATIONS, input.declaration),
    status: enumIndex(ADJUSTMENT_STATUSES, input.status),
    purposes: (input.purposes ?? []).reduce(
      (bits, purpose) => bits | (1 << enumIndex(ADJUSTMENT_PURPOSES, purpose)),
      0,
    ),
    hostParty: encodeCountry(input.hostParty),
    effectiveAt: input.effectiveAt,
    recordedAt: 0,
    authorisationRef: input.authorisationRef ?? zeroHash,
  };
  return contractRequest(registry(deployment), labelRegistryAbi, "recordAdjustment", [batchId, adjustment]);
}
