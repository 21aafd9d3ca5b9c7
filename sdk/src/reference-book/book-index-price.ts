import { requireThat } from "./book-refusal.ts";
import { ANY_PRICE, HIGHEST_TICKS, narrowed } from "./book-rules.ts";
import type { PriceBand } from "./book-rules.ts";
import type { BookState } from "./book-state.ts";

/** What a price feed says: the price of a tonne in quote x 10^decimals, and when it was told, unix seconds. */
export type FeedAnswer = Readonly<{ answer: bigint; decimals: number; updatedAt: number }>;

/** A market's oracle; mirrors IExchangeAuctions.Oracle. */
export type BookOracle = Readonly<{ feed: string; maxAgeSeconds: number; bandBps: number }>;

/** The oracle of the market, if any, and what the feeds say, by feed. */
export type BookIndex = { oracle: BookOracle | null; feeds: Map<string, FeedAnswer> };

const MAX_ANSWER = 2n ** 96n - 1n;
const MAX_DECIMALS = 36;
const TONNE_UNITS = 1000n;
const DEFAULT_QUOTE_DECIMALS = 6;

/** IExchangeAuctions.setOracle; null removes the index. Throws `BookRefusal`. */
export function setOracle(state: BookState, oracle: BookOracle | null): void {
  if (oracle !== null) {
    requireThat(state.index.feeds.has(oracle.feed), "Exchange_FeedWithoutCode", oracle.feed);
    requireThat(oracle.maxAgeSeconds !== 0, "Exchange_BadMarketParameter", "maxAgeSeconds", 0, 1);
    const inRange = oracle.bandBps !== 0 && oracle.bandBps < 10_000;
    requireThat(inRange, "Exchange_BadMarketParameter", "bandBps", oracle.bandBps, 9_999);
  }
  state.index = { ...state.index, oracle };
}

/** The index in ticks, rounded down; zero where there is none or it is not to be believed. Mirrors IndexPrice.sol. */
export function indexTicks(state: BookState): number {
  const { oracle, feeds } = state.index;
  const said = oracle && feeds.get(oracle.feed);
  if (!oracle || !said || said.answer <= 0n || said.answer > MAX_ANSWER || said.decimals > MAX_DECIMALS) return 0;
  const age = state.at.seconds - said.updatedAt;
  if (age < 0 || age > oracle.maxAgeSeconds) return 0;
  const { lotUnits, tickSize, quoteDecimals = DEFAULT_QUOTE_DECIMALS } = state.terms;
  const scaled = said.answer * 10n ** BigInt(quoteDecimals) * lotUnits;
  const ticks = scaled / (10n ** BigInt(said.decimals) * TONNE_UNITS * tickSize);
  return ticks > BigInt(HIGHEST_TICKS) ? 0 : Number(ticks);
}

/** The prices within the oracle's band around the index. */
export function indexBand(state: BookState, index: number): PriceBand {
  return narrowed(ANY_PRICE, BigInt(index) << 16n, state.index.oracle?.bandBps ?? 0);
}
