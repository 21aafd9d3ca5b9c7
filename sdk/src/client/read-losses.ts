import type { Address, Hex } from "viem";
import { reversalBufferAbi } from "../abi/index.ts";
import { LOSS_CASE_STATUSES, LOSS_CAUSES, LOSS_KINDS, enumName } from "../codecs/enums.ts";
import type { LossCaseStatus, LossCause, LossKind } from "../codecs/enums.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

const buffer = (context: ReadContext): Address => context.deployment.contracts.reversalBuffer.address;

/**
 * What became of the claim behind a batch, in kg: whole without a loss, covered when all of it was made good, impaired
 * by `impairedBps` basis points of every issued unit otherwise. A loss whose waterfall still runs counts as neither yet.
 */
export type Impairment = {
  state: "WHOLE" | "SETTLING" | "COVERED" | "IMPAIRED";
  reversedUnits: bigint;
  coveredUnits: bigint;
  impairedUnits: bigint;
  pendingUnits: bigint;
  impairedBps: number;
  openCaseId: bigint | null;
};

/** Reads what a batch lost and what of it was made good. */
export async function readImpairment(context: ReadContext, batchId: bigint): Promise<Impairment> {
  const [loss, [, , impairedBps], openCaseId] = await Promise.all([
    call(context, buffer(context), reversalBufferAbi, "lossOf", [batchId]),
    call(context, buffer(context), reversalBufferAbi, "statusOf", [batchId]),
    call(context, buffer(context), reversalBufferAbi, "openCaseOf", [batchId]),
  ]);
  return { state: stateOf(loss), ...loss, impairedBps: Number(impairedBps), openCaseId: openCaseId || null };
}

function stateOf(loss: { reversedUnits: bigint; impairedUnits: bigint; pendingUnits: bigint }): Impairment["state"] {
  if (loss.impairedUnits > 0n) return "IMPAIRED";
  if (loss.pendingUnits > 0n) return "SETTLING";
  return loss.reversedUnits > 0n ? "COVERED" : "WHOLE";
}

/** A reported loss and where it stands. `deadline` in unix seconds, units in kg; `verifier` is null before the verdict. */
export type LossCase = {
  id: bigint;
  kind: LossKind;
  cause: LossCause;
  intentional: boolean;
  evidence: Hex;
  status: LossCaseStatus;
  projectId: bigint;
  reporter: Address;
  verifier: Address | null;
  deadline: number;
  extended: boolean;
  units: bigint;
  uncoveredUnits: bigint;
  losses: readonly { batchId: bigint; units: bigint }[];
};

/** Reads a reported loss. Throws `CarbonContractError` "ReversalBuffer_UnknownCase". */
export async function readLossCase(context: ReadContext, caseId: bigint): Promise<LossCase> {
  const { report, ...found } = await call(context, buffer(context), reversalBufferAbi, "caseOf", [caseId]);
  return {
    ...found,
    id: caseId,
    kind: enumName(LOSS_KINDS, report.kind),
    cause: enumName(LOSS_CAUSES, report.cause),
    intentional: report.intentional,
    evidence: report.evidence,
    status: enumName(LOSS_CASE_STATUSES, found.status),
    verifier: /^0x0+$/.test(found.verifier) ? null : found.verifier,
  };
}

/** What a project still owes for losses caused on purpose, in kg. */
export function readProjectDebt(context: ReadContext, projectId: bigint): Promise<bigint> {
  return call(context, buffer(context), reversalBufferAbi, "debtOf", [projectId]);
}
