import type { Fill } from "../codecs/fills.ts";
import { MAX_FILLS_CAP } from "../requests/order-input.ts";
import { bidEscrow } from "../settlement/escrow.ts";
import { feeUp } from "../settlement/fees.ts";
import { notional } from "../settlement/notional.ts";
import { credit, mayTrade } from "./book-balances.ts";
import { refund } from "./book-escrow.ts";
import { newTake, runTake } from "./book-matching.ts";
import type { Take } from "./book-matching.ts";
import { requireThat } from "./book-refusal.ts";
import { restOrder } from "./book-resting.ts";
import { isExpired } from "./book-state.ts";
import type { BookState, DeferredOrder } from "./book-state.ts";

/** Steps that a crank did, and the fills of its `Taken` events in order. */
export type CrankReport = { steps: number; fills: Fill[] };

/** IExchange.crank: works deferred orders strictly in sequence. Throws `BookRefusal`. */
export function crankQueue(state: BookState, maxSteps: number, now: number): CrankReport {
  requireThat(maxSteps !== 0, "Exchange_ZeroAmount");
  requireThat(maxSteps <= MAX_FILLS_CAP, "Exchange_MaxFillsAboveCap", maxSteps, MAX_FILLS_CAP);
  const fills: Fill[] = [];
  if (state.status === "PAUSED") return { steps: 0, fills };
  let steps = 0;
  while (state.queue.head !== state.queue.tail && steps < maxSteps) {
    const worked = workHead(state, maxSteps - steps, now);
    steps += worked.met;
    fills.push(...worked.fills);
    if (!worked.finished) break;
    state.queue.orders.delete(state.queue.head);
    state.queue.head += 1;
    steps += 1;
  }
  return { steps: Math.min(steps, maxSteps), fills };
}

type Worked = { met: number; finished: boolean; fills: Fill[] };

function workHead(state: BookState, budget: number, now: number): Worked {
  const order = state.queue.orders.get(state.queue.head);
  if (!order) return { met: 0, finished: true, fills: [] }; // cancelled by its owner
  const dead = state.status === "CLOSED" || isExpired(order, now) || !mayTrade(state, order.owner);
  if (dead) {
    refund(state, order.side, order.priceTicks, order);
    return { met: 0, finished: true, fills: [] };
  }
  return matchDeferred(state, order, budget, now);
}

function matchDeferred(state: BookState, order: DeferredOrder, budget: number, now: number): Worked {
  const take = newTake(order.owner, order.side, order.priceTicks, order.lots, budget);
  const crosses = runTake(state, take, now);
  settleDeferred(state, order, take);
  order.lots = take.lots;
  const worked = { met: budget - take.steps, fills: take.fills };
  if (order.lots === 0n) return { ...worked, finished: true };
  if (crosses) return { ...worked, finished: false };
  if (order.orderType === "LIMIT_GTC") restDeferred(state, order);
  else refund(state, order.side, order.priceTicks, order);
  return { ...worked, finished: true };
}

/** The escrow at the limit price pays the take and its fee; what it releases beyond them goes back to the owner. */
function settleDeferred(state: BookState, order: DeferredOrder, take: Take): void {
  const { base, quote, lotUnits, tickSize } = state.terms;
  const filled = order.lots - take.lots;
  let takerFee = feeUp(take.notional, order.feePips);
  if (order.side === "BID") {
    const before = bidEscrow(order.lots, order.priceTicks, tickSize, order.feePips);
    const after = bidEscrow(take.lots, order.priceTicks, tickSize, order.feePips);
    const spare = before - after - take.notional;
    if (takerFee > spare) takerFee = spare;
    credit(state, order.owner, quote, spare - takerFee);
    credit(state, order.owner, base, filled * lotUnits);
  } else {
    credit(state, order.owner, quote, take.notional - takerFee);
  }
  state.fees += takerFee + take.makerFees;
}

/** Rests the remainder with the maker fee of today, never above the taker fee it escrowed; the difference goes back. */
function restDeferred(state: BookState, order: DeferredOrder): void {
  const feePips = Math.min(state.terms.makerFeePips, order.feePips);
  if (order.side === "BID") {
    const value = notional(order.lots, order.priceTicks, state.terms.tickSize);
    credit(state, order.owner, state.terms.quote, feeUp(value, order.feePips) - feeUp(value, feePips));
  }
  const { owner, lots, expiry } = order;
  restOrder(state, order.side, order.priceTicks, { owner, lots, expiry, feePips });
}
