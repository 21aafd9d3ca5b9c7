import type { Address, Hex } from "viem";
import { labelRegistryAbi } from "../abi/index.ts";
import { decodeCountry } from "../codecs/country.ts";
import { ADJUSTMENT_DECLARATIONS, ADJUSTMENT_STATUSES, enumName } from "../codecs/enums.ts";
import type { AdjustmentDeclaration, AdjustmentStatus } from "../codecs/enums.ts";
import { labelIds } from "../codecs/labels.ts";
import { ADJUSTMENT_PURPOSES, OPEN_ENDED } from "../requests/labels.ts";
import type { AdjustmentPurpose } from "../requests/labels.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

const registry = (context: ReadContext): Address => context.deployment.contracts.labelRegistry.address;

/** The codes of the labels a batch has at a moment (unix seconds), in the order of their ids. */
export async function readLabelsAt(context: ReadContext, batchId: bigint, at: number): Promise<string[]> {
  const mask = await call(context, registry(context), labelRegistryAbi, "labelsAt", [batchId, at]);
  return Promise.all(labelIds(mask).map((id) => call(context, registry(context), labelRegistryAbi, "label", [id])));
}

/** One attestation. Times in unix seconds; `until` is null without an end, `revokedAt` null unless revoked. */
export type LabelAttestation = {
  attester: Address;
  from: number;
  until: number | null;
  attestedUntil: number | null;
  attestedAt: number;
  revokedAt: number | null;
  evidence: Hex;
  reason: string;
};

/** Every attestation of a label on a batch, oldest first. Throws `CarbonContractError` "LabelRegistry_UnknownLabel". */
export async function readLabelAttestations(
  context: ReadContext,
  batchId: bigint,
  labelId: number,
): Promise<LabelAttestation[]> {
  const entries = await call(context, registry(context), labelRegistryAbi, "attestations", [batchId, labelId]);
  const end = (seconds: number) => (seconds === OPEN_ENDED ? null : seconds);
  return entries.map((entry) => ({
    ...entry,
    until: end(entry.until),
    attestedUntil: end(entry.attestedUntil),
    revokedAt: entry.revokedAt || null,
  }));
}

/** The state of a corresponding adjustment. Times in unix seconds, null before the first record. */
export type Adjustment = {
  declaration: AdjustmentDeclaration;
  status: AdjustmentStatus;
  purposes: AdjustmentPurpose[];
  hostParty: string | null;
  effectiveAt: number | null;
  recordedAt: number | null;
  authorisationRef: Hex;
};

/** The state of a batch's corresponding adjustment at a moment (unix seconds). */
export async function readAdjustment(context: ReadContext, batchId: bigint, at: number): Promise<Adjustment> {
  const entry = await call(context, registry(context), labelRegistryAbi, "adjustmentAt", [batchId, at]);
  return {
    declaration: enumName(ADJUSTMENT_DECLARATIONS, entry.declaration),
    status: enumName(ADJUSTMENT_STATUSES, entry.status),
    purposes: ADJUSTMENT_PURPOSES.filter((_, bit) => ((entry.purposes >> bit) & 1) === 1),
    hostParty: decodeCountry(entry.hostParty),
    effectiveAt: entry.effectiveAt || null,
    recordedAt: entry.recordedAt || null,
    authorisationRef: entry.authorisationRef,
  };
}
