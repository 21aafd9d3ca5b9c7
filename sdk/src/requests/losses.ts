import type { Address, Hex } from "viem";
import { reversalBufferAbi } from "../abi/index.ts";
import { LOSS_CAUSES, LOSS_KINDS, enumIndex } from "../codecs/enums.ts";
import type { LossCause, LossKind } from "../codecs/enums.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

type Buffer = typeof reversalBufferAbi;
type BufferRequest<
  name extends
    | "report"
    | "extend"
    | "consent"
    | "refuse"
    | "lapse"
    | "settle"
    | "heal"
    | "donate"
    | "repay"
    | "postBond"
    | "withdrawBond"
    | "setInvalidationWindow",
> = ContractRequest<Buffer, name>;

const buffer = (deployment: Addresses) => deployment.contracts.reversalBuffer.address;

/** What was lost: batches of one project in any order, with kg each, and the hash of the report about it. */
export type LossReportInput = {
  kind: LossKind;
  cause: LossCause;
  intentional: boolean;
  evidence: Hex;
  losses: readonly { batchId: bigint; units: bigint }[];
};

/** Reports a reversal or an invalidation. Needs the registry role. */
export function buildReportLossRequest(deployment: Addresses, input: LossReportInput): BufferRequest<"report"> {
  const report = {
    kind: enumIndex(LOSS_KINDS, input.kind),
    cause: enumIndex(LOSS_CAUSES, input.cause),
    intentional: input.intentional,
    evidence: input.evidence,
  };
  const losses = [...input.losses].sort((a, b) => (a.batchId < b.batchId ? -1 : 1));
  return contractRequest(buffer(deployment), reversalBufferAbi, "report", [report, losses]);
}

/** Gives an investigation 30 days more, once. Needs the verifier role. */
export function buildExtendCaseRequest(deployment: Addresses, caseId: bigint): BufferRequest<"extend"> {
  return contractRequest(buffer(deployment), reversalBufferAbi, "extend", [caseId]);
}

/** Agrees to a reported loss. Needs the verifier role; `evidence` must be the reported hash. */
export function buildConsentRequest(deployment: Addresses, caseId: bigint, evidence: Hex): BufferRequest<"consent"> {
  return contractRequest(buffer(deployment), reversalBufferAbi, "consent", [caseId, evidence]);
}

/** Refuses a reported loss. Needs the verifier role. */
export function buildRefuseLossRequest(deployment: Addresses, caseId: bigint, reason: string): BufferRequest<"refuse"> {
  return contractRequest(buffer(deployment), reversalBufferAbi, "refuse", [caseId, reason]);
}

/** Closes a report whose deadline passed without a verdict. Anyone. */
export function buildLapseRequest(deployment: Addresses, caseId: bigint): BufferRequest<"lapse"> {
  return contractRequest(buffer(deployment), reversalBufferAbi, "lapse", [caseId]);
}

/** Works the waterfall of agreed losses. Anyone. */
export function buildSettleLossesRequest(deployment: Addresses, maxSteps: bigint): BufferRequest<"settle"> {
  return contractRequest(buffer(deployment), reversalBufferAbi, "settle", [maxSteps]);
}

/** Cancels units (kg) of the caller to heal the impairment of a batch. */
export function buildHealRequest(
  deployment: Addresses,
  input: { impairedBatchId: bigint; batchId: bigint; units: bigint },
): BufferRequest<"heal"> {
  const args = [input.impairedBatchId, input.batchId, input.units] as const;
  return contractRequest(buffer(deployment), reversalBufferAbi, "heal", args);
}

/** Gives units (kg) to the buffer. */
export function buildDonateRequest(deployment: Addresses, batchId: bigint, units: bigint): BufferRequest<"donate"> {
  return contractRequest(buffer(deployment), reversalBufferAbi, "donate", [batchId, units]);
}

/** Gives units (kg) to the buffer against a project's debt. */
export function buildRepayRequest(
  deployment: Addresses,
  input: { projectId: bigint; batchId: bigint; units: bigint },
): BufferRequest<"repay"> {
  const args = [input.projectId, input.batchId, input.units] as const;
  return contractRequest(buffer(deployment), reversalBufferAbi, "repay", args);
}

/** Posts units (kg) that are cancelled when the project's losses reach them; `lockedUntil` in unix seconds. */
export function buildPostBondRequest(
  deployment: Addresses,
  input: { projectId: bigint; batchId: bigint; units: bigint; lockedUntil: number },
): BufferRequest<"postBond"> {
  const args = [input.projectId, input.batchId, input.units, input.lockedUntil] as const;
  return contractRequest(buffer(deployment), reversalBufferAbi, "postBond", args);
}

/** Takes units (kg) of a bond back. Only its guarantor. */
export function buildWithdrawBondRequest(
  deployment: Addresses,
  input: { bondId: bigint; units: bigint; to: Address },
): BufferRequest<"withdrawBond"> {
  const args = [input.bondId, input.units, input.to] as const;
  return contractRequest(buffer(deployment), reversalBufferAbi, "withdrawBond", args);
}

/** Shortens the span in which a batch may be invalidated to `endsAt` (unix seconds). Needs the registry role. */
export function buildSetInvalidationWindowRequest(
  deployment: Addresses,
  batchId: bigint,
  endsAt: number,
): BufferRequest<"setInvalidationWindow"> {
  return contractRequest(buffer(deployment), reversalBufferAbi, "setInvalidationWindow", [batchId, endsAt]);
}
