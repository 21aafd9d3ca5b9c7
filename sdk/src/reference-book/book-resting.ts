import type { Side } from "../codecs/enums.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { report } from "./book-events.ts";
import { icebergIdOf } from "./book-icebergs.ts";
import { hasRoom, levelAt, pushOrder } from "./book-level.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/**
 * Puts an order whose escrow is paid at the end of its level; one that shows less than its lots as an iceberg. Returns its id,
 * of an iceberg that of the whole, or null where the level takes no more.
 */
export function restOrder(
  state: BookState,
  side: Side,
  priceTicks: number,
  order: Omit<RestingOrder, "sequence" | "iceberg">,
  terms: { displayLots: number; clientId: bigint },
): OrderId | null {
  const level = levelAt(state, side, priceTicks);
  const peakLots = BigInt(terms.displayLots);
  const shows = peakLots === 0n || peakLots >= order.lots ? order.lots : peakLots;
  if (!hasRoom(level, shows)) return null;
  const iceberg = shows < order.lots ? state.icebergCount + 1 : 0;
  const sequence = pushOrder(level, { ...order, lots: shows, iceberg });
  const orderId = packOrderId({ marketId: state.terms.marketId, kind: side, priceTicks, sequence });
  const { owner, expiry, feePips: makerFeePips } = order;
  const { clientId } = terms;
  const levelLots = level.lots;
  report(state, { name: "OrderPlaced", orderId, owner, lots: shows, expiry, makerFeePips, levelLots, clientId });
  if (iceberg === 0) return orderId;
  const hiddenLots = order.lots - shows;
  state.icebergCount = iceberg;
  state.icebergs.set(iceberg, { owner, hiddenLots, peakLots, sequence });
  const icebergId = icebergIdOf(state, side, priceTicks, iceberg);
  report(state, { name: "IcebergShown", icebergId, orderId, owner, lots: shows, hiddenLots, levelLots });
  return icebergId;
}
