import { isAddressEqual, parseEventLogs } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { CANCEL_REASONS, enumName } from "../codecs/enums.ts";
import type { CancelReason } from "../codecs/enums.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import type { OrderInput } from "../requests/order-input.ts";
import {
  buildCancelBatchRequest,
  buildCancelRequest,
  buildCrankRequest,
  buildPlaceBatchRequest,
  buildPlaceRequest,
  buildPruneRequest,
} from "../requests/trading.ts";
import type { WriteContext } from "./client-context.ts";
import { placeOutcome } from "./place-outcome.ts";
import type { PlaceOutcome } from "./place-outcome.ts";
import { receiptEvents } from "./receipt-events.ts";
import { send } from "./send.ts";
import type { Sent } from "./send.ts";

/** Places one order. Throws `CarbonContractError`. */
export async function place(context: WriteContext, order: OrderInput): Promise<Sent & PlaceOutcome> {
  const sent = await send(context, buildPlaceRequest(context.deployment, order));
  return { ...sent, ...placeOutcome(sent.receipt, context.deployment.contracts.exchange.address) };
}

/** Places up to 50 orders in one transaction. Throws `CarbonContractError`; then none is placed. */
export async function placeBatch(context: WriteContext, orders: readonly OrderInput[]): Promise<Sent & PlaceOutcome> {
  const sent = await send(context, buildPlaceBatchRequest(context.deployment, orders));
  return { ...sent, ...placeOutcome(sent.receipt, context.deployment.contracts.exchange.address) };
}

/** Orders that left the book or the queue in a transaction, with the lots given back; an iceberg as a whole, by its own id. */
export type Cancelled = { orders: { orderId: OrderId; lots: bigint; reason: CancelReason }[] };

/** What a transaction removed, from its events. */
export function cancelledOrders(context: WriteContext, { receipt }: Sent): Cancelled {
  const exchange = context.deployment.contracts.exchange.address;
  const logs = receipt.logs.filter(({ address }) => isAddressEqual(address, exchange));
  const names = ["OrderCancelled", "DeferredCancelled", "IcebergEnded"] as const;
  const orders: Cancelled["orders"] = [];
  for (const event of parseEventLogs({ abi: exchangeAbi, logs, eventName: [...names] })) {
    if (event.eventName === "IcebergEnded") {
      // follows the cancellation of the part that showed
      const part = orders.at(-1);
      if (part === undefined) continue;
      part.orderId = toOrderId(event.args.icebergId);
      part.lots += BigInt(event.args.hiddenLots);
    } else {
      const { orderId, lots, reason } = event.args;
      orders.push({ orderId: toOrderId(orderId), lots: BigInt(lots), reason: enumName(CANCEL_REASONS, reason) });
    }
  }
  return { orders };
}

/** Cancels an order. Throws `CarbonContractError` "Exchange_OrderNotLive" when it is gone already. */
export async function cancel(context: WriteContext, orderId: bigint): Promise<Sent & Cancelled> {
  const sent = await send(context, buildCancelRequest(context.deployment, orderId));
  return { ...sent, ...cancelledOrders(context, sent) };
}

/** Cancels several orders; those no longer live are skipped. */
export async function cancelBatch(context: WriteContext, orderIds: readonly bigint[]): Promise<Sent & Cancelled> {
  const sent = await send(context, buildCancelBatchRequest(context.deployment, orderIds));
  return { ...sent, ...cancelledOrders(context, sent) };
}

/** Deferred orders worked in a transaction; `lotsLeft` zero means it left the queue. */
export type Cranked = { progressed: { orderId: OrderId; lotsFilled: bigint; lotsLeft: bigint }[] };

/** Executes deferred orders of a market in sequence; `maxSteps` 1 to 150. Anyone may. */
export async function crank(context: WriteContext, marketId: number, maxSteps: number): Promise<Sent & Cranked> {
  const sent = await send(context, buildCrankRequest(context.deployment, marketId, maxSteps));
  const exchange = context.deployment.contracts.exchange.address;
  const events = receiptEvents(sent.receipt, exchange, exchangeAbi, "DeferredProgressed");
  const progressed = events.map(({ args }) => ({
    orderId: toOrderId(args.orderId),
    lotsFilled: BigInt(args.lotsFilled),
    lotsLeft: BigInt(args.lotsLeft),
  }));
  return { ...sent, progressed };
}

/** Removes expired and ineligible resting orders. Anyone may. */
export async function prune(context: WriteContext, orderIds: readonly bigint[]): Promise<Sent & Cancelled> {
  const sent = await send(context, buildPruneRequest(context.deployment, orderIds));
  return { ...sent, ...cancelledOrders(context, sent) };
}
