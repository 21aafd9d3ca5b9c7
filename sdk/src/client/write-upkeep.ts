import { exchangeAbi } from "../abi/index.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { buildCheckAndHaltRequest, buildReopenRequest, buildUncrossRequest } from "../requests/auctions.ts";
import { buildFireStopsRequest, buildPruneConditionalsRequest, buildTrailRequest } from "../requests/conditionals.ts";
import { buildExecuteSliceRequest } from "../requests/parents.ts";
import type { WriteContext } from "./client-context.ts";
import { receiptEvents } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

/** Work that anyone may do, beside `crank` and `prune`. All throw `CarbonContractError`. */

/** Ends an auction whose time is over; `maxSteps` 1 to 150. Gives its price in ticks, null where nothing crossed. */
export async function uncross(
  context: WriteContext,
  marketId: number,
  maxSteps: number,
): Promise<Sent & { priceTicks: number | null }> {
  const sent = await send(context, buildUncrossRequest(context.deployment, marketId, maxSteps));
  const exchange = context.deployment.contracts.exchange.address;
  const events = receiptEvents(sent.receipt, exchange, exchangeAbi, "AuctionFilled");
  return { ...sent, priceTicks: events.at(-1)?.args.priceTicks ?? null };
}

/** Ends a halt that has lasted its longest time, with an auction. */
export function reopen(context: WriteContext, marketId: number): Promise<Sent> {
  return send(context, buildReopenRequest(context.deployment, marketId));
}

/** Halts a market whose prices stand outside of the index band. */
export function checkAndHalt(context: WriteContext, marketId: number): Promise<Sent> {
  return send(context, buildCheckAndHaltRequest(context.deployment, marketId));
}

/** Conditional orders that fired in a transaction and what each became; `keeperFee` quote base units. */
export type Fired = { fired: { orderId: OrderId; deferredId: OrderId; keeperFee: bigint }[] };

/** Lets go the conditional orders that the price has met, at most `max` (1 to 150). */
export async function fireStops(context: WriteContext, marketId: number, max: number): Promise<Sent & Fired> {
  const sent = await send(context, buildFireStopsRequest(context.deployment, marketId, max));
  const exchange = context.deployment.contracts.exchange.address;
  const events = receiptEvents(sent.receipt, exchange, exchangeAbi, "ConditionalFired");
  const fired = events.map(({ args }) => ({
    orderId: toOrderId(args.conditionalId),
    deferredId: toOrderId(args.deferredId),
    keeperFee: args.keeperFee,
  }));
  return { ...sent, fired };
}

/** Trailing stops whose triggers moved, and where they stand. */
export type Trailed = { moved: { orderId: OrderId; toTicks: number }[] };

/** Moves trailing stops of one market after the price; those not to be moved are skipped. */
export async function trail(
  context: WriteContext,
  marketId: number,
  orderIds: readonly bigint[],
): Promise<Sent & Trailed> {
  const sent = await send(context, buildTrailRequest(context.deployment, marketId, orderIds));
  const exchange = context.deployment.contracts.exchange.address;
  const events = receiptEvents(sent.receipt, exchange, exchangeAbi, "TriggerMoved");
  return {
    ...sent,
    moved: events.map(({ args }) => ({ orderId: toOrderId(args.conditionalId), toTicks: args.toTicks })),
  };
}

/** Removes expired and ineligible conditional orders; gives those that were. */
export async function pruneConditionals(
  context: WriteContext,
  orderIds: readonly bigint[],
): Promise<Sent & { removed: OrderId[] }> {
  const sent = await send(context, buildPruneConditionalsRequest(context.deployment, orderIds));
  const exchange = context.deployment.contracts.exchange.address;
  const events = receiptEvents(sent.receipt, exchange, exchangeAbi, "ConditionalCancelled");
  return { ...sent, removed: events.map(({ args }) => toOrderId(args.conditionalId)) };
}

/** What a slice did; null when the order was ended instead. `keeperFee` quote base units. */
export type SliceOutcome = { slice: { lotsFilled: bigint; lotsLeft: bigint; keeperFee: bigint } | null };

/** Executes the slice that is due, meeting at most `maxFills` resting orders (1 to 150). */
export async function executeSlice(
  context: WriteContext,
  orderId: bigint,
  maxFills: number,
): Promise<Sent & SliceOutcome> {
  const sent = await send(context, buildExecuteSliceRequest(context.deployment, orderId, maxFills));
  const exchange = context.deployment.contracts.exchange.address;
  const [event] = receiptEvents(sent.receipt, exchange, exchangeAbi, "SliceExecuted");
  if (event === undefined) return { ...sent, slice: null };
  const { lotsFilled, lotsLeft, keeperFee } = event.args;
  return { ...sent, slice: { lotsFilled: BigInt(lotsFilled), lotsLeft: BigInt(lotsLeft), keeperFee } };
}
