import type { OrderInput } from "../requests/order-input.ts";
import { DEFAULT_MAX_FILLS, MAX_FILLS_CAP } from "../requests/order-input.ts";
import { ORDER_TYPES, MARKET_STATUSES, enumIndex } from "../codecs/enums.ts";
import type { Fill } from "../codecs/fills.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { feeUp } from "../settlement/fees.ts";
import { credit, spend } from "./book-balances.ts";
import { escrowAsset, escrowOf } from "./book-escrow.ts";
import { newTake, runTake } from "./book-matching.ts";
import type { Take } from "./book-matching.ts";
import { requireThat } from "./book-refusal.ts";
import { restOrder } from "./book-resting.ts";
import { bestTicks, opposite, reaches } from "./book-state.ts";
import type { BookState } from "./book-state.ts";

/** What IExchange.place returns, and the fills of its `Taken` event. `orderId` is null when nothing rests or waits. */
export type PlaceReport = {
  orderId: OrderId | null;
  filledLots: bigint;
  notional: bigint;
  takerFee: bigint;
  fills: Fill[];
};

/** IExchange.place by `owner` at time `now` (unix seconds). Throws `BookRefusal`. */
export function placeOrder(state: BookState, owner: string, order: OrderInput, now: number): PlaceReport {
  const request = { minFillLots: 0n, expiry: 0, maxFills: DEFAULT_MAX_FILLS, ...order };
  checkOrder(state, request, now);
  const take = newTake(owner, request.side, request.priceTicks, request.lots, request.maxFills);
  const deferred = request.maxFills === 0;
  const crosses = deferred || matchOnArrival(state, request, take, now);
  requireFilled(request, request.lots - take.lots);
  const { makerFeePips, takerFeePips } = state.terms;
  const kept =
    take.lots > 0n && (deferred || request.orderType === "LIMIT_GTC" || request.orderType === "LIMIT_POST_ONLY");
  if (!kept) return settleTaker(state, request, take, 0n, null);
  const feePips = crosses ? takerFeePips : makerFeePips;
  const escrow = escrowOf(state, request.side, take.lots, request.priceTicks, feePips);
  const report = settleTaker(state, request, take, escrow, null);
  const rest = { owner, lots: take.lots, expiry: request.expiry, feePips };
  const orderId = crosses ? deferOrder(state, request, rest) : restOrder(state, request.side, request.priceTicks, rest);
  return { ...report, orderId };
}

type FullRequest = OrderInput & { minFillLots: bigint; expiry: number; maxFills: number };

function checkOrder(state: BookState, request: FullRequest, now: number): void {
  const { marketId, minLots } = state.terms;
  const { orderType, priceTicks, lots, minFillLots, expiry, maxFills } = request;
  const type = enumIndex(ORDER_TYPES, orderType);
  requireThat(state.status === "OPEN", "Exchange_MarketNotOpen", marketId, enumIndex(MARKET_STATUSES, state.status));
  requireThat(priceTicks !== 0, "Exchange_PriceOutOfRange", 0, 1, 65_535);
  requireThat(lots >= minLots, "Exchange_SizeBelowMinimum", lots, minLots);
  requireThat(maxFills <= MAX_FILLS_CAP, "Exchange_MaxFillsAboveCap", maxFills, MAX_FILLS_CAP);
  const mustMatch = orderType === "LIMIT_FOK" || orderType === "LIMIT_POST_ONLY";
  requireThat(maxFills !== 0 || !mustMatch, "Exchange_MaxFillsRequired", type);
  const mayDemand = (orderType === "LIMIT_IOC" || orderType === "MARKET") && maxFills !== 0;
  requireThat(minFillLots === 0n || mayDemand, "Exchange_MinFillNotAllowed", type, minFillLots);
  requireThat(minFillLots <= lots, "Exchange_MinFillAboveSize", minFillLots, lots);
  const mayRest = orderType === "LIMIT_GTC" || orderType === "LIMIT_POST_ONLY";
  requireThat(expiry === 0 || mayRest, "Exchange_ExpiryNotAllowed", type, expiry);
  requireThat(expiry === 0 || expiry > now, "Exchange_Expired", expiry, now);
}

function matchOnArrival(state: BookState, request: FullRequest, take: Take, now: number): boolean {
  if (request.orderType !== "LIMIT_POST_ONLY") return runTake(state, take, now);
  const best = bestTicks(state, opposite(request.side));
  const crosses = best !== undefined && reaches(request.side, request.priceTicks, best);
  requireThat(!crosses, "Exchange_PostOnlyWouldCross", request.priceTicks, best);
  return false;
}

function requireFilled(request: FullRequest, filled: bigint): void {
  const required = request.orderType === "LIMIT_FOK" ? request.lots : request.minFillLots;
  requireThat(filled >= required, "Exchange_NotFilled", filled, required);
}

/** Takes what was bought or sold and the escrow of the rest in one debit, then credits what was gained. */
function settleTaker(
  state: BookState,
  request: FullRequest,
  take: Take,
  escrow: bigint,
  orderId: OrderId | null,
): PlaceReport {
  const { base, quote, lotUnits, takerFeePips } = state.terms;
  const filledLots = request.lots - take.lots;
  const takerFee = feeUp(take.notional, takerFeePips);
  const cost = take.side === "BID" ? take.notional + takerFee : filledLots * lotUnits;
  spend(state, take.taker, escrowAsset(state, take.side), cost + escrow);
  if (take.side === "BID") credit(state, take.taker, base, filledLots * lotUnits);
  else credit(state, take.taker, quote, take.notional - takerFee);
  state.fees += takerFee + take.makerFees;
  return { orderId, filledLots, notional: take.notional, takerFee, fills: take.fills };
}

function deferOrder(
  state: BookState,
  request: FullRequest,
  rest: { owner: string; lots: bigint; expiry: number; feePips: number },
): OrderId {
  const sequence = state.queue.tail;
  state.queue.tail += 1;
  const { side, orderType, priceTicks } = request;
  state.queue.orders.set(sequence, { ...rest, sequence, side, orderType, priceTicks });
  return packOrderId({ marketId: state.terms.marketId, kind: "DEFERRED", priceTicks: 0, sequence });
}
