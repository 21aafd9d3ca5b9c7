import type { MarketRules } from "../codecs/market-rules.ts";
import { UNBOUNDED_RULES } from "../codecs/market-rules.ts";
import { accountCalls } from "./book-account-calls.ts";
import type { AccountCalls } from "./book-account-calls.ts";
import type { Change, Look } from "./book-change.ts";
import type { BookEvent } from "./book-events.ts";
import { operatorCalls } from "./book-operator-calls.ts";
import type { OperatorCalls } from "./book-operator-calls.ts";
import { readCalls } from "./book-read-calls.ts";
import type { ReadCalls } from "./book-read-calls.ts";
import { copyOf, emptyBook } from "./book-state.ts";
import type { BookTerms } from "./book-state.ts";
import { workCalls } from "./book-work-calls.ts";
import type { WorkCalls } from "./book-work-calls.ts";

/**
 * One market of the exchange in plain TypeScript. Every call refuses as a whole, with a `BookRefusal`, or happens as a whole; each
 * is made at a moment, which never runs backwards.
 */
export type ReferenceBook = AccountCalls &
  OperatorCalls &
  WorkCalls &
  ReadCalls & {
    /** What the last call that was not refused reported, in order: the contract's events. */
    lastEvents: () => readonly BookEvent[];
  };

/**
 * The market as the exchange's interfaces describe it (IExchange, IExchangeAccounts, IExchangeConditionals, IExchangeParents,
 * IExchangeAuctions): price then time, at most `maxFills` orders met on arrival, expiry, self-trade modes, owners who may not
 * trade, icebergs, the work queue, conditional orders, slices, auctions, fees, rebates and tiers, price bands and phases. The
 * contracts are tested against it, call by call.
 * @param rules price bands and times; none that bound a price when left out.
 */
export function createReferenceBook(terms: BookTerms, rules: MarketRules = UNBOUNDED_RULES): ReferenceBook {
  let state = emptyBook(terms, rules);
  const change: Change = (at, apply) => {
    const draft = copyOf(state);
    draft.at = at;
    draft.events = [];
    const result = apply(draft);
    state = draft;
    return result;
  };
  const look: Look = (read, at) => read(at === undefined ? state : { ...state, at });
  return {
    ...accountCalls(change),
    ...operatorCalls(change),
    ...workCalls(change),
    ...readCalls(look),
    lastEvents: () => state.events,
  };
}
