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

/** One call's keeper: whether it may be paid, and what it has earned so far. */
type Keeper = { account: string; mayBePaid: boolean; earned: bigint };

/** What became of the head of the queue: resting orders met, and whether it has left. */
type Worked = { met: number; finished: boolean; take: Take | null };
const GONE: Worked = { met: 0, finished: true, take: null };

/** IExchange.crank by `account`: works deferred orders strictly in sequence. Throws `BookRefusal`. */
export function crankQueue(state: BookState, account: string, maxSteps: number): CrankReport {
  checkSteps(maxSteps);
  const done: CrankReport = { steps: 0, fills: [], breach: null };
  const keeper = { account, mayBePaid: mayTrade(state, account), earned: 0n };
  while (worksQueue(state) && state.queue.head !== state.queue.tail && done.steps < maxSteps) {
    const { met, finished, take } = workHead(state, keeper, maxSteps - done.steps);
    done.steps += met;
    if (take) done.fills.push(...take.fills);
    done.breach = take?.breach ?? null;
    if (!finished) break;
    state.queue.head += 1;
    done.steps += 1;
  }
  credit(state, account, state.terms.quote, keeper.earned);
  return { ...done, steps: Math.min(done.steps, maxSteps) };
}

function workHead(state: BookState, keeper: Keeper, budget: number): Worked {
  const order = state.queue.orders.get(state.queue.head);
  if (!order) return GONE; // cancelled by its owner
  const dead = judge(state, order);
  if (dead === null) return matchDeferred(state, keeper, order, budget);
  finishDeferred(state, order, dead);
  return GONE;
}

/** Why an order may not trade any more, or null. */
function judge(state: BookState, order: DeferredOrder): CancelReason | null {
  if (state.phase === "DELISTED") return "MARKET_CLOSED";
  if (isExpired(order, state.at)) return "EXPIRED";
  if (mayTrade(state, order.owner)) return null;
  return hasLapsed(state, order.owner) ? "DEAD_MAN" : "INELIGIBLE";
}

function matchDeferred(state: BookState, keeper: Keeper, order: DeferredOrder, budget: number): Worked {
  const { owner, side, priceTicks: limitTicks, selfTrade, lots, feePips: takerFeePips } = order;
  const take = newTake({ taker: owner, side, limitTicks, selfTrade, lots, steps: budget, takerFeePips });
  const crosses = runTake(state, take);
  if (take.unlabelled) return { met: 0, finished: false, take };
  const takerFee = settleEscrowed(state, take, order, take.lots, limitTicks);
  recordTake(state, take, deferredIdOf(state, order.sequence), takerFee, order.clientId);
  const rest = { ...order, lots: take.lots, hasTraded: order.hasTraded || take.filled !== 0n };
  const finished = take.gaveWay || !crosses;
  if (finished) {
    finish(state, keeper, rest, take);
  } else {
    breakOff(state, take);
    state.queue.orders.set(order.sequence, rest);
    progressed(state, rest, take);
  }
  return { met: budget - take.steps, finished, take };
}

function progressed(state: BookState, rest: DeferredOrder, take: Take): void {
  const orderId = deferredIdOf(state, rest.sequence);
  report(state, { name: "DeferredProgressed", orderId, lotsFilled: take.filled, lotsLeft: rest.lots });
}

/**
 * Ends an order that is filled, no longer crosses or gave way to one of its owner's own. It was executed, and its keeper is paid,
 * unless all of it lapses without a trade.
 */
function finish(state: BookState, keeper: Keeper, rest: DeferredOrder, take: Take): void {
  const mayRest = !take.gaveWay && rest.orderType === "LIMIT_GTC";
  if (rest.lots === 0n || (mayRest && restDeferred(state, rest))) {
    const { owner, keeperFeeTicks } = reward(state, keeper, rest);
    credit(state, owner, state.terms.quote, keeperFeeOf(state, keeperFeeTicks));
    state.queue.orders.delete(rest.sequence);
    progressed(state, { ...rest, lots: 0n }, take);
    return;
  }
  const left = rest.hasTraded || take.gaveWay ? reward(state, keeper, rest) : rest;
  if (take.filled !== 0n) progressed(state, rest, take);
  finishDeferred(state, left, take.gaveWay ? "SELF_TRADE" : "UNFILLED_REMAINDER");
}

/** Counts an order's keeper fee for the keeper who may be paid. Returns the order with what goes back to its owner. */
function reward(state: BookState, keeper: Keeper, order: DeferredOrder): DeferredOrder {
  const amount = keeperFeeOf(state, order.keeperFeeTicks);
  if (amount === 0n || !keeper.mayBePaid) return order;
  keeper.earned += amount;
  report(state, {
    name: "KeeperPaid",
    orderId: deferredIdOf(state, order.sequence),
    keeper: keeper.account,
    amount,
  });
  return { ...order, keeperFeeTicks: 0 };
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
