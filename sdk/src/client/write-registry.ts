import type { Address, Hex } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import {
  buildAttestRequest,
  buildIssueRequest,
  buildProposeRequest,
  buildRefuseRequest,
  buildRegisterProjectRequest,
  buildWithdrawProposalRequest,
} from "../requests/issuance.ts";
import type { IssuanceInput, ProjectInput } from "../requests/issuance.ts";
import { buildCancelCreditsRequest, buildRetireManyRequest, buildRetireRequest } from "../requests/retirement.ts";
import type { CreditCancellationInput, RetirementInput, RetirementOfManyInput } from "../requests/retirement.ts";
import { consumedSerials } from "../serials/consumed-serials.ts";
import type { ConsumedSerials } from "../serials/consumed-serials.ts";
import type { WriteContext } from "./client-context.ts";
import { readBatch } from "./read-registry.ts";
import { requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

const credits = (context: WriteContext): Address => context.deployment.contracts.carbonCredits.address;

/** Registers a project. Needs the registry role. */
export async function registerProject(
  context: WriteContext,
  project: ProjectInput,
): Promise<Sent & { projectId: bigint }> {
  const sent = await send(context, buildRegisterProjectRequest(context.deployment, project));
  return {
    ...sent,
    projectId: requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "ProjectRegistered").args.projectId,
  };
}

/** Proposes an issuance. Needs the registry role. */
export async function propose(context: WriteContext, issuance: IssuanceInput): Promise<Sent & { proposalId: bigint }> {
  const sent = await send(context, buildProposeRequest(context.deployment, issuance));
  return {
    ...sent,
    proposalId: requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "IssuanceProposed").args.proposalId,
  };
}

/** Takes an open proposal back. Only its proposer. */
export function withdrawProposal(context: WriteContext, proposalId: bigint): Promise<Sent> {
  return send(context, buildWithdrawProposalRequest(context.deployment, proposalId));
}

/** Attests the report behind a proposal. Needs the verifier role. */
export function attest(context: WriteContext, proposalId: bigint, reportHash: Hex): Promise<Sent> {
  return send(context, buildAttestRequest(context.deployment, proposalId, reportHash));
}

/** Refuses a proposal with a reason. Needs the verifier role. */
export function refuse(context: WriteContext, proposalId: bigint, reason: string): Promise<Sent> {
  return send(context, buildRefuseRequest(context.deployment, proposalId, reason));
}

/** Mints an attested proposal. Needs the registry role. `units` in kg. */
export async function issue(
  context: WriteContext,
  proposalId: bigint,
): Promise<Sent & { batchId: bigint; units: bigint }> {
  const sent = await send(context, buildIssueRequest(context.deployment, proposalId));
  const { batchId, units } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "BatchIssued").args;
  return { ...sent, batchId, units };
}

/** Retires credits and mints the certificate, whose token id is the retirement id. */
export async function retire(
  context: WriteContext,
  input: RetirementInput,
): Promise<Sent & { retirementId: bigint; serials: ConsumedSerials }> {
  const sent = await send(context, buildRetireRequest(context.deployment, input));
  const { retirementId, firstUnit, units } = requiredEvent(
    sent.receipt,
    credits(context),
    carbonCreditsAbi,
    "Retired",
  ).args;
  const batch = await readBatch(context, input.batchId);
  return { ...sent, retirementId, serials: consumedSerials({ ...batch, firstUnit, units }) };
}

/** Retires credits of several batches under one certificate; what each gave is read with `readPortions`. */
export async function retireMany(
  context: WriteContext,
  input: RetirementOfManyInput,
): Promise<Sent & { retirementId: bigint }> {
  const sent = await send(context, buildRetireManyRequest(context.deployment, input));
  const { retirementId } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "Retired").args;
  return { ...sent, retirementId };
}

/** Cancels credits without an environmental claim. */
export async function cancelCredits(
  context: WriteContext,
  input: CreditCancellationInput,
): Promise<Sent & { serials: ConsumedSerials }> {
  const sent = await send(context, buildCancelCreditsRequest(context.deployment, input));
  const { firstUnit, units } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "Cancelled").args;
  const batch = await readBatch(context, input.batchId);
  return { ...sent, serials: consumedSerials({ ...batch, firstUnit, units }) };
}
