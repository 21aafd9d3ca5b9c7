import type { OrderInput } from "../requests/order-input.ts";
import type { Fill } from "../codecs/fills.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { feeUp } from "../settlement/fees.ts";
import { credit, spend } from "./book-balances.ts";
import { deferOrder } from "./book-deferred.ts";
import { escrowAsset, escrowOf, keeperFeeOf, restingEscrow } from "./book-escrow.ts";
import { feesOf } from "./book-fee-tiers.ts";
import type { FeePips } from "./book-fee-tiers.ts";
import { requireLabels } from "./book-labels.ts";
import { bestTicks, levelAt } from "./book-level.ts";
import { newTake, runTake } from "./book-matching.ts";
import type { Breach, Take } from "./book-matching.ts";
import { checkOrder, fullOrder, isPassive } from "./book-order-rules.ts";
import type { FullOrder } from "./book-order-rules.ts";
import { collects } from "./book-phases.ts";
import { requireThat } from "./book-refusal.ts";
import { restOrder } from "./book-resting.ts";
import { HIGHEST_TICKS } from "./book-rules.ts";
import { breakOff, recordTake } from "./book-settlement.ts";
import { opposite, reaches } from "./book-state.ts";
import type { BookState } from "./book-state.ts";

/**
 * What IExchange.place returns, the fills of its `Taken` event and the breach of its `BreakerTripped` event. `orderId` is null
 * when nothing rests or waits.
 */
export type PlaceReport = {
  orderId: OrderId | null;
  filledLots: bigint;
  notional: bigint;
  takerFee: bigint;
  fills: readonly Fill[];
  breach: Breach | null;
};

/** One order on its way through `placeOrder`. */
type Placing = { request: FullOrder; fees: FeePips; take: Take };

/** IExchange.place by `owner`. Throws `BookRefusal`. */
export function placeOrder(state: BookState, owner: string, order: OrderInput): PlaceReport {
  const request = fullOrder(order);
  checkOrder(state, request);
  const fees = feesOf(state, owner);
  const { side, selfTrade, lots, maxFills: steps, priceTicks: limitTicks } = request;
  const { takerFeePips } = fees;
  const take = newTake({ taker: owner, side, limitTicks, selfTrade, lots, steps, takerFeePips });
  const placing = { request, fees, take };
  const waits = matchOnArrival(state, placing);
  const report = settle(state, placing, waits);
  breakOff(state, take);
  return report;
}

/** Matches what may match. Returns whether the rest belongs into the work queue rather than into the book. */
function matchOnArrival(state: BookState, { request, take }: Placing): boolean {
  if (collects(state)) return false;
  let waits = false;
  if (isPassive(request.orderType)) makePassive(state, request, take);
  else waits = request.maxFills === 0 || runTake(state, take);
  if (take.unlabelled) requireLabels(state);
  const required = request.orderType === "LIMIT_FOK" ? request.lots : request.minFillLots;
  requireThat(take.filled >= required, "Exchange_NotFilled", take.filled, required);
  // after a breach the rest joins the auction's book
  return waits && take.breach === null;
}

/** Refuses a crossing order, or slides it to one tick behind the best opposite price. */
function makePassive(state: BookState, request: FullOrder, take: Take): void {
  const best = bestTicks(state, opposite(take.side));
  if (best === undefined || !reaches(take.side, take.limitTicks, best)) return;
  const slid = best + (take.side === "BID" ? -1 : 1);
  const slides = request.orderType === "LIMIT_POST_ONLY_SLIDE" && slid >= 1 && slid <= HIGHEST_TICKS;
  requireThat(slides, "Exchange_PostOnlyWouldCross", take.limitTicks, best);
  take.limitTicks = slid;
}

/** Takes what was bought or sold and the escrow of the rest in one debit, credits what was gained, and keeps the rest. */
function settle(state: BookState, placing: Placing, waits: boolean): PlaceReport {
  const { request, take } = placing;
  const stays = request.maxFills === 0 || request.orderType === "LIMIT_GTC" || isPassive(request.orderType);
  if (take.lots === 0n || take.gaveWay || !stays) return payTaker(state, placing, 0n);
  return waits ? defer(state, placing) : rest(state, placing);
}

function rest(state: BookState, placing: Placing): PlaceReport {
  const { request, fees, take } = placing;
  const { side, lots, limitTicks, taker: owner } = take;
  const { displayLots, expiry, orderType, clientId } = request;
  const { makerFeePips: feePips } = fees;
  const report = payTaker(state, placing, restingEscrow(state, side, lots, limitTicks, feePips, displayLots));
  const order = { owner, orderType, lots, expiry, feePips };
  const orderId = restOrder(state, side, limitTicks, order, { displayLots, clientId });
  const sum = levelAt(state, side, limitTicks).lots + lots;
  requireThat(orderId !== null, "Exchange_SizeAboveMaximum", sum, 2n ** 48n - 1n);
  return { ...report, orderId };
}

function defer(state: BookState, placing: Placing): PlaceReport {
  const { request, fees, take } = placing;
  const { lots, taker: owner } = take;
  const { side, orderType, priceTicks, expiry, selfTrade, displayLots, clientId } = request;
  const { takerFeePips: feePips } = fees;
  const { keeperFeeTicks } = state.rules;
  const keeperFee = keeperFeeOf(state, keeperFeeTicks);
  const escrow = escrowOf(state, side, lots, priceTicks, feePips);
  const report = payTaker(state, placing, side === "BID" ? escrow + keeperFee : escrow);
  if (side === "ASK" && keeperFee !== 0n) spend(state, owner, state.terms.quote, keeperFee);
  const terms = { side, orderType, priceTicks, lots, expiry, feePips, selfTrade, displayLots, clientId };
  return { ...report, orderId: deferOrder(state, { owner, ...terms, keeperFeeTicks }) };
}

function payTaker(state: BookState, { request, fees, take }: Placing, escrow: bigint): PlaceReport {
  const { base, quote, lotUnits } = state.terms;
  const { taker, side, filled, notional, fills, breach } = take;
  const takerFee = feeUp(notional, fees.takerFeePips);
  const cost = side === "BID" ? notional + takerFee : filled * lotUnits;
  spend(state, taker, escrowAsset(state, side), cost + escrow);
  if (side === "BID") credit(state, taker, base, filled * lotUnits);
  else credit(state, taker, quote, notional - takerFee);
  recordTake(state, take, 0n, takerFee, request.clientId);
  return { orderId: null, filledLots: filled, notional, takerFee, fills, breach };
}
