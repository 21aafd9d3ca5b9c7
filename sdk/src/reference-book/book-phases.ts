import { MARKET_PHASES, enumIndex } from "../codecs/enums.ts";
import type { MarketPhase } from "../codecs/enums.ts";
import { requireThat } from "./book-refusal.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import type { BookState } from "./book-state.ts";

/** Longest auction and longest halt in seconds. */
const LONGEST_PAUSE = 7 * 86_400;

/** Moves to a phase: an auction ends after its time, a halt may be ended by anyone after its longest time. */
export function setPhase(state: BookState, phase: MarketPhase, now: number): void {
  state.phase = phase;
  state.endsAt = 0;
  if (phase === "AUCTION" || phase === "OPENING") state.endsAt = now + state.rules.auctionSeconds;
  if (phase === "HALTED") state.endsAt = now + state.rules.maxHaltSeconds;
}

/** The operators' moves: IExchange.haltMarket, openMarket, closeMarket, delistMarket. */
export type PhaseMove = "halt" | "open" | "close" | "delist";

const MOVES: Record<PhaseMove, { to: MarketPhase; from: (phase: MarketPhase) => boolean }> = {
  halt: { to: "HALTED", from: (phase) => ["CONTINUOUS", "OPENING", "AUCTION"].includes(phase) },
  open: { to: "AUCTION", from: (phase) => ["HALTED", "CLOSED"].includes(phase) },
  close: { to: "CLOSED", from: (phase) => !["CLOSED", "DELISTED"].includes(phase) },
  delist: { to: "DELISTED", from: (phase) => phase !== "DELISTED" },
};

/** Makes an operator's move. Throws `BookRefusal` where the phase does not allow it. */
export function movePhase(state: BookState, move: PhaseMove, now: number): void {
  const { to, from } = MOVES[move];
  const index = (phase: MarketPhase) => enumIndex(MARKET_PHASES, phase);
  const args = [state.terms.marketId, index(state.phase), index(to)];
  requireThat(from(state.phase), "Exchange_BadMarketPhase", ...args);
  setPhase(state, to, now);
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

/** Whether orders match on arrival and deferred ones are worked, or returned after the delisting. */
export function worksQueue(state: BookState): boolean {
  return state.phase === "CONTINUOUS" || state.phase === "DELISTED";
}

/** Whether the market collects limit orders for an auction. */
export function collects(state: BookState): boolean {
  return state.phase === "OPENING" || state.phase === "AUCTION";
}
