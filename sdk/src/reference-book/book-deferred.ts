import type { CancelReason } from "../codecs/enums.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { credit } from "./book-balances.ts";
import { keeperFeeOf, refund } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import type { BookState, DeferredOrder } from "./book-state.ts";

/** The market's work queue; mirrors contracts/libraries/WorkQueue.sol. */

/** The id of a deferred order. */
export function deferredIdOf(state: BookState, sequence: number): OrderId {
  return packOrderId({ marketId: state.terms.marketId, kind: "DEFERRED", priceTicks: 0, sequence });
}

/** Appends an order whose escrow and keeper fee are paid. Returns its id. */
export function deferOrder(state: BookState, order: Omit<DeferredOrder, "sequence" | "hasTraded">): OrderId {
  const sequence = state.queue.tail;
  state.queue.tail += 1;
  state.queue.orders.set(sequence, { ...order, sequence, hasTraded: false });
  const orderId = deferredIdOf(state, sequence);
  const { owner, side, orderType, priceTicks, lots, expiry, feePips: takerFeePips, clientId } = order;
  const what = { owner, side, orderType, priceTicks, lots, minFillLots: 0n, expiry, takerFeePips, clientId };
  report(state, { name: "OrderDeferred", orderId, ...what, keeperFee: keeperFeeOf(state, order.keeperFeeTicks) });
  return orderId;
}

/** Takes an order out of the queue and returns its whole escrow, and its keeper fee unless that has been earned before. */
export function finishDeferred(state: BookState, order: DeferredOrder, reason: CancelReason): bigint {
  const { owner, side, priceTicks, lots, keeperFeeTicks } = order;
  state.queue.orders.delete(order.sequence);
  refund(state, side, priceTicks, order);
  credit(state, owner, state.terms.quote, keeperFeeOf(state, keeperFeeTicks));
  report(state, {
    name: "DeferredCancelled",
    orderId: deferredIdOf(state, order.sequence),
    owner,
    lots,
    reason,
  });
  return lots;
}
