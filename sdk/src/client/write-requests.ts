import type { Address } from "viem";
import { carbonCreditsAbi } from "../abi/index.ts";
import {
  buildConfirmRetirementRequest,
  buildReclaimRetirementRequest,
  buildRequestRetirementRequest,
  buildRevertRetirementRequest,
  buildSetConfirmationRequiredRequest,
} from "../requests/retirement.ts";
import type { RetirementOfManyInput } from "../requests/retirement.ts";
import type { WriteContext } from "./client-context.ts";
import { requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

const credits = (context: WriteContext): Address => context.deployment.contracts.carbonCredits.address;

/** Sets whether a project's credits retire at once or by request. Needs the registry role. Throws `CarbonContractError`. */
export function setConfirmationRequired(context: WriteContext, projectId: bigint, isRequired: boolean): Promise<Sent> {
  return send(context, buildSetConfirmationRequiredRequest(context.deployment, projectId, isRequired));
}

/**
 * Hands credits over to be retired once their source registry confirms; they wait with the registry contract. Throws
 * `CarbonContractError`.
 */
export async function requestRetirement(
  context: WriteContext,
  input: RetirementOfManyInput,
): Promise<Sent & { requestId: bigint }> {
  const sent = await send(context, buildRequestRetirementRequest(context.deployment, input));
  const { requestId } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "RetirementRequested").args;
  return { ...sent, requestId };
}

/**
 * Makes a requested retirement final, with serials and certificate. Needs the registry role. Throws `CarbonContractError`
 * "CarbonCredits_RequestClosed" when it is over.
 */
export async function confirmRetirement(
  context: WriteContext,
  requestId: bigint,
): Promise<Sent & { retirementId: bigint }> {
  const sent = await send(context, buildConfirmRetirementRequest(context.deployment, requestId));
  const { retirementId } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "RetirementConfirmed").args;
  return { ...sent, retirementId };
}

/** Where the units of a request went back to, and why: the registry's reason, or nothing when their holder took them. */
export type Reverted = { account: Address; reason: string };

/** Gives the units of a requested retirement back. Needs the registry role. Throws `CarbonContractError`. */
export async function revertRetirement(
  context: WriteContext,
  requestId: bigint,
  reason: string,
): Promise<Sent & Reverted> {
  return reverted(context, await send(context, buildRevertRetirementRequest(context.deployment, requestId, reason)));
}

/**
 * Takes the units of a request back that nobody answered for 30 days. Only the account that asked. Throws
 * `CarbonContractError` "CarbonCredits_ConfirmationOpen" before.
 */
export async function reclaimRetirement(context: WriteContext, requestId: bigint): Promise<Sent & Reverted> {
  return reverted(context, await send(context, buildReclaimRetirementRequest(context.deployment, requestId)));
}

function reverted(context: WriteContext, sent: Sent): Sent & Reverted {
  const { args } = requiredEvent(sent.receipt, credits(context), carbonCreditsAbi, "RetirementReverted");
  return { ...sent, account: args.account, reason: args.reason };
}
