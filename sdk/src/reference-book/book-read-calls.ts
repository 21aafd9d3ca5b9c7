import type { Side } from "../codecs/enums.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import { auctionPrice } from "./book-auction.ts";
import { freeBalance, mayTrade } from "./book-balances.ts";
import { conditionalReport, conditionalsOf, findConditional } from "./book-conditionals.ts";
import type { TriggerSide } from "./book-conditionals.ts";
import type { ConditionalReport } from "./book-events.ts";
import { feesOf, volumeKilograms } from "./book-fee-tiers.ts";
import type { FeePips } from "./book-fee-tiers.ts";
import { dueStops } from "./book-firing.ts";
import { indexTicks } from "./book-index-price.ts";
import { missingLabels } from "./book-labels.ts";
import { bestTicks } from "./book-level.ts";
import { nextSlice } from "./book-parents.ts";
import type { Parent, SliceReport } from "./book-parents.ts";
import { averageNow, bandNow, referenceTicks } from "./book-reference-price.ts";
import type { PriceBand } from "./book-rules.ts";
import type { Moment, RunningAuction } from "./book-state.ts";
import { settledAt } from "./book-tape.ts";
import { triggerLevels } from "./book-triggers.ts";
import { depthOf, escrowed, orderOf, ordersAt } from "./book-views.ts";
import type { LevelReport, OrderReport, PhaseReport } from "./book-views.ts";
import type { Look } from "./book-change.ts";

/** What a market's trades left behind; mirrors IExchange.Tape. Zero for none. */
export type TapeReport = {
  lastTicks: number;
  settledTicks: number;
  averageTicks: number;
  lastTradeAt: number;
  lastTradeBlock: number;
  volumeLots: bigint;
};

/** Everything that can be read. Prices are ticks, zero or null where there is none. */
export type ReadCalls = {
  balance: (account: string, asset: number) => bigint;
  fees: () => bigint;
  best: () => { bidTicks: number | null; askTicks: number | null };
  depth: (side: Side) => LevelReport[];
  ordersAt: (side: Side, priceTicks: number) => OrderReport[];
  order: (orderId: bigint) => OrderReport | null;
  queue: () => { head: number; tail: number };
  phase: () => PhaseReport;
  rules: () => MarketRules;
  /** The labels that the market requires of its batch, and those of them that it does not have. */
  labels: () => { required: bigint; missing: bigint };
  tape: (at: Moment) => TapeReport;
  /** The prices a trade may have. */
  priceBand: (at: Moment) => PriceBand;
  /** The price by which stops fire and slices are bounded; zero while no earlier block traded. */
  referencePrice: (at: Moment) => number;
  /** The index; zero where there is none that is to be believed. */
  indexPrice: (at: Moment) => number;
  /** What an auction would trade now, or while it is uncrossed what is left of it. */
  auctionPrice: () => RunningAuction | null;
  /** What an account pays, and its volume in kilograms. */
  feesOf: (account: string, at: Moment) => FeePips & { kilograms: bigint };
  mayTrade: (account: string, at: Moment) => boolean;
  /** An iceberg that lives, by its number: what does not show, and how much shows at a time. */
  iceberg: (number: number) => { hiddenLots: bigint; peakLots: bigint } | null;
  conditional: (id: bigint) => ConditionalReport | null;
  conditionalsOf: (account: string) => number;
  dueStops: (at: Moment) => number;
  triggerLevels: (side: TriggerSide) => { ticks: number; count: number }[];
  /** Numbers of the conditional orders with a trigger at a price, in the order in which they would fire. */
  triggersAt: (side: TriggerSide, ticks: number) => readonly number[];
  /** Live parents by their numbers. */
  parents: () => readonly Parent[];
  nextSlice: (number: number, at: Moment) => SliceReport | null;
  /** What all orders hold of an asset, and the keeper fees they prepaid. */
  escrowed: (asset: number) => bigint;
};

/** The calls, made by `look`. */
export function readCalls(look: Look): ReadCalls {
  return { ...bookReads(look), ...priceReads(look), ...waitingReads(look), ...accountReads(look) };
}

function bookReads(look: Look) {
  return {
    fees: () => look((book) => book.fees),
    best: () =>
      look((book) => ({ bidTicks: bestTicks(book, "BID") ?? null, askTicks: bestTicks(book, "ASK") ?? null })),
    depth: (side: Side) => look((book) => depthOf(book, side)),
    ordersAt: (side: Side, priceTicks: number) => look((book) => ordersAt(book, side, priceTicks)),
    order: (orderId: bigint) => look((book) => orderOf(book, orderId)),
    queue: () => look(({ queue: { head, tail } }) => ({ head, tail })),
    phase: () => look(({ phase, endsAt }) => ({ phase, endsAt })),
    rules: () => look(({ rules }) => rules),
    labels: () => look((book) => ({ required: book.labels.required, missing: missingLabels(book) })),
    iceberg: (number: number) =>
      look(({ icebergs }) => {
        const found = icebergs.get(number);
        return found === undefined ? null : { hiddenLots: found.hiddenLots, peakLots: found.peakLots };
      }),
    escrowed: (asset: number) => look((book) => escrowed(book, asset)),
  };
}

function priceReads(look: Look) {
  return {
    tape: (at: Moment) =>
      look((book) => {
        const { lastTicks, lastTradeAt, lastTradeBlock, volumeLots } = book.tape;
        const averageTicks = Number(averageNow(book) >> 16n);
        const settledTicks = settledAt(book.tape, at.block);
        return { lastTicks, settledTicks, averageTicks, lastTradeAt, lastTradeBlock, volumeLots };
      }, at),
    priceBand: (at: Moment) => look(bandNow, at),
    referencePrice: (at: Moment) => look(referenceTicks, at),
    indexPrice: (at: Moment) => look(indexTicks, at),
    auctionPrice: () => look((book) => (book.phase === "UNCROSSING" ? book.auction : null) ?? auctionPrice(book)),
  };
}

function waitingReads(look: Look) {
  return {
    conditional: (id: bigint) =>
      look((book) => {
        const found = findConditional(book, id);
        return found === undefined ? null : conditionalReport(found);
      }),
    conditionalsOf: (account: string) => look((book) => conditionalsOf(book, account)),
    dueStops: (at: Moment) => look(dueStops, at),
    triggerLevels: (side: TriggerSide) => look((book) => triggerLevels(book, side)),
    triggersAt: (side: TriggerSide, ticks: number) => look((book) => book.triggers[side].get(ticks) ?? []),
    parents: () => look((book) => [...book.parents.values()]),
    nextSlice: (number: number, at: Moment) =>
      look((book) => {
        const parent = book.parents.get(number);
        return parent === undefined ? null : nextSlice(book, parent);
      }, at),
  };
}

function accountReads(look: Look) {
  return {
    balance: (account: string, asset: number) => look((book) => freeBalance(book, account, asset)),
    feesOf: (account: string, at: Moment) =>
      look((book) => ({ ...feesOf(book, account), kilograms: volumeKilograms(book, account) }), at),
    mayTrade: (account: string, at: Moment) => look((book) => mayTrade(book, account), at),
  };
}
