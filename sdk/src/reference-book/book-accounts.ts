import { MARKET_PHASES, ORDER_TYPES, enumIndex } from "../codecs/enums.ts";
import { packOrderId, unpackOrderId } from "../codecs/order-id.ts";
import { DEFAULT_MAX_FILLS } from "../requests/order-input.ts";
import type { OrderInput } from "../requests/order-input.ts";
import { refund } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import { resize } from "./book-level.ts";
import { checkLength } from "./book-order-rules.ts";
import { requireOwner } from "./book-ownership.ts";
import { placeOrder } from "./book-place.ts";
import type { PlaceReport } from "./book-place.ts";
import { BookRefusal, requireThat } from "./book-refusal.ts";
import { cancelOrder, findResting } from "./book-removal.ts";
import { copyOf } from "./book-state.ts";
import type { BookState } from "./book-state.ts";

/** What an account arranges for itself; mirrors contracts/exchange/ExchangeChanges.sol and ExchangeDelegates.sol. */

/** Most items in one list. */
const EACH_CAP = 50;

/** One item of a list: its report, or the refusal that left it undone. */
export type ItemReport = { ok: true; result: PlaceReport } | { ok: false; refusal: BookRefusal };

/** An order to cancel, which must still live, and what to place instead. */
export type Replacement = { orderId: bigint; order: OrderInput };

/** Runs a part of a call; where it is refused, only that part is undone. */
function attempt(state: BookState, account: string, index: number, run: () => PlaceReport): ItemReport {
  const before = copyOf(state);
  try {
    return { ok: true, result: run() };
  } catch (error) {
    if (!(error instanceof BookRefusal)) throw error;
    Object.assign(state, before);
    report(state, { name: "ItemRefused", account, index, error: error.message });
    return { ok: false, refusal: error };
  }
}

/** IExchange.placeBatch: any refusal undoes all. Throws `BookRefusal`. */
export function placeOrders(state: BookState, owner: string, orders: readonly OrderInput[]): PlaceReport[] {
  checkLength(orders, EACH_CAP);
  return orders.map((order) => placeOrder(state, owner, order));
}

/** IExchangeAccounts.placeEach. Throws `BookRefusal` for a list that is too long only. */
export function placeEach(state: BookState, owner: string, orders: readonly OrderInput[]): ItemReport[] {
  checkLength(orders, EACH_CAP);
  return orders.map((order, index) => attempt(state, owner, index, () => placeOrder(state, owner, order)));
}

/** IExchangeAccounts.placeWithin: an order that never rests, for at most (BID) or at least (ASK) so much quote, its fee included. */
export function placeWithin(state: BookState, owner: string, order: OrderInput, quoteBound: bigint): PlaceReport {
  const { orderType, maxFills = DEFAULT_MAX_FILLS, side } = order;
  const type = enumIndex(ORDER_TYPES, orderType);
  const never = orderType === "LIMIT_IOC" || orderType === "LIMIT_FOK" || orderType === "MARKET";
  requireThat(never, "Exchange_BoundNotAllowed", type);
  requireThat(maxFills !== 0, "Exchange_MaxFillsRequired", type);
  const report = placeOrder(state, owner, order);
  const { notional, takerFee } = report;
  const paid = side === "BID" ? notional + takerFee : notional - takerFee;
  const within = side === "BID" ? paid <= quoteBound : paid >= quoteBound;
  requireThat(within, "Exchange_QuoteOutOfBound", paid, quoteBound);
  return report;
}

/** IExchangeAccounts.replace: cancels and places, or neither. Throws `BookRefusal`. */
export function replaceOrder(state: BookState, owner: string, { orderId, order }: Replacement): PlaceReport {
  cancelOrder(state, owner, orderId);
  return placeOrder(state, owner, order);
}

/** IExchangeAccounts.replaceEach. Throws `BookRefusal` for a list that is too long only. */
export function replaceEach(state: BookState, owner: string, items: readonly Replacement[]): ItemReport[] {
  checkLength(items, EACH_CAP);
  return items.map((item, index) => attempt(state, owner, index, () => replaceOrder(state, owner, item)));
}

/** IExchangeAccounts.amend: makes an ordinary resting order smaller where it stands. Throws `BookRefusal`. */
export function amendOrder(state: BookState, caller: string, orderId: bigint, lots: bigint): void {
  const { kind } = unpackOrderId(orderId);
  requireThat(kind === "BID" || kind === "ASK", "Exchange_NotAmendable", orderId);
  const { phase, terms } = state;
  const found = findResting(state, orderId);
  requireThat(found !== undefined, "Exchange_OrderNotLive", orderId);
  const { side, priceTicks, level, place, order } = found;
  requireThat(order.iceberg === 0, "Exchange_NotAmendable", orderId);
  requireOwner(caller, order.owner);
  const phaseArgs = [terms.marketId, enumIndex(MARKET_PHASES, phase)];
  requireThat(phase !== "UNCROSSING", "Exchange_MarketNotOpen", ...phaseArgs);
  requireThat(lots >= terms.minLots, "Exchange_SizeBelowMinimum", lots, terms.minLots);
  requireThat(lots < order.lots, "Exchange_AmendNotSmaller", lots, order.lots);
  resize(level, place, lots);
  refund(state, side, priceTicks, order, order.lots - lots);
  const id = packOrderId({ marketId: terms.marketId, kind: side, priceTicks, sequence: order.sequence });
  report(state, { name: "OrderAmended", orderId: id, owner: order.owner, lots, levelLots: level.lots });
}

/** IExchangeAccounts.setDeadMan; zero switches it off. Throws `BookRefusal`. */
export function setDeadMan(state: BookState, account: string, until: number): void {
  requireAhead(state, until);
  state.deadMan.set(account, until);
  report(state, { name: "DeadManSet", account, until });
}

/** IExchangeAccounts.setOperator; zero ends it. Throws `BookRefusal`. */
export function setOperator(state: BookState, account: string, operator: string, until: number): void {
  requireAhead(state, until);
  state.operators.set(`${account}/${operator}`, until);
  report(state, { name: "OperatorSet", account, operator, until });
}

function requireAhead(state: BookState, until: number): void {
  const { seconds } = state.at;
  requireThat(until === 0 || until > seconds, "Exchange_UntilInPast", until, seconds);
}

/** Refuses a caller who is neither the account nor its operator. */
export function requireOperator(state: BookState, account: string, caller: string): void {
  const until = state.operators.get(`${account}/${caller}`) ?? 0;
  const may = caller === account || until > state.at.seconds;
  requireThat(may, "Exchange_NotOperator", account, caller, until);
}
