import type { Side } from "../codecs/enums.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/**
 * Puts an order whose escrow is paid at the end of its level; one that shows less than its lots as an iceberg. Returns its id,
 * of an iceberg that of the whole.
 */
export function restOrder(
  state: BookState,
  side: Side,
  priceTicks: number,
  order: Omit<RestingOrder, "sequence" | "iceberg">,
  displayLots: number,
): OrderId {
  const levels = state.levels[side];
  const level = levels.get(priceTicks) ?? { orders: [], nextSequence: 1 };
  levels.set(priceTicks, level);
  const sequence = level.nextSequence;
  level.nextSequence += 1;
  const { marketId } = state.terms;
  const peakLots = BigInt(displayLots);
  if (peakLots === 0n || peakLots >= order.lots) {
    level.orders.push({ ...order, sequence, iceberg: 0 });
    return packOrderId({ marketId, kind: side, priceTicks, sequence });
  }
  state.icebergCount += 1;
  const iceberg = state.icebergCount;
  level.orders.push({ ...order, lots: peakLots, sequence, iceberg });
  state.icebergs.set(iceberg, { hiddenLots: order.lots - peakLots, peakLots, sequence });
  return packOrderId({ marketId, kind: `ICEBERG_${side}`, priceTicks, sequence: iceberg });
}
