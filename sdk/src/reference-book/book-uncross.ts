import { auctionPrice } from "./book-auction.ts";
import { report } from "./book-events.ts";
import { requireLabels } from "./book-labels.ts";
import { bestTicks } from "./book-level.ts";
import { checkSteps } from "./book-order-rules.ts";
import { collects, requireMove, requireOver, setPhase } from "./book-phases.ts";
import type { BookState, RunningAuction } from "./book-state.ts";
import { afterTrade } from "./book-tape.ts";
import { uncrossRound } from "./book-uncrossing.ts";
import type { AuctionRound } from "./book-uncrossing.ts";

/** IExchangeAuctions.uncross: returns the steps of work done. Throws `BookRefusal`. Mirrors ExchangePhases.sol. */
export function uncross(state: BookState, maxSteps: number): number {
  checkSteps(maxSteps);
  if (state.phase !== "UNCROSSING") {
    requireMove(state, collects(state), "UNCROSSING");
    requireOver(state);
    state.auction = null;
  }
  requireLabels(state);
  const round: AuctionRound = { priceTicks: 0, steps: maxSteps, filled: 0n, fees: 0n, fills: [] };
  const auction = state.auction ?? findPrice(state);
  if (auction !== null) {
    round.priceTicks = auction.priceTicks;
    uncrossRound(state, round);
    record(state, auction, round);
  }
  conclude(state, round.priceTicks);
  return maxSteps - round.steps;
}

function findPrice(state: BookState): RunningAuction | null {
  const auction = auctionPrice(state);
  if (auction === null) return null;
  state.auction = auction;
  report(state, { name: "AuctionPriced", marketId: state.terms.marketId, ...auction });
  if (state.phase !== "UNCROSSING") setPhase(state, "UNCROSSING");
  return auction;
}

/** The price that a whole auction agreed on is the market's average from now on, and the reference of its static band. */
function record(state: BookState, auction: RunningAuction, round: AuctionRound): void {
  const { priceTicks, fills, filled } = round;
  if (fills.length === 0) return;
  report(state, { name: "AuctionFilled", marketId: state.terms.marketId, priceTicks, fills });
  if (filled === 0n) return;
  const trade = { priceTicks, lots: filled, averageFixed: BigInt(priceTicks) << 16n, at: state.at };
  state.tape = afterTrade(state.tape, trade);
  state.fees += round.fees;
  state.rules = { ...state.rules, staticTicks: priceTicks };
  state.auction = { priceTicks, lots: auction.lots > filled ? auction.lots - filled : 0n };
}

/** Opens continuous trading when nothing crosses any more; where only other prices trade what is left, the next call finds one. */
function conclude(state: BookState, priceTicks: number): void {
  const [bid, ask] = [bestTicks(state, "BID"), bestTicks(state, "ASK")];
  const crosses = bid !== undefined && ask !== undefined && bid >= ask;
  if (crosses && bid >= priceTicks && ask <= priceTicks) return;
  state.auction = null;
  if (!crosses) setPhase(state, "CONTINUOUS");
}
