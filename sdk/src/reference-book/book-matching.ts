import type { Side } from "../codecs/enums.ts";
import type { Fill } from "../codecs/fills.ts";
import { askProceeds, makerFeeOnFill } from "../settlement/fill.ts";
import { feeUp } from "../settlement/fees.ts";
import { notional } from "../settlement/notional.ts";
import { credit, mayTrade } from "./book-balances.ts";
import { refund } from "./book-escrow.ts";
import { isExpired, liveLevels, opposite, reaches } from "./book-state.ts";
import type { BookState, Level, RestingOrder } from "./book-state.ts";

/** A walk along the opposite side: what is still wanted, how many orders may still be met, and what came of it. */
export type Take = {
  taker: string;
  side: Side;
  limitTicks: number;
  lots: bigint;
  steps: number;
  notional: bigint;
  makerFees: bigint;
  fills: Fill[];
};

/** A take that has not begun. */
export function newTake(taker: string, side: Side, limitTicks: number, lots: bigint, steps: number): Take {
  return { taker, side, limitTicks, lots, steps, notional: 0n, makerFees: 0n, fills: [] };
}

/**
 * Meets opposite orders by price, then time, one step each, until the take is filled, its steps are used up or the rest no
 * longer crosses. Returns whether the rest still crosses.
 */
export function runTake(state: BookState, take: Take, now: number): boolean {
  while (take.lots > 0n) {
    const [best] = liveLevels(state, opposite(take.side));
    if (!best || !reaches(take.side, take.limitTicks, best[0])) return false;
    if (take.steps === 0) return true;
    take.steps -= 1;
    meetFirst(state, take, best[0], best[1], now);
  }
  return false;
}

function meetFirst(state: BookState, take: Take, priceTicks: number, level: Level, now: number): void {
  const order = level.orders[0];
  if (!order) throw new RangeError("a live level has an order");
  const outcome = judge(state, take, order, now);
  const lots = outcome === "FILLED" && order.lots > take.lots ? take.lots : order.lots;
  if (outcome === "FILLED") settleMaker(state, take, priceTicks, order, lots);
  else refund(state, opposite(take.side), priceTicks, order);
  order.lots -= lots;
  if (order.lots === 0n) level.orders.shift();
  const levelLots = level.orders.reduce((sum, left) => sum + left.lots, 0n);
  take.fills.push({ priceTicks, sequence: order.sequence, lots, remainingLots: order.lots, outcome, levelLots });
}

function judge(state: BookState, take: Take, order: RestingOrder, now: number): Fill["outcome"] {
  if (isExpired(order, now)) return "REMOVED_EXPIRED";
  if (order.owner === take.taker) return "REMOVED_SELF_TRADE";
  return mayTrade(state, order.owner) ? "FILLED" : "REMOVED_INELIGIBLE";
}

function settleMaker(state: BookState, take: Take, priceTicks: number, order: RestingOrder, lots: bigint): void {
  const { base, quote, lotUnits, tickSize } = state.terms;
  const value = notional(lots, priceTicks, tickSize);
  if (take.side === "BID") {
    credit(state, order.owner, quote, askProceeds(lots, priceTicks, tickSize, order.feePips));
    take.makerFees += feeUp(value, order.feePips);
  } else {
    credit(state, order.owner, base, lots * lotUnits);
    take.makerFees += makerFeeOnFill(order.lots, lots, priceTicks, tickSize, order.feePips);
  }
  take.lots -= lots;
  take.notional += value;
}
