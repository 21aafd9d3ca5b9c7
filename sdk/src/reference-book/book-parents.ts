import type { ParentEnd, SelfTrade, Side } from "../codecs/enums.ts";
import { packOrderId, unpackOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { credit, spend } from "./book-balances.ts";
import { escrowAsset, escrowOf, keeperFeeOf } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import { feesOf } from "./book-fee-tiers.ts";
import { requirePhase, requireSinglePrice } from "./book-order-rules.ts";
import { requireOwner } from "./book-ownership.ts";
import { checkParent, weightsWord } from "./book-parent-rules.ts";
import type { FullParentRequest, ParentRequest } from "./book-parent-rules.ts";
import { collects } from "./book-phases.ts";
import { requireThat } from "./book-refusal.ts";
import { referenceTicks } from "./book-reference-price.ts";
import { ANY_PRICE, narrowed } from "./book-rules.ts";
import { allowance, indexAt, sliceSize } from "./book-slices.ts";
import type { BookState } from "./book-state.ts";

/** Orders that are worked off in slices; mirrors IExchangeParents, contracts/exchange/ExchangeParents.sol and Parents.sol. */

/**
 * A live parent. `left` lots are not executed yet; `next` is the first slice not begun; `openLots` what is left of the one under
 * way, which has traded where `openTraded`; `paid` slices whose keeper fee is paid out.
 */
export type Parent = Readonly<{
  number: number;
  owner: string;
  request: ParentRequest;
  startAt: number;
  feePips: number;
  keeperFeeTicks: number;
  left: bigint;
  next: number;
  paid: number;
  volumeSeen: bigint;
  openLots: bigint;
  openTraded: boolean;
}>;

/** What IExchangeParents.nextSlice says. */
export type SliceReport = { slice: number; dueAt: number; lots: bigint; boundTicks: number };

/** The id of a parent. */
export function parentIdOf(state: BookState, number: number): OrderId {
  return packOrderId({ marketId: state.terms.marketId, kind: "PARENT", priceTicks: 0, sequence: number });
}

/** The side and the self-trade mode of a parent's takes. */
export function takeTerms({ request }: Parent): { side: Side; selfTrade: SelfTrade } {
  return { side: request.side, selfTrade: request.selfTrade };
}

/** The request as the contract stores it. */
export function fullRequest(state: BookState, { request, startAt }: Parent): FullParentRequest {
  return { ...request, marketId: state.terms.marketId, startAt, weights: weightsWord(request.weights) };
}

/** IExchangeParents.placeParent. Throws `BookRefusal`. */
export function placeParent(state: BookState, owner: string, request: ParentRequest): OrderId {
  requirePhase(state, state.phase === "CONTINUOUS" || collects(state));
  const startAt = checkParent(state, request);
  state.parentCount += 1;
  const number = state.parentCount;
  const begun = { left: request.lots, next: 0, paid: 0, openLots: 0n, openTraded: false };
  const terms = { feePips: feesOf(state, owner).takerFeePips, keeperFeeTicks: state.rules.keeperFeeTicks };
  const parent = { number, owner, request, startAt, ...terms, ...begun, volumeSeen: state.tape.volumeLots };
  state.parents.set(number, parent);
  const parentId = parentIdOf(state, number);
  const { feePips: takerFeePips } = terms;
  const keeperFeePerSlice = keeperFeeOf(state, terms.keeperFeeTicks);
  const full = fullRequest(state, parent);
  report(state, { name: "ParentPlaced", parentId, owner, request: full, takerFeePips, keeperFeePerSlice });
  payEscrow(state, parent);
  return parentId;
}

/** What a parent holds: the escrow in its own asset, and the keeper fees not paid out in quote. */
export function heldBy(state: BookState, parent: Parent): { escrow: bigint; keeperFees: bigint } {
  const { side, limitTicks, slices } = parent.request;
  const escrow = escrowOf(state, side, parent.left, limitTicks, parent.feePips);
  return { escrow, keeperFees: BigInt(slices - parent.paid) * keeperFeeOf(state, parent.keeperFeeTicks) };
}

function payEscrow(state: BookState, parent: Parent): void {
  const { quote, base } = state.terms;
  const { escrow, keeperFees } = heldBy(state, parent);
  if (parent.request.side === "BID") {
    spend(state, parent.owner, quote, escrow + keeperFees);
    return;
  }
  spend(state, parent.owner, base, escrow);
  if (keeperFees !== 0n) spend(state, parent.owner, quote, keeperFees);
}

/** A live parent by its id. Throws `BookRefusal`. */
export function requireParent(state: BookState, id: bigint): Parent {
  const { marketId, kind, sequence } = unpackOrderId(id);
  requireThat(kind === "PARENT", "Exchange_MalformedOrderId", id);
  requireSinglePrice(id);
  const parent = marketId === state.terms.marketId ? state.parents.get(sequence) : undefined;
  requireThat(parent !== undefined, "Exchange_OrderNotLive", id);
  return parent;
}

/** IExchangeParents.cancelParent. Throws `BookRefusal`. */
export function cancelParent(state: BookState, caller: string, id: bigint): bigint {
  const parent = requireParent(state, id);
  requireOwner(caller, parent.owner);
  return endParent(state, parent, "OWNER");
}

/** Lots given back, zero when the parent is not live. Throws `BookRefusal` for somebody else's. */
export function cancelParentIfLive(state: BookState, caller: string, id: bigint): bigint {
  const { marketId, sequence } = unpackOrderId(id);
  const parent = marketId === state.terms.marketId ? state.parents.get(sequence) : undefined;
  if (!parent) return 0n;
  requireOwner(caller, parent.owner);
  return endParent(state, parent, "OWNER");
}

/** Ends a parent and returns all it holds. Returns its lots. */
export function endParent(state: BookState, parent: Parent, reason: ParentEnd): bigint {
  const { owner, left: lots, request, number } = parent;
  const { escrow, keeperFees: keeperFeesReturned } = heldBy(state, parent);
  state.parents.delete(number);
  credit(state, owner, escrowAsset(state, request.side), escrow);
  credit(state, owner, state.terms.quote, keeperFeesReturned);
  const parentId = parentIdOf(state, number);
  report(state, { name: "ParentEnded", parentId, owner, lots, keeperFeesReturned, reason });
  return lots;
}

/** When a slice falls due; of the number of slices, when the window is over. */
export function dueAt({ startAt, request }: Parent, slice: number): number {
  return startAt + slice * request.interval;
}

/** The slice that may be executed now, else the next one to fall due. */
export function nextSlice(state: BookState, parent: Parent): SliceReport {
  const { request, startAt, next, openLots, left } = parent;
  let index = indexAt(startAt, request.interval, state.at.seconds);
  const isOpen = index + 1 === next && openLots !== 0n;
  if (!isOpen && index < next) index = next;
  if (index > request.slices) index = request.slices;
  let lots = 0n;
  if (isOpen) lots = openLots < left ? openLots : left;
  else if (index !== request.slices) lots = sliceLots(state, parent, index);
  return { slice: index, dueAt: dueAt(parent, index), lots, boundTicks: boundTicks(state, parent) };
}

/** Zero while the participation cap leaves less than the market takes. */
function sliceLots(state: BookState, parent: Parent, index: number): bigint {
  const { request, left, volumeSeen } = parent;
  const { minLots } = state.terms;
  let size = sliceSize({ lots: request.lots, left, weights: request.weights, slices: request.slices }, index, minLots);
  if (request.participationBps === 0) return size;
  const most = allowance(state.tape.volumeLots, volumeSeen, request.participationBps);
  if (size > most) size = most;
  return size < minLots && size < left ? 0n : size;
}

/** The limit, or the end of the tolerance around the reference price where that is better for the owner. */
function boundTicks(state: BookState, { request }: Parent): number {
  const { side, limitTicks, toleranceBps } = request;
  if (toleranceBps === 0) return limitTicks;
  const center = referenceTicks(state);
  if (center === 0) return 0;
  const within = side === "BID" ? { ...ANY_PRICE, high: limitTicks } : { ...ANY_PRICE, low: limitTicks };
  const band = narrowed(within, BigInt(center) << 16n, toleranceBps);
  return side === "BID" ? band.high : band.low;
}
