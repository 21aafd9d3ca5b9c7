import type { Side } from "../codecs/enums.ts";
import { unpackOrderId } from "../codecs/order-id.ts";
import { mayTrade } from "./book-balances.ts";
import { refund } from "./book-escrow.ts";
import { requireThat } from "./book-refusal.ts";
import { isExpired } from "./book-state.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

type Place = { side: Side; priceTicks: number; order: RestingOrder };

/** Finds a live resting order by its id. */
export function findResting(state: BookState, orderId: bigint): Place | undefined {
  const { kind, priceTicks, sequence } = unpackOrderId(orderId);
  if (kind === "DEFERRED") return undefined;
  const order = state.levels[kind].get(priceTicks)?.orders.find((candidate) => candidate.sequence === sequence);
  return order && { side: kind, priceTicks, order };
}

/** Takes a resting order out and refunds it. */
function removeResting(state: BookState, { side, priceTicks, order }: Place): bigint {
  const level = state.levels[side].get(priceTicks);
  if (level) level.orders = level.orders.filter((candidate) => candidate !== order);
  refund(state, side, priceTicks, order);
  return order.lots;
}

/** Lots given back, zero when the order is not live. Throws `BookRefusal` for somebody else's order. */
function cancelIfLive(state: BookState, caller: string, orderId: bigint): bigint {
  const { kind, sequence } = unpackOrderId(orderId);
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

/** IExchange.prune: removes resting orders that expired or whose owner may no longer trade. Returns how many. */
export function pruneOrders(state: BookState, orderIds: readonly bigint[], now: number): number {
  let removed = 0;
  for (const orderId of orderIds) {
    const place = findResting(state, orderId);
    if (!place || (!isExpired(place.order, now) && mayTrade(state, place.order.owner))) continue;
    removeResting(state, place);
    removed += 1;
  }
  return removed;
}
