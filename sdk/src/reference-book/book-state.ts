import type { MarketPhase, OrderType, SelfTrade, Side } from "../codecs/enums.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import type { Conditional, TriggerSide } from "./book-conditionals.ts";
import type { BookEvent } from "./book-events.ts";
import type { FeeTier, TradedVolume } from "./book-fee-tiers.ts";
import type { BookIndex } from "./book-index-price.ts";
import type { BookLabels } from "./book-labels.ts";
import type { Level } from "./book-level.ts";
import type { Parent } from "./book-parents.ts";
import { EMPTY_TAPE } from "./book-tape.ts";
import type { BookTape } from "./book-tape.ts";

/**
 * The market's terms. `base` and `quote` are asset indexes, named in refusals. `quoteDecimals` are those of the quote token, by
 * which an index price is read.
 */
export type BookTerms = {
  marketId: number;
  base: number;
  quote: number;
  lotUnits: bigint;
  tickSize: bigint;
  minLots: bigint;
  /** Millionths of notional; negative for a rebate. */
  makerFeePips: number;
  takerFeePips: number;
  quoteDecimals?: number;
};

/** When a call is made: unix seconds and block number. Calls of one block share both. */
export type Moment = { seconds: number; block: number };

/** An order in the book. `expiry` 0 for none; `iceberg` is the number of the one whose part this is, 0 for none. */
export type RestingOrder = Readonly<{
  sequence: number;
  owner: string;
  orderType: OrderType;
  lots: bigint;
  expiry: number;
  feePips: number;
  iceberg: number;
}>;

/** An iceberg: what does not show, how much shows at a time, and the sequence of the part that shows. */
export type Iceberg = Readonly<{ owner: string; hiddenLots: bigint; peakLots: bigint; sequence: number }>;

/** An order that waits in the work queue. `keeperFeeTicks` it prepaid for its execution, in units of tickSize. */
export type DeferredOrder = Readonly<{
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
  clientId: bigint;
  keeperFeeTicks: number;
  /** Whether a crank has let it trade before. */
  hasTraded: boolean;
}>;

/** An auction that is being carried out: its price, and what is left to trade as far as orders showed. */
export type RunningAuction = Readonly<{ priceTicks: number; lots: bigint }>;

/** Everything the reference book knows. Records are replaced, never changed, so that a copy need not copy them. */
export type BookState = {
  terms: BookTerms;
  rules: MarketRules;
  tiers: readonly FeeTier[];
  phase: MarketPhase;
  /** When the phase ends, unix seconds; 0 for no end. */
  endsAt: number;
  auction: RunningAuction | null;
  tape: BookTape;
  index: BookIndex;
  labels: BookLabels;
  /** When the call under way is made. */
  at: Moment;
  /** What the call under way has reported so far. */
  events: BookEvent[];
  /** Free balances by `account/asset`. */
  balances: Map<string, bigint>;
  /** Quote fees collected. */
  fees: bigint;
  ineligible: Set<string>;
  blocked: Set<string>;
  /** By account: when its trading ends unless renewed. */
  deadMan: Map<string, number>;
  /** By `account/operator`: until when. */
  operators: Map<string, number>;
  volumes: Map<string, TradedVolume>;
  levels: Record<Side, Map<number, Level>>;
  queue: { head: number; tail: number; orders: Map<number, DeferredOrder> };
  icebergs: Map<number, Iceberg>;
  /** Number of the last iceberg. */
  icebergCount: number;
  conditionals: Map<number, Conditional>;
  conditionalCount: number;
  triggers: Record<TriggerSide, Map<number, readonly number[]>>;
  parents: Map<number, Parent>;
  parentCount: number;
};

/** An empty book that trades. */
export function emptyBook(terms: BookTerms, rules: MarketRules): BookState {
  return {
    terms: { ...terms },
    rules: { ...rules },
    tiers: [],
    phase: "CONTINUOUS",
    endsAt: 0,
    auction: null,
    tape: EMPTY_TAPE,
    index: { oracle: null, feeds: new Map() },
    labels: { required: 0n, held: 0n },
    at: { seconds: 0, block: 0 },
    events: [],
    balances: new Map(),
    fees: 0n,
    ineligible: new Set(),
    blocked: new Set(),
    deadMan: new Map(),
    operators: new Map(),
    volumes: new Map(),
    levels: { BID: new Map(), ASK: new Map() },
    queue: { head: 1, tail: 1, orders: new Map() },
    icebergs: new Map(),
    icebergCount: 0,
    conditionals: new Map(),
    conditionalCount: 0,
    triggers: { above: new Map(), below: new Map() },
    parents: new Map(),
    parentCount: 0,
  };
}

/** A copy that shares nothing that changes. */
export function copyOf(state: BookState): BookState {
  const { levels, queue, triggers, index } = state;
  return {
    ...state,
    index: { ...index, feeds: new Map(index.feeds) },
    events: [...state.events],
    balances: new Map(state.balances),
    ineligible: new Set(state.ineligible),
    blocked: new Set(state.blocked),
    deadMan: new Map(state.deadMan),
    operators: new Map(state.operators),
    volumes: new Map(state.volumes),
    levels: { BID: copyLevels(levels.BID), ASK: copyLevels(levels.ASK) },
    queue: { ...queue, orders: new Map(queue.orders) },
    icebergs: new Map(state.icebergs),
    conditionals: new Map(state.conditionals),
    triggers: { above: new Map(triggers.above), below: new Map(triggers.below) },
    parents: new Map(state.parents),
  };
}

function copyLevels(levels: ReadonlyMap<number, Level>): Map<number, Level> {
  const copy = new Map<number, Level>();
  for (const [priceTicks, level] of levels) copy.set(priceTicks, { ...level, orders: [...level.orders] });
  return copy;
}

/** The other side. */
export function opposite(side: Side): Side {
  return side === "BID" ? "ASK" : "BID";
}

/** Whether a price limit on `side` reaches the price of an opposite level. */
export function reaches(side: Side, limitTicks: number, oppositeTicks: number): boolean {
  return side === "BID" ? oppositeTicks <= limitTicks : oppositeTicks >= limitTicks;
}

/** An order stops trading in the second its expiry names. */
export function isExpired(order: { expiry: number }, at: Moment): boolean {
  return order.expiry !== 0 && order.expiry <= at.seconds;
}
