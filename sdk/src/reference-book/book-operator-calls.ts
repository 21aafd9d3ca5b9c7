import type { MarketRules } from "../codecs/market-rules.ts";
import { setFees, setTiers } from "./book-fee-tiers.ts";
import type { FeePips, FeeTier } from "./book-fee-tiers.ts";
import { setOracle } from "./book-index-price.ts";
import type { BookOracle, FeedAnswer } from "./book-index-price.ts";
import { movePhase, setRules } from "./book-phases.ts";
import type { PhaseMove } from "./book-phases.ts";
import { setMarketLabels } from "./book-labels.ts";
import { loadSnapshot } from "./book-snapshot.ts";
import type { BookSnapshot } from "./book-snapshot.ts";
import type { BookState, Moment } from "./book-state.ts";
import { collectFees } from "./book-vault.ts";
import type { Change } from "./book-change.ts";

/** What roles, the compliance gate and price feeds do to a market. */
export type OperatorCalls = {
  /** Makes an empty book stand as a snapshot says, to preview orders. */
  load: (snapshot: BookSnapshot, at: Moment) => void;
  /** Whether an account's eligibility lets it trade; what it holds it may withdraw in any case. */
  setMayTrade: (account: string, may: boolean, at: Moment) => void;
  /** A frozen account neither trades nor withdraws. */
  setFrozen: (account: string, frozen: boolean, at: Moment) => void;
  /** What operators do to a market's phase. */
  move: (move: PhaseMove, at: Moment) => void;
  setRules: (rules: MarketRules, at: Moment) => void;
  setFees: (fees: FeePips, at: Moment) => void;
  setTiers: (tiers: readonly FeeTier[], at: Moment) => void;
  /** Labels that the market's batch must have for anything to trade, as a mask. */
  setMarketLabels: (required: bigint, at: Moment) => void;
  /** Labels that the market's batch has from now on, as a mask. */
  setBatchLabels: (held: bigint, at: Moment) => void;
  /** Null for no index. A feed must have said something before. */
  setOracle: (oracle: BookOracle | null, at: Moment) => void;
  /** What a price feed says from now on. */
  setFeed: (feed: string, said: FeedAnswer, at: Moment) => void;
  /** Pays the collected fees out; returns how much. */
  collectFees: (at: Moment) => bigint;
};

/** The calls, made by `change`. */
export function operatorCalls(change: Change): OperatorCalls {
  return {
    load: (snapshot, at) => change(at, (book) => loadSnapshot(book, snapshot)),
    setMayTrade: (account, may, at) => change(at, (book) => member(book, "ineligible", account, !may)),
    setFrozen: (account, frozen, at) => change(at, (book) => member(book, "blocked", account, frozen)),
    move: (move, at) => change(at, (book) => movePhase(book, move)),
    setRules: (rules, at) => change(at, (book) => setRules(book, rules)),
    setFees: (fees, at) => change(at, (book) => setFees(book, fees)),
    setTiers: (tiers, at) => change(at, (book) => setTiers(book, tiers)),
    setMarketLabels: (required, at) => change(at, (book) => setMarketLabels(book, required)),
    setBatchLabels: (held, at) => change(at, (book) => void (book.labels = { ...book.labels, held })),
    setOracle: (oracle, at) => change(at, (book) => setOracle(book, oracle)),
    setFeed: (feed, said, at) => change(at, (book) => void book.index.feeds.set(feed, said)),
    collectFees: (at) => change(at, (book) => collectFees(book)),
  };
}

function member(book: BookState, set: "ineligible" | "blocked", account: string, isIn: boolean): void {
  if (isIn) book[set].add(account);
  else book[set].delete(account);
}
