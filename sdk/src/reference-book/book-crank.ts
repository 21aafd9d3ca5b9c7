import type { CancelReason } from "../codecs/enums.ts";
import type { Fill } from "../codecs/fills.ts";
import { credit, hasLapsed, mayTrade } from "./book-balances.ts";
import { deferredIdOf, finishDeferred } from "./book-deferred.ts";
import { escrowOf, keeperFeeOf, restingEscrow } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import { feesOf } from "./book-fee-tiers.ts";
import { newTake, runTake } from "./book-matching.ts";
import type { Breach, Take } from "./book-matching.ts";
import { checkSteps } from "./book-order-rules.ts";
import { worksQueue } from "./book-phases.ts";
import { restOrder } from "./book-resting.ts";
import { breakOff, recordTake, settleEscrowed } from "./book-settlement.ts";
import { isExpired } from "./book-state.ts";
import type { BookState, DeferredOrder } from "./book-state.ts";

/** Steps that a crank did, the fills of its `Taken` events in order, and the breach that ended it. */
export type CrankReport = { steps: number; fills: Fill[]; breach: Breach | null };

/** IExchange.crank by `keeper`: works deferred orders strictly in sequence. Throws `BookRefusal`. */
export function crankQueue(state: BookState, keeper: string, maxSteps: number): CrankReport {
  checkSteps(maxSteps);
  const done: CrankReport = { steps: 0, fills: [], breach: null };
  const pays = mayTrade(state, keeper);
  while (worksQueue(state) && state.queue.head !== state.queue.tail && done.steps < maxSteps) {
    const worked = workHead(state, maxSteps - done.steps);
    done.steps += worked.met;
    if (worked.take) done.fills.push(...worked.take.fills);
    done.breach = worked.take?.breach ?? null;
    if (!worked.finished) break;
    if (worked.keeperFee !== 0n) credit(state, pays ? keeper : worked.owner, state.terms.quote, worked.keeperFee);
    state.queue.head += 1;
    done.steps += 1;
  }
  return { ...done, steps: Math.min(done.steps, maxSteps) };
}

/** What became of the head of the queue; `keeperFee` is earned by whoever finished it, or else goes to its `owner`. */
type Worked = { met: number; finished: boolean; take: Take | null; owner: string; keeperFee: bigint };

function workHead(state: BookState, budget: number): Worked {
  const order = state.queue.orders.get(state.queue.head);
  if (!order) return { met: 0, finished: true, take: null, owner: "", keeperFee: 0n }; // cancelled by its owner
  const dead = judge(state, order);
  if (dead === null) return matchDeferred(state, order, budget);
  finishDeferred(state, order, dead);
  return { met: 0, finished: true, take: null, owner: order.owner, keeperFee: 0n };
}

/** Why an order may not trade any more, or null. */
function judge(state: BookState, order: DeferredOrder): CancelReason | null {
  if (state.phase === "DELISTED") return "MARKET_CLOSED";
  if (isExpired(order, state.at)) return "EXPIRED";
  if (mayTrade(state, order.owner)) return null;
  return hasLapsed(state, order.owner) ? "DEAD_MAN" : "INELIGIBLE";
}

function matchDeferred(state: BookState, order: DeferredOrder, budget: number): Worked {
  const { owner, side, priceTicks: limitTicks, selfTrade, lots, feePips: takerFeePips } = order;
  const take = newTake({ taker: owner, side, limitTicks, selfTrade, lots, steps: budget, takerFeePips });
  const crosses = runTake(state, take);
  const takerFee = settleEscrowed(state, take, order, take.lots, limitTicks);
  recordTake(state, take, deferredIdOf(state, order.sequence), takerFee, order.clientId);
  const rest = { ...order, lots: take.lots };
  const met = budget - take.steps;
  if (take.gaveWay || !crosses) {
    return { met, finished: true, take, owner, keeperFee: finish(state, rest, take) };
  }
  breakOff(state, take);
  state.queue.orders.set(order.sequence, rest);
  progressed(state, rest, take);
  return { met, finished: false, take, owner, keeperFee: 0n };
}

function progressed(state: BookState, rest: DeferredOrder, take: Take): void {
  const orderId = deferredIdOf(state, rest.sequence);
  report(state, { name: "DeferredProgressed", orderId, lotsFilled: take.filled, lotsLeft: rest.lots });
}

/**
 * Ends an order that is filled, no longer crosses or gave way to one of its owner's own. Returns the keeper fee that was earned
 * by it: none by an order that lapses without a fill.
 */
function finish(state: BookState, rest: DeferredOrder, take: Take): bigint {
  const earned = keeperFeeOf(state, rest.keeperFeeTicks);
  const mayRest = !take.gaveWay && rest.orderType === "LIMIT_GTC";
  if (rest.lots === 0n || (mayRest && restDeferred(state, rest))) {
    state.queue.orders.delete(rest.sequence);
    progressed(state, { ...rest, lots: 0n }, take);
    return earned;
  }
  if (take.filled !== 0n) progressed(state, rest, take);
  const executed = take.filled !== 0n || take.gaveWay;
  const left = executed ? { ...rest, keeperFeeTicks: 0 } : rest;
  finishDeferred(state, left, take.gaveWay ? "SELF_TRADE" : "UNFILLED_REMAINDER");
  return executed ? earned : 0n;
}

/**
 * Rests the remainder with the maker fee of today, never above the taker fee it escrowed; the difference goes back. An iceberg
 * whose parts would round up to more than is held shows whole. Returns whether the level had room.
 */
function restDeferred(state: BookState, order: DeferredOrder): boolean {
  const { owner, side, lots, priceTicks, expiry, clientId } = order;
  const feePips = Math.min(feesOf(state, owner).makerFeePips, order.feePips);
  const held = escrowOf(state, side, lots, priceTicks, order.feePips);
  let { displayLots } = order;
  if (restingEscrow(state, side, lots, priceTicks, feePips, displayLots) > held) displayLots = 0;
  const surplus = held - restingEscrow(state, side, lots, priceTicks, feePips, displayLots);
  const resting = { owner, orderType: "LIMIT_GTC" as const, lots, expiry, feePips };
  if (restOrder(state, side, priceTicks, resting, { displayLots, clientId }) === null) return false;
  if (surplus !== 0n) credit(state, owner, state.terms.quote, surplus);
  return true;
}
