import type { OrderInput } from "../requests/order-input.ts";
import { MAX_FILLS_CAP } from "../requests/order-input.ts";
import { MARKET_PHASES, ORDER_TYPES, enumIndex } from "../codecs/enums.ts";
import type { OrderType } from "../codecs/enums.ts";
import { collects } from "./book-phases.ts";
import { requireThat } from "./book-refusal.ts";
import type { BookState } from "./book-state.ts";

/** An order of which nothing is left out. */
export type FullOrder = OrderInput &
  Required<Pick<OrderInput, "minFillLots" | "expiry" | "maxFills" | "selfTrade" | "displayLots">>;

/** Whether an order of a type never takes. */
export function isPassive(orderType: OrderType): boolean {
  return orderType === "LIMIT_POST_ONLY" || orderType === "LIMIT_POST_ONLY_SLIDE";
}

/** Refuses an order by the first rule it breaks, in the order of contracts/libraries/OrderRules.sol. */
export function checkOrder(state: BookState, order: FullOrder, now: number): void {
  const { marketId, minLots } = state.terms;
  const type = enumIndex(ORDER_TYPES, order.orderType);
  if (state.phase !== "CONTINUOUS") {
    requireThat(collects(state), "Exchange_MarketNotOpen", marketId, enumIndex(MARKET_PHASES, state.phase));
    requireThat(order.orderType === "LIMIT_GTC", "Exchange_NotInAuction", type);
  }
  const { priceTicks, lots, maxFills } = order;
  requireThat(priceTicks !== 0, "Exchange_PriceOutOfRange", 0, 1, 65_535);
  requireThat(lots >= minLots, "Exchange_SizeBelowMinimum", lots, minLots);
  requireThat(maxFills <= MAX_FILLS_CAP, "Exchange_MaxFillsAboveCap", maxFills, MAX_FILLS_CAP);
  checkType(order, type, now);
}

function checkType(order: FullOrder, type: number, now: number): void {
  const { orderType, lots, minFillLots, expiry, maxFills, displayLots } = order;
  const mustMatch = orderType === "LIMIT_FOK" || isPassive(orderType);
  requireThat(maxFills !== 0 || !mustMatch, "Exchange_MaxFillsRequired", type);
  const mayRest = orderType === "LIMIT_GTC" || isPassive(orderType);
  requireThat(displayLots === 0 || mayRest, "Exchange_DisplayNotAllowed", type, displayLots);
  requireThat(displayLots === 0 || BigInt(displayLots) < lots, "Exchange_DisplayAboveSize", displayLots, lots);
  const mayDemand = (orderType === "LIMIT_IOC" || orderType === "MARKET") && maxFills !== 0;
  requireThat(minFillLots === 0n || mayDemand, "Exchange_MinFillNotAllowed", type, minFillLots);
  requireThat(minFillLots <= lots, "Exchange_MinFillAboveSize", minFillLots, lots);
  requireThat(expiry === 0 || mayRest, "Exchange_ExpiryNotAllowed", type, expiry);
  requireThat(expiry === 0 || expiry > now, "Exchange_Expired", expiry, now);
}
