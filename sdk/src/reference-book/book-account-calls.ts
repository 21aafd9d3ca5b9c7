import type { OrderId } from "../codecs/order-id.ts";
import type { OrderInput } from "../requests/order-input.ts";
import {
  amendOrder,
  placeEach,
  placeOrders,
  placeWithin,
  replaceEach,
  replaceOrder,
  requireOperator,
  setDeadMan,
  setOperator,
} from "./book-accounts.ts";
import type { ItemReport, Replacement } from "./book-accounts.ts";
import { cancelConditional, placeConditional } from "./book-conditionals.ts";
import type { ConditionalRequest } from "./book-conditionals.ts";
import type { ParentRequest } from "./book-parent-rules.ts";
import { cancelParent, placeParent } from "./book-parents.ts";
import { placeOrder } from "./book-place.ts";
import type { PlaceReport } from "./book-place.ts";
import { cancelOrder, cancelOrders } from "./book-removal.ts";
import type { BookState, Moment } from "./book-state.ts";
import { deposit, withdraw } from "./book-vault.ts";
import type { Change } from "./book-change.ts";

/** An account's own calls: its vault, its orders, and who else may trade for it. Amounts in the asset's own unit. */
export type AccountCalls = {
  deposit: (account: string, asset: number, amount: bigint, at: Moment) => void;
  withdraw: (account: string, asset: number, amount: bigint, at: Moment) => void;
  place: (owner: string, order: OrderInput, at: Moment) => PlaceReport;
  placeBatch: (owner: string, orders: readonly OrderInput[], at: Moment) => PlaceReport[];
  placeEach: (owner: string, orders: readonly OrderInput[], at: Moment) => ItemReport[];
  placeBy: (caller: string, account: string, orders: readonly OrderInput[], at: Moment) => PlaceReport[];
  /** At most (BID) or at least (ASK) `quoteBound` of quote, the fee included. */
  placeWithin: (owner: string, order: OrderInput, quoteBound: bigint, at: Moment) => PlaceReport;
  placeConditionalBy: (caller: string, account: string, input: ConditionalRequest, at: Moment) => OrderId;
  placeParentBy: (caller: string, account: string, input: ParentRequest, at: Moment) => OrderId;
  replace: (owner: string, replacement: Replacement, at: Moment) => PlaceReport;
  replaceEach: (owner: string, items: readonly Replacement[], at: Moment) => ItemReport[];
  amend: (caller: string, orderId: bigint, lots: bigint, at: Moment) => void;
  /** Returns the lots given back. */
  cancel: (caller: string, orderId: bigint, at: Moment) => bigint;
  cancelBatch: (caller: string, orderIds: readonly bigint[], at: Moment) => bigint[];
  cancelBy: (caller: string, account: string, orderIds: readonly bigint[], at: Moment) => bigint[];
  placeConditional: (owner: string, input: ConditionalRequest, at: Moment) => OrderId;
  cancelConditional: (caller: string, id: bigint, at: Moment) => bigint;
  placeParent: (owner: string, input: ParentRequest, at: Moment) => OrderId;
  cancelParent: (caller: string, id: bigint, at: Moment) => bigint;
  /** `until` unix seconds, 0 to switch it off. */
  setDeadMan: (account: string, until: number, at: Moment) => void;
  setOperator: (account: string, operator: string, until: number, at: Moment) => void;
};

/** The calls, made by `change`. */
export function accountCalls(change: Change): AccountCalls {
  return { ...ownCalls(change), ...delegatedCalls(change) };
}

function delegatedCalls(change: Change) {
  /** A call by an account's operator, or by itself. */
  const by = <T>(caller: string, account: string, at: Moment, apply: (book: BookState) => T): T =>
    change(at, (book) => {
      requireOperator(book, account, caller);
      return apply(book);
    });
  return {
    placeBy: (caller: string, account: string, orders: readonly OrderInput[], at: Moment) =>
      by(caller, account, at, (book) => placeOrders(book, account, orders)),
    cancelBy: (caller: string, account: string, orderIds: readonly bigint[], at: Moment) =>
      by(caller, account, at, (book) => cancelOrders(book, account, orderIds)),
    placeConditionalBy: (caller: string, account: string, input: ConditionalRequest, at: Moment) =>
      by(caller, account, at, (book) => placeConditional(book, account, input)),
    placeParentBy: (caller: string, account: string, input: ParentRequest, at: Moment) =>
      by(caller, account, at, (book) => placeParent(book, account, input)),
  };
}

function ownCalls(change: Change): Omit<AccountCalls, keyof ReturnType<typeof delegatedCalls>> {
  return {
    deposit: (account, asset, amount, at) => change(at, (book) => deposit(book, account, asset, amount)),
    withdraw: (account, asset, amount, at) => change(at, (book) => withdraw(book, account, asset, amount)),
    place: (owner, order, at) => change(at, (book) => placeOrder(book, owner, order)),
    placeBatch: (owner, orders, at) => change(at, (book) => placeOrders(book, owner, orders)),
    placeEach: (owner, orders, at) => change(at, (book) => placeEach(book, owner, orders)),
    placeWithin: (owner, order, quoteBound, at) => change(at, (book) => placeWithin(book, owner, order, quoteBound)),
    replace: (owner, replacement, at) => change(at, (book) => replaceOrder(book, owner, replacement)),
    replaceEach: (owner, items, at) => change(at, (book) => replaceEach(book, owner, items)),
    amend: (caller, orderId, lots, at) => change(at, (book) => amendOrder(book, caller, orderId, lots)),
    cancel: (caller, orderId, at) => change(at, (book) => cancelOrder(book, caller, orderId)),
    cancelBatch: (caller, orderIds, at) => change(at, (book) => cancelOrders(book, caller, orderIds)),
    placeConditional: (owner, input, at) => change(at, (book) => placeConditional(book, owner, input)),
    cancelConditional: (caller, id, at) => change(at, (book) => cancelConditional(book, caller, id)),
    placeParent: (owner, input, at) => change(at, (book) => placeParent(book, owner, input)),
    cancelParent: (caller, id, at) => change(at, (book) => cancelParent(book, caller, id)),
    setDeadMan: (account, until, at) => change(at, (book) => setDeadMan(book, account, until)),
    setOperator: (account, operator, until, at) => change(at, (book) => setOperator(book, account, operator, until)),
  };
}
