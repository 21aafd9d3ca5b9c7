import type { OrderInput } from "../requests/order-input.ts";
import { DEFAULT_MAX_FILLS, DEFAULT_SELF_TRADE } from "../requests/order-input.ts";
import type { Side } from "../codecs/enums.ts";
import type { Fill } from "../codecs/fills.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { icebergEscrow } from "../settlement/escrow.ts";
import { feeUp } from "../settlement/fees.ts";
import { credit, spend } from "./book-balances.ts";
import { escrowAsset, escrowOf } from "./book-escrow.ts";
import { newTake, runTake } from "./book-matching.ts";
import type { Breach, Take } from "./book-matching.ts";
import { checkOrder, isPassive } from "./book-order-rules.ts";
import type { FullOrder } from "./book-order-rules.ts";
import { collects, setPhase } from "./book-phases.ts";
import { requireThat } from "./book-refusal.ts";
import { restOrder } from "./book-resting.ts";
import { bestTicks, opposite, reaches } from "./book-state.ts";
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
  fills: Fill[];
  breach: Breach | null;
};

/** IExchange.place by `owner` at time `now` (unix seconds). Throws `BookRefusal`. */
export function placeOrder(state: BookState, owner: string, order: OrderInput, now: number): PlaceReport {
  const request: FullOrder = {
    minFillLots: 0n,
    expiry: 0,
    maxFills: DEFAULT_MAX_FILLS,
    selfTrade: DEFAULT_SELF_TRADE,
    displayLots: 0,
    ...order,
  };
  checkOrder(state, request, now);
  const { side, selfTrade, lots, maxFills } = request;
  const take = newTake({ taker: owner, side, limitTicks: request.priceTicks, selfTrade, lots, steps: maxFills });
  const waits = matchOnArrival(state, request, take, now);
  const report = settle(state, request, take, waits);
  if (take.breach !== null) setPhase(state, "AUCTION", now);
  return report;
}

/** Matches what may match. Returns whether the rest belongs into the work queue rather than into the book. */
function matchOnArrival(state: BookState, request: FullOrder, take: Take, now: number): boolean {
  if (collects(state)) return false;
  let waits = false;
  if (isPassive(request.orderType)) makePassive(state, request, take);
  else waits = request.maxFills === 0 || runTake(state, take, now);
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
  const slides = request.orderType === "LIMIT_POST_ONLY_SLIDE" && slid >= 1 && slid <= 65_535;
  requireThat(slides, "Exchange_PostOnlyWouldCross", take.limitTicks, best);
  take.limitTicks = slid;
}

/** Takes what was bought or sold and the escrow of the rest in one debit, credits what was gained, and keeps the rest. */
function settle(state: BookState, request: FullOrder, take: Take, waits: boolean): PlaceReport {
  const { takerFeePips, makerFeePips } = state.terms;
  const { side, orderType, expiry, displayLots } = request;
  const stays = request.maxFills === 0 || orderType === "LIMIT_GTC" || isPassive(orderType);
  if (take.lots === 0n || take.gaveWay || !stays) return payTaker(state, take, 0n);
  const feePips = waits ? takerFeePips : makerFeePips;
  const escrow = restingEscrow(state, side, take.lots, take.limitTicks, feePips, waits ? 0 : displayLots);
  const report = payTaker(state, take, escrow);
  const rest = { owner: take.taker, lots: take.lots, expiry, feePips };
  const orderId = waits ? deferOrder(state, request, rest) : restOrder(state, side, take.limitTicks, rest, displayLots);
  return { ...report, orderId };
}

/** What an order holds in the book; `displayLots` of an iceberg, or zero. */
export function restingEscrow(
  state: BookState,
  side: Side,
  lots: bigint,
  priceTicks: number,
  feePips: number,
  displayLots: number,
): bigint {
  const peakLots = BigInt(displayLots);
  if (peakLots === 0n || peakLots >= lots) return escrowOf(state, side, lots, priceTicks, feePips);
  return icebergEscrow({ side, lots, peakLots, priceTicks, feePips }, state.terms);
}

function payTaker(state: BookState, take: Take, escrow: bigint): PlaceReport {
  const { base, quote, lotUnits, takerFeePips } = state.terms;
  const takerFee = feeUp(take.notional, takerFeePips);
  const cost = take.side === "BID" ? take.notional + takerFee : take.filled * lotUnits;
  spend(state, take.taker, escrowAsset(state, take.side), cost + escrow);
  if (take.side === "BID") credit(state, take.taker, base, take.filled * lotUnits);
  else credit(state, take.taker, quote, take.notional - takerFee);
  state.fees += takerFee + take.makerFees;
  const { filled, notional, fills, breach } = take;
  return { orderId: null, filledLots: filled, notional, takerFee, fills, breach };
}

function deferOrder(
  state: BookState,
  request: FullOrder,
  rest: { owner: string; lots: bigint; expiry: number; feePips: number },
): OrderId {
  const sequence = state.queue.tail;
  state.queue.tail += 1;
  const { side, orderType, priceTicks, selfTrade, displayLots } = request;
  state.queue.orders.set(sequence, { ...rest, sequence, side, orderType, priceTicks, selfTrade, displayLots });
  return packOrderId({ marketId: state.terms.marketId, kind: "DEFERRED", priceTicks: 0, sequence });
}
