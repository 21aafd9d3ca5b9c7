import type { Fill } from "../codecs/fills.ts";
import { MAX_FILLS_CAP } from "../requests/order-input.ts";
import { bidEscrow } from "../settlement/escrow.ts";
import { feeUp } from "../settlement/fees.ts";
import { credit, mayTrade } from "./book-balances.ts";
import { escrowAsset, escrowOf, refund } from "./book-escrow.ts";
import { newTake, runTake } from "./book-matching.ts";
import type { Breach, Take } from "./book-matching.ts";
import { setPhase, worksQueue } from "./book-phases.ts";
import { restingEscrow } from "./book-place.ts";
import { requireThat } from "./book-refusal.ts";
import { restOrder } from "./book-resting.ts";
import { isExpired } from "./book-state.ts";
import type { BookState, DeferredOrder } from "./book-state.ts";

/** Steps that a crank did, the fills of its `Taken` events in order, and the breach that ended it. */
export type CrankReport = { steps: number; fills: Fill[]; breach: Breach | null };

/** IExchange.crank: works deferred orders strictly in sequence. Throws `BookRefusal`. */
export function crankQueue(state: BookState, maxSteps: number, now: number): CrankReport {
  requireThat(maxSteps !== 0, "Exchange_ZeroAmount");
  requireThat(maxSteps <= MAX_FILLS_CAP, "Exchange_MaxFillsAboveCap", maxSteps, MAX_FILLS_CAP);
  const report: CrankReport = { steps: 0, fills: [], breach: null };
  let steps = 0;
  while (worksQueue(state) && state.queue.head !== state.queue.tail && steps < maxSteps) {
    const worked = workHead(state, maxSteps - steps, now);
    steps += worked.met;
    report.fills.push(...worked.fills);
    report.breach = worked.breach;
    if (!worked.finished) break;
    state.queue.orders.delete(state.queue.head);
    state.queue.head += 1;
    steps += 1;
  }
  return { ...report, steps: Math.min(steps, maxSteps) };
}

type Worked = { met: number; finished: boolean; fills: Fill[]; breach: Breach | null };
const GONE: Worked = { met: 0, finished: true, fills: [], breach: null };

function workHead(state: BookState, budget: number, now: number): Worked {
  const order = state.queue.orders.get(state.queue.head);
  if (!order) return GONE; // cancelled by its owner
  const dead = state.phase === "DELISTED" || isExpired(order, now) || !mayTrade(state, order.owner);
  if (dead) {
    refund(state, order.side, order.priceTicks, order);
    return GONE;
  }
  return matchDeferred(state, order, budget, now);
}

function matchDeferred(state: BookState, order: DeferredOrder, budget: number, now: number): Worked {
  const { owner, side, priceTicks, selfTrade, lots } = order;
  const take = newTake({ taker: owner, side, limitTicks: priceTicks, selfTrade, lots, steps: budget });
  const crosses = runTake(state, take, now);
  settleDeferred(state, order, take);
  order.lots = take.lots;
  const worked = { met: budget - take.steps, fills: take.fills, breach: take.breach };
  if (take.breach !== null) setPhase(state, "AUCTION", now);
  if (crosses && !take.gaveWay) return { ...worked, finished: false };
  if (order.lots > 0n) {
    if (order.orderType === "LIMIT_GTC" && !take.gaveWay) restDeferred(state, order);
    else refund(state, order.side, order.priceTicks, order);
  }
  return { ...worked, finished: true };
}

/** The escrow at the limit price pays the take and its fee; what it releases beyond them goes back to the owner. */
function settleDeferred(state: BookState, order: DeferredOrder, take: Take): void {
  const { base, quote, lotUnits, tickSize } = state.terms;
  let takerFee = feeUp(take.notional, order.feePips);
  if (order.side === "BID") {
    const before = bidEscrow(order.lots, order.priceTicks, tickSize, order.feePips);
    const after = bidEscrow(take.lots, order.priceTicks, tickSize, order.feePips);
    const spare = before - after - take.notional;
    if (takerFee > spare) takerFee = spare;
    credit(state, order.owner, quote, spare - takerFee);
    credit(state, order.owner, base, take.filled * lotUnits);
  } else {
    const untraded = order.lots - take.lots - take.filled;
    credit(state, order.owner, quote, take.notional - takerFee);
    credit(state, order.owner, base, untraded * lotUnits);
  }
  state.fees += takerFee + take.makerFees;
}

/**
 * Rests the remainder with the maker fee of today, never above the taker fee it escrowed; the difference goes back. An iceberg
 * whose parts would round up to more than is held shows whole.
 */
function restDeferred(state: BookState, order: DeferredOrder): void {
  const { owner, side, lots, priceTicks, expiry } = order;
  const feePips = Math.min(state.terms.makerFeePips, order.feePips);
  const held = escrowOf(state, side, lots, priceTicks, order.feePips);
  let { displayLots } = order;
  if (restingEscrow(state, side, lots, priceTicks, feePips, displayLots) > held) displayLots = 0;
  const needed = restingEscrow(state, side, lots, priceTicks, feePips, displayLots);
  credit(state, owner, escrowAsset(state, side), held - needed);
  restOrder(state, side, priceTicks, { owner, lots, expiry, feePips }, displayLots);
}
