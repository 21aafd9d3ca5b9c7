import type { CancelReason, Side } from "../codecs/enums.ts";
import { packOrderId, unpackOrderId } from "../codecs/order-id.ts";
import { hasLapsed, mayTrade } from "./book-balances.ts";
import { cancelConditionalIfLive } from "./book-conditionals.ts";
import { finishDeferred } from "./book-deferred.ts";
import { refund } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import { endIceberg } from "./book-icebergs.ts";
import { dropOrder } from "./book-level.ts";
import type { Level } from "./book-level.ts";
import { IDS_CAP, checkLength, requireSinglePrice } from "./book-order-rules.ts";
import { requireOwner } from "./book-ownership.ts";
import { cancelParentIfLive } from "./book-parents.ts";
import { requireThat } from "./book-refusal.ts";
import { isExpired } from "./book-state.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/** Where a live resting order stands. */
export type RestingPlace = { side: Side; priceTicks: number; level: Level; place: number; order: RestingOrder };

/** Finds a live resting order by its id, or by that of the iceberg whose part it is. */
export function findResting(state: BookState, orderId: bigint): RestingPlace | undefined {
  const { marketId, kind, priceTicks, sequence } = unpackOrderId(orderId);
  if (marketId !== state.terms.marketId) return undefined;
  if (kind === "BID" || kind === "ASK") return findIn(state, kind, priceTicks, sequence);
  if (kind !== "ICEBERG_BID" && kind !== "ICEBERG_ASK") return undefined;
  const iceberg = state.icebergs.get(sequence);
  const found = iceberg && findIn(state, kind === "ICEBERG_BID" ? "BID" : "ASK", priceTicks, iceberg.sequence);
  // sequences are one per price: another price or side of the iceberg's id may find another order there
  return found?.order.iceberg === sequence ? found : undefined;
}

function findIn(state: BookState, side: Side, priceTicks: number, sequence: number): RestingPlace | undefined {
  const level = state.levels[side].get(priceTicks);
  const place = level?.orders.findIndex((candidate) => candidate.sequence === sequence) ?? -1;
  const order = level?.orders[place];
  return level && order && { side, priceTicks, level, place, order };
}

/** Takes a resting order out, of an iceberg all of it, and refunds it. Returns the lots given back. */
function removeResting(state: BookState, found: RestingPlace, reason: CancelReason): bigint {
  const { side, priceTicks, level, place, order } = found;
  const { owner, lots, sequence } = order;
  dropOrder(level, place);
  refund(state, side, priceTicks, order);
  const orderId = packOrderId({ marketId: state.terms.marketId, kind: side, priceTicks, sequence });
  report(state, { name: "OrderCancelled", orderId, owner, lots, levelLots: level.lots, reason });
  return lots + endIceberg(state, side, priceTicks, order);
}

/** Lots given back, zero when the order is not live. Throws `BookRefusal` for somebody else's order. */
function cancelIfLive(state: BookState, caller: string, orderId: bigint): bigint {
  const { marketId, kind, sequence } = unpackOrderId(orderId);
  if (kind === "CONDITIONAL" || kind === "PARENT") {
    requireSinglePrice(orderId);
    const cancel = kind === "CONDITIONAL" ? cancelConditionalIfLive : cancelParentIfLive;
    return cancel(state, caller, orderId);
  }
  if (kind === "DEFERRED") {
    requireSinglePrice(orderId);
    const order = marketId === state.terms.marketId ? state.queue.orders.get(sequence) : undefined;
    if (!order) return 0n;
    requireOwner(caller, order.owner);
    return finishDeferred(state, order, "OWNER");
  }
  const found = findResting(state, orderId);
  if (!found) return 0n;
  requireOwner(caller, found.order.owner);
  return removeResting(state, found, "OWNER");
}

/** IExchange.cancel. Throws `BookRefusal`. */
export function cancelOrder(state: BookState, caller: string, orderId: bigint): bigint {
  const lots = cancelIfLive(state, caller, orderId);
  requireThat(lots !== 0n, "Exchange_OrderNotLive", orderId);
  return lots;
}

/** IExchange.cancelBatch: what is not live is skipped with zero. */
export function cancelOrders(state: BookState, caller: string, orderIds: readonly bigint[]): bigint[] {
  checkLength(orderIds, IDS_CAP);
  return orderIds.map((orderId) => cancelIfLive(state, caller, orderId));
}

/** IExchange.prune: removes resting orders, by their own ids, that expired or whose owner may no longer trade. Returns how many. */
export function pruneOrders(state: BookState, orderIds: readonly bigint[]): number {
  checkLength(orderIds, IDS_CAP);
  return orderIds.filter((orderId) => pruneOrder(state, orderId)).length;
}

function pruneOrder(state: BookState, orderId: bigint): boolean {
  const { kind } = unpackOrderId(orderId);
  const found = kind === "BID" || kind === "ASK" ? findResting(state, orderId) : undefined;
  if (!found) return false;
  const { order } = found;
  let reason: CancelReason = "EXPIRED";
  if (!isExpired(order, state.at)) {
    if (mayTrade(state, order.owner)) return false;
    reason = hasLapsed(state, order.owner) ? "DEAD_MAN" : "INELIGIBLE";
  }
  removeResting(state, found, reason);
  return true;
}
