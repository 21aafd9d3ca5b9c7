import type { OrderInput } from "../requests/order-input.ts";
import { DEFAULT_MAX_FILLS, DEFAULT_SELF_TRADE, MAX_FILLS_CAP } from "../requests/order-input.ts";
import { MARKET_PHASES, ORDER_TYPES, enumIndex } from "../codecs/enums.ts";
import type { MarketPhase, OrderType } from "../codecs/enums.ts";
import { unpackOrderId } from "../codecs/order-id.ts";
import { collects } from "./book-phases.ts";
import { requireThat } from "./book-refusal.ts";
import { HIGHEST_TICKS } from "./book-rules.ts";
import type { BookState } from "./book-state.ts";

/** An order of which nothing is left out. */
export type FullOrder = Required<OrderInput>;

/** The order with what it leaves out. */
export function fullOrder(order: OrderInput): FullOrder {
  return {
    minFillLots: 0n,
    expiry: 0,
    maxFills: DEFAULT_MAX_FILLS,
    clientId: 0n,
    selfTrade: DEFAULT_SELF_TRADE,
    displayLots: 0,
    ...order,
  };
}

/** Whether an order of a type never takes. */
export function isPassive(orderType: OrderType): boolean {
  return orderType === "LIMIT_POST_ONLY" || orderType === "LIMIT_POST_ONLY_SLIDE";
}

/** Refuses an order by the first rule it breaks, in the order of contracts/libraries/OrderRules.sol. */
export function checkOrder(state: BookState, order: FullOrder): void {
  const { minLots } = state.terms;
  const type = enumIndex(ORDER_TYPES, order.orderType);
  if (state.phase !== "CONTINUOUS") {
    requirePhase(state, collects(state));
    requireThat(order.orderType === "LIMIT_GTC", "Exchange_NotInAuction", type);
  }
  const { priceTicks, lots, maxFills } = order;
  requirePrice(priceTicks);
  requireThat(lots >= minLots, "Exchange_SizeBelowMinimum", lots, minLots);
  requireThat(maxFills <= MAX_FILLS_CAP, "Exchange_MaxFillsAboveCap", maxFills, MAX_FILLS_CAP);
  checkType(order, type, state.at.seconds);
}

function checkType(order: FullOrder, type: number, seconds: number): void {
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
  requireThat(expiry === 0 || expiry > seconds, "Exchange_Expired", expiry, seconds);
}

/** Refuses the price zero. */
export function requirePrice(priceTicks: number): void {
  requireThat(priceTicks !== 0, "Exchange_PriceOutOfRange", 0, 1, HIGHEST_TICKS);
}

/** The number of the phase on chain. */
export function phaseIndex(phase: MarketPhase): number {
  return enumIndex(MARKET_PHASES, phase);
}

/** Refuses what the market's phase does not allow. */
export function requirePhase(state: BookState, allowed: boolean): void {
  requireThat(allowed, "Exchange_MarketNotOpen", state.terms.marketId, phaseIndex(state.phase));
}

/** Refuses a number of steps that no call of anybody's work may ask for. */
export function checkSteps(steps: number): void {
  requireThat(steps !== 0, "Exchange_ZeroAmount");
  requireThat(steps <= MAX_FILLS_CAP, "Exchange_MaxFillsAboveCap", steps, MAX_FILLS_CAP);
}

/** Most ids in one list. */
export const IDS_CAP = 150;

/** Refuses the id of an order without a level that is not written in its one form, with the price zero. */
export function requireSinglePrice(id: bigint): void {
  requireThat(unpackOrderId(id).priceTicks === 0, "Exchange_MalformedOrderId", id);
}

/** Refuses a list of more than `cap` items. */
export function checkLength(items: readonly unknown[], cap: number): void {
  requireThat(items.length <= cap, "Exchange_BatchTooLarge", items.length, cap);
}
