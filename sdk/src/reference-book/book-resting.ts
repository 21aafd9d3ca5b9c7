import type { Side } from "../codecs/enums.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/** Puts an order whose escrow is paid at the end of its level. Returns its id. */
export function restOrder(
  state: BookState,
  side: Side,
  priceTicks: number,
  order: Omit<RestingOrder, "sequence">,
): OrderId {
  const levels = state.levels[side];
  const level = levels.get(priceTicks) ?? { orders: [], nextSequence: 1 };
  levels.set(priceTicks, level);
  const sequence = level.nextSequence;
  level.nextSequence += 1;
  level.orders.push({ ...order, sequence });
  return packOrderId({ marketId: state.terms.marketId, kind: side, priceTicks, sequence });
}
