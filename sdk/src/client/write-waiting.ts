import { exchangeAbi } from "../abi/index.ts";
import { PARENT_ENDS, enumName } from "../codecs/enums.ts";
import type { ParentEnd } from "../codecs/enums.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { buildCancelConditionalRequest, buildPlaceConditionalRequest } from "../requests/conditionals.ts";
import type { ConditionalInput } from "../requests/conditionals.ts";
import { buildCancelParentRequest, buildPlaceParentRequest } from "../requests/parents.ts";
import type { ParentInput } from "../requests/parents.ts";
import type { WriteContext } from "./client-context.ts";
import { requiredEvent } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

/** Places an order that waits for a price. Throws `CarbonContractError`. */
export async function placeConditional(
  context: WriteContext,
  order: ConditionalInput,
): Promise<Sent & { orderId: OrderId }> {
  const sent = await send(context, buildPlaceConditionalRequest(context.deployment, order));
  const exchange = context.deployment.contracts.exchange.address;
  const { args } = requiredEvent(sent.receipt, exchange, exchangeAbi, "ConditionalPlaced");
  return { ...sent, orderId: toOrderId(args.conditionalId) };
}

/** Cancels an order that waits for a price. Throws `CarbonContractError` "Exchange_OrderNotLive" once it has fired. */
export async function cancelConditional(context: WriteContext, orderId: bigint): Promise<Sent & { lots: bigint }> {
  const sent = await send(context, buildCancelConditionalRequest(context.deployment, orderId));
  const exchange = context.deployment.contracts.exchange.address;
  const { args } = requiredEvent(sent.receipt, exchange, exchangeAbi, "ConditionalCancelled");
  return { ...sent, lots: BigInt(args.lots) };
}

/** Places an order that is worked off in slices. Throws `CarbonContractError`. */
export async function placeParent(context: WriteContext, order: ParentInput): Promise<Sent & { orderId: OrderId }> {
  const sent = await send(context, buildPlaceParentRequest(context.deployment, order));
  const exchange = context.deployment.contracts.exchange.address;
  const { args } = requiredEvent(sent.receipt, exchange, exchangeAbi, "ParentPlaced");
  return { ...sent, orderId: toOrderId(args.parentId) };
}

/** How an order for slices ended, with the lots and keeper fees (quote base units) given back. */
export type Ended = { lots: bigint; keeperFeesReturned: bigint; reason: ParentEnd };

/** Cancels an order that is worked off in slices. Throws `CarbonContractError` "Exchange_OrderNotLive" when it is over. */
export async function cancelParent(context: WriteContext, orderId: bigint): Promise<Sent & Ended> {
  const sent = await send(context, buildCancelParentRequest(context.deployment, orderId));
  const exchange = context.deployment.contracts.exchange.address;
  const { args } = requiredEvent(sent.receipt, exchange, exchangeAbi, "ParentEnded");
  const { keeperFeesReturned } = args;
  return { ...sent, lots: BigInt(args.lots), keeperFeesReturned, reason: enumName(PARENT_ENDS, args.reason) };
}
