import { exchangeAbi } from "../abi/index.ts";
import { toCarbonContractError } from "../errors/contract-error.ts";
import type { CarbonContractError } from "../errors/contract-error.ts";
import {
  buildAmendRequest,
  buildPlaceEachRequest,
  buildReplaceEachRequest,
  buildReplaceRequest,
  buildSetDeadManRequest,
} from "../requests/changes.ts";
import type { ReplacementInput } from "../requests/changes.ts";
import type { OrderInput } from "../requests/order-input.ts";
import type { WriteContext } from "./client-context.ts";
import { placeOutcome } from "./place-outcome.ts";
import type { PlaceOutcome } from "./place-outcome.ts";
import { receiptEvents, requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

/** Items of a list that were not carried out, by their place in it, with what each would have been refused for by itself. */
export type Refused = { refused: { index: number; error: CarbonContractError }[] };

function refusedItems(context: WriteContext, { receipt }: Sent): Refused {
  const exchange = context.deployment.contracts.exchange.address;
  const events = receiptEvents(receipt, exchange, exchangeAbi, "ItemRefused");
  return {
    refused: events.map(({ args }) => ({ index: Number(args.index), error: toCarbonContractError(args.error) })),
  };
}

function outcome(context: WriteContext, sent: Sent): PlaceOutcome {
  return placeOutcome(sent.receipt, context.deployment.contracts.exchange.address);
}

/** Places up to 50 orders of which each stands for itself. */
export async function placeEach(
  context: WriteContext,
  orders: readonly OrderInput[],
): Promise<Sent & PlaceOutcome & Refused> {
  const sent = await send(context, buildPlaceEachRequest(context.deployment, orders));
  return { ...sent, ...outcome(context, sent), ...refusedItems(context, sent) };
}

/** Cancels an order and places another, or throws `CarbonContractError` and does neither. */
export async function replace(context: WriteContext, replacement: ReplacementInput): Promise<Sent & PlaceOutcome> {
  const sent = await send(context, buildReplaceRequest(context.deployment, replacement));
  return { ...sent, ...outcome(context, sent) };
}

/** Up to 50 replacements of which each stands for itself. */
export async function replaceEach(
  context: WriteContext,
  items: readonly ReplacementInput[],
): Promise<Sent & PlaceOutcome & Refused> {
  const sent = await send(context, buildReplaceEachRequest(context.deployment, items));
  return { ...sent, ...outcome(context, sent), ...refusedItems(context, sent) };
}

/** Makes a resting order smaller where it stands; gives its level's lots afterwards. Throws `CarbonContractError`. */
export async function amend(
  context: WriteContext,
  orderId: bigint,
  lots: bigint,
): Promise<Sent & { lots: bigint; levelLots: bigint }> {
  const sent = await send(context, buildAmendRequest(context.deployment, orderId, lots));
  const exchange = context.deployment.contracts.exchange.address;
  const { args } = requiredEvent(sent.receipt, exchange, exchangeAbi, "OrderAmended");
  return { ...sent, lots: BigInt(args.lots), levelLots: BigInt(args.levelLots) };
}

/** Ends the wallet's trading at `until` (unix seconds) unless it is set again; zero switches it off. */
export function setDeadMan(context: WriteContext, until: number): Promise<Sent> {
  return send(context, buildSetDeadManRequest(context.deployment, until));
}
