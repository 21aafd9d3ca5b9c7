import type { SelfTrade, Side } from "../codecs/enums.ts";
import type { Fill } from "../codecs/fills.ts";
import { askProceeds, makerFeeOnFill } from "../settlement/fill.ts";
import { feeUp } from "../settlement/fees.ts";
import { notional } from "../settlement/notional.ts";
import { credit, mayTrade } from "./book-balances.ts";
import { refund } from "./book-escrow.ts";
import { endIceberg, showNext } from "./book-icebergs.ts";
import { priceBand } from "./book-rules.ts";
import type { PriceBand } from "./book-rules.ts";
import { isExpired, liveLevels, opposite, reaches } from "./book-state.ts";
import type { BookState, Level, RestingOrder } from "./book-state.ts";
import { afterTrade, averageAt } from "./book-tape.ts";

/** The price outside of its band that stopped a take, and the band. */
export type Breach = PriceBand & { priceTicks: number };

/** What a take asks for: who takes what, at which worst price, meeting at most how many orders. */
export type TakeRequest = {
  taker: string;
  side: Side;
  limitTicks: number;
  selfTrade: SelfTrade;
  lots: bigint;
  steps: number;
};

/**
 * A walk along the opposite side: what is still wanted, how many orders may still be met, and what came of it. `gaveWay` when it
 * ended at an order of the taker's own, `breach` when the next price was outside of the band.
 */
export type Take = TakeRequest & {
  filled: bigint;
  notional: bigint;
  makerFees: bigint;
  fills: Fill[];
  gaveWay: boolean;
  breach: Breach | null;
};

/** A take that has not begun. */
export function newTake(request: TakeRequest): Take {
  const nothing = { filled: 0n, notional: 0n, makerFees: 0n, fills: [], gaveWay: false, breach: null };
  return { ...request, ...nothing };
}

/**
 * Meets opposite orders by price, then time, one step each, until the take is filled, its steps are used up, it ends early or the
 * rest no longer crosses. Returns whether the rest still crosses.
 */
export function runTake(state: BookState, take: Take, now: number): boolean {
  const averageFixed = averageAt(state.tape, now, state.rules.averagingSeconds);
  const band = priceBand(state.rules, averageFixed, state.tape.lastTicks);
  const crosses = walk(state, take, band, now);
  const last = take.fills.findLast(({ outcome }) => outcome === "FILLED");
  if (last !== undefined) {
    const trade = { priceTicks: last.priceTicks, lots: take.filled, averageFixed, now };
    state.tape = afterTrade(state.tape, trade);
  }
  return crosses;
}

function walk(state: BookState, take: Take, band: PriceBand, now: number): boolean {
  while (take.lots > 0n) {
    const [best] = liveLevels(state, opposite(take.side));
    if (!best || !reaches(take.side, take.limitTicks, best[0])) return false;
    if (take.steps === 0) return true;
    const [priceTicks, level] = best;
    if (priceTicks < band.low || priceTicks > band.high) {
      take.breach = { priceTicks, ...band };
      return true;
    }
    take.steps -= 1;
    meetFirst(state, take, priceTicks, level, now);
    if (take.gaveWay) return true;
  }
  return false;
}

function meetFirst(state: BookState, take: Take, priceTicks: number, level: Level, now: number): void {
  const order = level.orders[0];
  if (!order) throw new RangeError("a live level has an order");
  const outcome = judge(state, take, order, now);
  const lots = goneLots(take, order, outcome);
  if (lots === 0n) return; // the taker gave way
  const makerSide = opposite(take.side);
  if (outcome === "FILLED") settleMaker(state, take, priceTicks, order, lots);
  else refund(state, makerSide, priceTicks, order, lots);
  order.lots -= lots;
  if (order.lots === 0n) {
    level.orders.shift();
    const goesOn = outcome === "FILLED" || (outcome === "REMOVED_SELF_TRADE" && take.selfTrade === "DECREMENT");
    if (goesOn) showNext(state, makerSide, priceTicks, level, order);
    else endIceberg(state, makerSide, priceTicks, order);
  }
  const levelLots = level.orders.reduce((sum, left) => sum + left.lots, 0n);
  take.fills.push({ priceTicks, sequence: order.sequence, lots, remainingLots: order.lots, outcome, levelLots });
}

function judge(state: BookState, take: Take, order: RestingOrder, now: number): Fill["outcome"] {
  if (isExpired(order, now)) return "REMOVED_EXPIRED";
  if (order.owner === take.taker) return "REMOVED_SELF_TRADE";
  return mayTrade(state, order.owner) ? "FILLED" : "REMOVED_INELIGIBLE";
}

/** Lots that leave the resting order; of an own one as the take's self-trade mode says. */
function goneLots(take: Take, order: RestingOrder, outcome: Fill["outcome"]): bigint {
  const smaller = order.lots < take.lots ? order.lots : take.lots;
  if (outcome === "FILLED") return smaller;
  if (outcome !== "REMOVED_SELF_TRADE" || take.selfTrade === "CANCEL_MAKER") return order.lots;
  if (take.selfTrade === "DECREMENT") {
    take.lots -= smaller;
    return smaller;
  }
  take.gaveWay = true;
  return take.selfTrade === "CANCEL_BOTH" ? order.lots : 0n;
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
  take.filled += lots;
  take.notional += value;
}
