import { unpackOrderId } from "../codecs/order-id.ts";
import { credit, mayTrade } from "./book-balances.ts";
import {
  conditionalEscrow,
  conditionalIdOf,
  dearestTicks,
  endConditional,
  findConditional,
  firedType,
  forgetConditional,
  judgeConditional,
} from "./book-conditionals.ts";
import { trailedTicks } from "./book-conditional-rules.ts";
import { deferOrder } from "./book-deferred.ts";
import { keeperFeeOf } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import { IDS_CAP, checkLength, checkSteps } from "./book-order-rules.ts";
import { referenceTicks } from "./book-reference-price.ts";
import { isExpired } from "./book-state.ts";
import type { BookState } from "./book-state.ts";
import { addTrigger, anyTrigger, dueTrigger, oldestAt, removeTrigger } from "./book-triggers.ts";
import type { Trigger } from "./book-triggers.ts";

/** What anybody may do with conditional orders; mirrors contracts/exchange/ExchangeFiring.sol and ExchangeStops.sol. */

/** IExchangeConditionals.fireStops by `keeper`. Returns how many were fired or removed. Throws `BookRefusal`. */
export function fireStops(state: BookState, keeper: string, most: number): number {
  checkSteps(most);
  const delisted = state.phase === "DELISTED";
  if (!delisted && state.phase !== "CONTINUOUS") return 0;
  const price = delisted ? 0 : referenceTicks(state);
  if (!delisted && price === 0) return 0;
  const pays = mayTrade(state, keeper);
  let handled = 0;
  while (handled < most) {
    const trigger = delisted ? anyTrigger(state) : dueTrigger(state, price);
    if (!trigger) break;
    fireOldest(state, trigger, { keeper, pays, price });
    handled += 1;
  }
  return handled;
}

function fireOldest(state: BookState, trigger: Trigger, by: { keeper: string; pays: boolean; price: number }): void {
  const order = state.conditionals.get(oldestAt(state, trigger));
  if (!order) throw new RangeError("a trigger belongs to a live order");
  const dead = judgeConditional(state, order);
  if (dead !== null) {
    endConditional(state, order, dead);
    return;
  }
  const { owner, side, kind, lots, expiry, feePips, selfTrade, clientId } = order;
  const priceTicks = order.limits[trigger.side];
  const terms = { owner, side, orderType: firedType(kind), priceTicks, lots, expiry, feePips, selfTrade, clientId };
  const deferredId = deferOrder(state, { ...terms, displayLots: 0, keeperFeeTicks: 0 });
  forgetConditional(state, order);
  const surplus = conditionalEscrow(state, order, dearestTicks(order)) - conditionalEscrow(state, order, priceTicks);
  const keeperFee = keeperFeeOf(state, order.keeperFeeTicks);
  credit(state, owner, state.terms.quote, surplus);
  credit(state, by.pays ? by.keeper : owner, state.terms.quote, keeperFee);
  report(state, {
    name: "ConditionalFired",
    conditionalId: conditionalIdOf(state, order.number),
    deferredId,
    keeper: by.keeper,
    above: trigger.side === "above",
    triggerTicks: trigger.ticks,
    referenceTicks: by.price,
    // who may not trade earns nothing
    keeperFee: by.pays ? keeperFee : 0n,
  });
}

/** IExchangeConditionals.trail: moves trailing triggers after the price, never against their owner. Returns how many. */
export function trailStops(state: BookState, ids: readonly bigint[]): number {
  checkLength(ids, IDS_CAP);
  if (state.phase !== "CONTINUOUS") return 0;
  const price = referenceTicks(state);
  if (price === 0) return 0;
  return ids.filter((id) => trailStop(state, id, price)).length;
}

function trailStop(state: BookState, id: bigint, price: number): boolean {
  const order = findConditional(state, id);
  if (!order || order.trailTicks === 0 || isExpired(order, state.at)) return false;
  const side = order.side === "BID" ? "above" : "below";
  const from = order.triggers[side];
  const to = trailedTicks(order.side, price, order.trailTicks);
  if (to === undefined || (order.side === "BID" ? to >= from : to <= from)) return false;
  addTrigger(state, { side, ticks: to }, order.number);
  removeTrigger(state, { side, ticks: from }, order.number);
  state.conditionals.set(order.number, { ...order, triggers: { ...order.triggers, [side]: to } });
  const conditionalId = conditionalIdOf(state, unpackOrderId(id).sequence);
  report(state, { name: "TriggerMoved", conditionalId, fromTicks: from, toTicks: to, referenceTicks: price });
  return true;
}

/** IExchangeConditionals.dueStops: triggers that `fireStops` would find due now, counted up to 150. */
export function dueStops(state: BookState): number {
  const delisted = state.phase === "DELISTED";
  const price = delisted ? 0 : referenceTicks(state);
  if (!delisted && (state.phase !== "CONTINUOUS" || price === 0)) return 0;
  const met = (side: "above" | "below", ticks: number) =>
    delisted || (side === "above" ? ticks <= price : ticks >= price);
  const count = (side: "above" | "below") =>
    [...state.triggers[side]].reduce((sum, [ticks, numbers]) => sum + (met(side, ticks) ? numbers.length : 0), 0);
  return Math.min(count("above") + count("below"), IDS_CAP);
}
