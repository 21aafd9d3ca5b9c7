import type { SelfTrade, Side } from "../codecs/enums.ts";
import type { Fill } from "../codecs/fills.ts";
import { feeUp, rebateDown } from "../settlement/fees.ts";
import { makerFeeOnFill } from "../settlement/fill.ts";
import { notional } from "../settlement/notional.ts";
import { credit, mayTrade } from "./book-balances.ts";
import { refund } from "./book-escrow.ts";
import { addVolume } from "./book-fee-tiers.ts";
import { endIceberg, showNext } from "./book-icebergs.ts";
import { missingLabels } from "./book-labels.ts";
import { bestTicks, dropHead, leaveLevel, levelAt, refill, resize } from "./book-level.ts";
import type { Level } from "./book-level.ts";
import { averageNow, bandNow } from "./book-reference-price.ts";
import type { PriceBand } from "./book-rules.ts";
import { isExpired, opposite, reaches } from "./book-state.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/** The price outside of its band that stopped a take, and the band. */
export type Breach = PriceBand & { priceTicks: number };

/** What a take asks for: who takes what, at which worst price and fee, meeting at most how many orders. */
export type TakeRequest = {
  taker: string;
  side: Side;
  limitTicks: number;
  selfTrade: SelfTrade;
  lots: bigint;
  steps: number;
  takerFeePips: number;
};

/**
 * A walk along the opposite side: what is still wanted, how many orders may still be met, and what came of it. `gaveWay` when it
 * ended at an order of the taker's own, `breach` when the next price was outside of the band, `unlabelled` when the batch lacks
 * a label that the market requires.
 */
export type Take = TakeRequest & {
  filled: bigint;
  notional: bigint;
  makerFees: bigint;
  rebates: bigint;
  fills: Fill[];
  gaveWay: boolean;
  breach: Breach | null;
  unlabelled: boolean;
  /** The time-weighted price before it. */
  averageFixed: bigint;
};

/** A take that has not begun. */
export function newTake(request: TakeRequest): Take {
  const sums = { filled: 0n, notional: 0n, makerFees: 0n, rebates: 0n, averageFixed: 0n };
  return { ...request, ...sums, fills: [], gaveWay: false, breach: null, unlabelled: false };
}

/**
 * Meets opposite orders by price, then time, one step each, until the take is filled, its steps are used up, it ends early or the
 * rest no longer crosses. Returns whether the rest still crosses. Mirrors contracts/libraries/Matching.sol.
 */
export function runTake(state: BookState, take: Take): boolean {
  const makerSide = opposite(take.side);
  take.averageFixed = averageNow(state);
  const band = bandNow(state);
  while (take.lots > 0n) {
    const priceTicks = bestTicks(state, makerSide);
    if (priceTicks === undefined || !reaches(take.side, take.limitTicks, priceTicks)) return false;
    if (take.steps === 0) return true;
    if (missingLabels(state) !== 0n) {
      take.unlabelled = true;
      return true;
    }
    if (priceTicks < band.low || priceTicks > band.high) take.breach = { priceTicks, ...band };
    else sweepLevel(state, take, priceTicks, levelAt(state, makerSide, priceTicks));
    if (take.gaveWay || take.breach !== null) return true;
  }
  return false;
}

function sweepLevel(state: BookState, take: Take, priceTicks: number, level: Level): void {
  do {
    // an empty ring before live orders: they wait in the overflow
    if (level.ringCount === 0) take.steps -= refill(level, take.steps);
    else meetHead(state, take, priceTicks, level);
  } while (level.orders.length > 0 && take.lots > 0n && take.steps > 0 && !take.gaveWay);
  leaveLevel(level);
}

function meetHead(state: BookState, take: Take, priceTicks: number, level: Level): void {
  take.steps -= 1;
  const [order] = level.orders;
  if (!order) throw new RangeError("a ring that is not empty has an order");
  const outcome = judge(state, take, order);
  const lots = goneLots(take, order, outcome);
  if (lots === 0n) return; // the taker gave way
  const makerSide = opposite(take.side);
  if (outcome === "FILLED") settleMaker(state, take, priceTicks, order, lots);
  else refund(state, makerSide, priceTicks, order, lots);
  const remainingLots = order.lots - lots;
  if (remainingLots > 0n) {
    resize(level, 0, remainingLots);
  } else {
    dropHead(level);
    const goesOn = outcome === "FILLED" || (outcome === "REMOVED_SELF_TRADE" && take.selfTrade === "DECREMENT");
    if (goesOn) showNext(state, makerSide, priceTicks, level, order);
    else endIceberg(state, makerSide, priceTicks, order);
  }
  take.fills.push({ priceTicks, sequence: order.sequence, lots, remainingLots, outcome, levelLots: level.lots });
}

function judge(state: BookState, take: Take, order: RestingOrder): Fill["outcome"] {
  if (isExpired(order, state.at)) return "REMOVED_EXPIRED";
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
  const rebate = rebateDown(value, order.feePips, take.takerFeePips);
  if (take.side === "BID") {
    const fee = feeUp(value, order.feePips);
    credit(state, order.owner, quote, value - fee + rebate);
    addVolume(state, order.owner, lots);
    take.makerFees += fee;
  } else {
    credit(state, order.owner, base, lots * lotUnits);
    credit(state, order.owner, quote, rebate);
    take.makerFees += makerFeeOnFill(order.lots, lots, priceTicks, tickSize, order.feePips);
  }
  take.rebates += rebate;
  take.lots -= lots;
  take.filled += lots;
  take.notional += value;
}
