import { MARKET_PHASES, enumIndex } from "../codecs/enums.ts";
import type { MarketPhase } from "../codecs/enums.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import { report } from "./book-events.ts";
import { indexBand, indexTicks } from "./book-index-price.ts";
import { requireThat } from "./book-refusal.ts";
import type { BookState } from "./book-state.ts";
import { settledAt } from "./book-tape.ts";

/** Longest auction and longest halt in seconds. */
const LONGEST_PAUSE = 7 * 86_400;

/** Moves to a phase: an auction ends after its time, a halt may be ended by anyone after its longest time. */
export function setPhase(state: BookState, phase: MarketPhase): void {
  state.phase = phase;
  state.endsAt = 0;
  if (phase === "AUCTION" || phase === "OPENING") state.endsAt = state.at.seconds + state.rules.auctionSeconds;
  if (phase === "HALTED") state.endsAt = state.at.seconds + state.rules.maxHaltSeconds;
  report(state, { name: "MarketPhaseSet", marketId: state.terms.marketId, phase, endsAt: state.endsAt });
}

/** The operators' moves: IExchange.haltMarket, openMarket, closeMarket, delistMarket. */
export type PhaseMove = "halt" | "open" | "close" | "delist";

const MOVES: Record<PhaseMove, { to: MarketPhase; from: (phase: MarketPhase) => boolean }> = {
  halt: { to: "HALTED", from: (phase) => ["CONTINUOUS", "OPENING", "AUCTION"].includes(phase) },
  open: { to: "AUCTION", from: (phase) => ["HALTED", "CLOSED"].includes(phase) },
  close: { to: "CLOSED", from: (phase) => !["CLOSED", "DELISTED"].includes(phase) },
  delist: { to: "DELISTED", from: (phase) => phase !== "DELISTED" },
};

/** Refuses a move that the phase does not allow. */
export function requireMove(state: BookState, allowed: boolean, to: MarketPhase): void {
  const [from, next] = [state.phase, to].map((phase) => enumIndex(MARKET_PHASES, phase));
  requireThat(allowed, "Exchange_BadMarketPhase", state.terms.marketId, from, next);
}

/** Refuses to end a phase before its time. */
export function requireOver(state: BookState): void {
  const { phase, endsAt, at } = state;
  const args = [state.terms.marketId, enumIndex(MARKET_PHASES, phase), endsAt, at.seconds];
  requireThat(at.seconds >= endsAt, "Exchange_PhaseNotOver", ...args);
}

/** Makes an operator's move. Throws `BookRefusal` where the phase does not allow it. */
export function movePhase(state: BookState, move: PhaseMove): void {
  const { to, from } = MOVES[move];
  requireMove(state, from(state.phase), to);
  setPhase(state, to);
}

/** IExchangeAuctions.reopen: ends a halt that has lasted its longest time, with an auction. Throws `BookRefusal`. */
export function reopenMarket(state: BookState): void {
  requireMove(state, state.phase === "HALTED", "AUCTION");
  requireOver(state);
  setPhase(state, "AUCTION");
}

/** IExchangeAuctions.checkAndHalt: halts a market that trades outside of the index band. Throws `BookRefusal`. */
export function checkAndHalt(state: BookState): void {
  const { marketId } = state.terms;
  requireMove(state, state.phase === "CONTINUOUS", "HALTED");
  const index = indexTicks(state);
  requireThat(index !== 0, "Exchange_NoIndexPrice", marketId);
  const settled = settledAt(state.tape, state.at.block);
  const age = state.at.seconds - state.tape.lastTradeAt;
  const maxAge = state.index.oracle?.maxAgeSeconds ?? 0;
  requireThat(settled !== 0 && age <= maxAge, "Exchange_NoRecentTrade", age, maxAge);
  const { low, high } = indexBand(state, index);
  for (const ticks of [settled, state.tape.lastTicks])
    requireThat(ticks < low || ticks > high, "Exchange_WithinIndexBand", ticks, low, high);
  report(state, { name: "IndexBreached", marketId, settledTicks: settled, indexTicks: index });
  setPhase(state, "HALTED");
}

/** IExchange.setMarketRules: an auction or a halt under way keeps its end. Throws `BookRefusal`. */
export function setRules(state: BookState, rules: MarketRules): void {
  const bounded = (name: "auctionSeconds" | "maxHaltSeconds") =>
    requireThat(
      rules[name] !== 0 && rules[name] <= LONGEST_PAUSE,
      "Exchange_BadMarketParameter",
      name,
      rules[name],
      LONGEST_PAUSE,
    );
  requireThat(rules.averagingSeconds !== 0, "Exchange_BadMarketParameter", "averagingSeconds", 0, 1);
  bounded("auctionSeconds");
  bounded("maxHaltSeconds");
  state.rules = { ...rules };
}

/** Whether deferred orders are worked, or returned after the delisting. */
export function worksQueue(state: BookState): boolean {
  return state.phase === "CONTINUOUS" || state.phase === "DELISTED";
}

/** Whether the market collects limit orders for an auction. */
export function collects(state: BookState): boolean {
  return state.phase === "OPENING" || state.phase === "AUCTION";
}
