import type { Side } from "../codecs/enums.ts";
import { unpackOrderId } from "../codecs/order-id.ts";
import { mayTrade } from "./book-balances.ts";
import { refund } from "./book-escrow.ts";
import { endIceberg } from "./book-icebergs.ts";
import { requireThat } from "./book-refusal.ts";
import { isExpired } from "./book-state.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

type Place = { side: Side; priceTicks: number; order: RestingOrder };

/** Finds a live resting order by its id, or by that of the iceberg whose part it is. */
function findResting(state: BookState, orderId: bigint): Place | undefined {
  const { kind, priceTicks, sequence } = unpackOrderId(orderId);
  if (kind === "BID" || kind === "ASK") return findIn(state, kind, priceTicks, sequence);
  if (kind !== "ICEBERG_BID" && kind !== "ICEBERG_ASK") return undefined;
  const iceberg = state.icebergs.get(sequence);
  return iceberg && findIn(state, kind === "ICEBERG_BID" ? "BID" : "ASK", priceTicks, iceberg.sequence);
}

function findIn(state: BookState, side: Side, priceTicks: number, sequence: number): Place | undefined {
  const order = state.levels[side].get(priceTicks)?.orders.find((candidate) => candidate.sequence === sequence);
  return order && { side, priceTicks, order };
}

/** Takes a resting order out, of an iceberg all of it, and refunds it. Returns the lots given back. */
function removeResting(state: BookState, { side, priceTicks, order }: Place): bigint {
  const level = state.levels[side].get(priceTicks);
  if (level) level.orders = level.orders.filter((candidate) => candidate !== order);
  refund(state, side, priceTicks, order);
  return order.lots + endIceberg(state, side, priceTicks, order);
}

/** Lots given back, zero when the order is not live. Throws `BookRefusal` for somebody else's order. */
function cancelIfLive(state: BookState, caller: string, orderId: bigint): bigint {
  const { kind, sequence } = unpackOrderId(orderId);
  requireThat(kind !== "CONDITIONAL" && kind !== "PARENT", "Exchange_MalformedOrderId", orderId);
  if (kind === "DEFERRED") {
    const order = state.queue.orders.get(sequence);
    if (!order) return 0n;
    requireThat(order.owner === caller, "Exchange_NotOrderOwner", caller, order.owner);
    state.queue.orders.delete(sequence);
    refund(state, order.side, order.priceTicks, order);
    return order.lots;
  }
  const place = findResting(state, orderId);
  if (!place) return 0n;
  requireThat(place.order.owner === caller, "Exchange_NotOrderOwner", caller, place.order.owner);
  return removeResting(state, place);
}

/** IExchange.cancel. Throws `BookRefusal`. */
export function cancelOrder(state: BookState, caller: string, orderId: bigint): bigint {
  const lots = cancelIfLive(state, caller, orderId);
  requireThat(lots !== 0n, "Exchange_OrderNotLive", orderId);
  return lots;
}

/** IExchange.cancelBatch: what is not live is skipped with zero. */
export function cancelOrders(state: BookState, caller: string, orderIds: readonly bigint[]): bigint[] {
  return orderIds.map((orderId) => cancelIfLive(state, caller, orderId));
}

/** IExchange.prune: removes resting orders, by their own ids, that expired or whose owner may no longer trade. Returns how many. */
export function pruneOrders(state: BookState, orderIds: readonly bigint[], now: number): number {
  let removed = 0;
  for (const orderId of orderIds) {
    const { kind } = unpackOrderId(orderId);
    const place = kind === "BID" || kind === "ASK" ? findResting(state, orderId) : undefined;
    if (!place || (!isExpired(place.order, now) && mayTrade(state, place.order.owner))) continue;
    removeResting(state, place);
    removed += 1;
  }
  return removed;
}
