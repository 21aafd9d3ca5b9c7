import type { MarketPhase, OrderType, SelfTrade, Side } from "../codecs/enums.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import { EMPTY_TAPE } from "./book-tape.ts";
import type { BookTape } from "./book-tape.ts";

/** The market's terms. `base` and `quote` are asset indexes, named in refusals. */
export type BookTerms = {
  marketId: number;
  base: number;
  quote: number;
  lotUnits: bigint;
  tickSize: bigint;
  minLots: bigint;
  makerFeePips: number;
  takerFeePips: number;
};

/** An order in the book. `expiry` 0 for none; `iceberg` is the number of the one whose part this is, 0 for none. */
export type RestingOrder = {
  sequence: number;
  owner: string;
  lots: bigint;
  expiry: number;
  feePips: number;
  iceberg: number;
};

/** An iceberg: what does not show, how much shows at a time, and the sequence of the part that shows. */
export type Iceberg = { hiddenLots: bigint; peakLots: bigint; sequence: number };

/** One price level: its live orders in time order, and the sequence the next one gets. */
export type Level = { orders: RestingOrder[]; nextSequence: number };

/** An order that waits in the work queue. */
export type DeferredOrder = {
  sequence: number;
  owner: string;
  side: Side;
  orderType: OrderType;
  priceTicks: number;
  lots: bigint;
  expiry: number;
  feePips: number;
  selfTrade: SelfTrade;
  displayLots: number;
};

/** Everything the reference book knows. Plain data, so that a refused call is undone by dropping the copy it worked on. */
export type BookState = {
  terms: BookTerms;
  rules: MarketRules;
  phase: MarketPhase;
  /** When the phase ends, unix seconds; 0 for no end. */
  endsAt: number;
  tape: BookTape;
  /** Free balances by `account/asset`. */
  balances: Map<string, bigint>;
  /** Quote fees collected. */
  fees: bigint;
  ineligible: Set<string>;
  levels: Record<Side, Map<number, Level>>;
  queue: { head: number; tail: number; orders: Map<number, DeferredOrder> };
  icebergs: Map<number, Iceberg>;
  /** Number of the last iceberg. */
  icebergCount: number;
};

/** An empty book that trades. */
export function emptyBook(terms: BookTerms, rules: MarketRules): BookState {
  return {
    terms: { ...terms },
    rules: { ...rules },
    phase: "CONTINUOUS",
    endsAt: 0,
    tape: EMPTY_TAPE,
    balances: new Map(),
    fees: 0n,
    ineligible: new Set(),
    levels: { BID: new Map(), ASK: new Map() },
    queue: { head: 1, tail: 1, orders: new Map() },
    icebergs: new Map(),
    icebergCount: 0,
  };
}

/** The other side. */
export function opposite(side: Side): Side {
  return side === "BID" ? "ASK" : "BID";
}

/** Levels of a side that have live orders, best price first. */
export function liveLevels(state: BookState, side: Side): [number, Level][] {
  const live = [...state.levels[side]].filter(([, level]) => level.orders.length > 0);
  return live.sort(([a], [b]) => (side === "BID" ? b - a : a - b));
}

/** Best price of a side, or undefined. */
export function bestTicks(state: BookState, side: Side): number | undefined {
  return liveLevels(state, side)[0]?.[0];
}

/** Whether a price limit on `side` reaches the price of an opposite level. */
export function reaches(side: Side, limitTicks: number, oppositeTicks: number): boolean {
  return side === "BID" ? oppositeTicks <= limitTicks : oppositeTicks >= limitTicks;
}

/** An order stops trading in the second its expiry names. */
export function isExpired(order: { expiry: number }, now: number): boolean {
  return order.expiry !== 0 && order.expiry <= now;
}
