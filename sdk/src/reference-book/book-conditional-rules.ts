import { CONDITIONAL_KINDS, SIDES, enumIndex } from "../codecs/enums.ts";
import type { ConditionalKind, Side } from "../codecs/enums.ts";
import type { ConditionalRequest, TriggerSide } from "./book-conditionals.ts";
import { requirePhase, requirePrice } from "./book-order-rules.ts";
import { requireThat } from "./book-refusal.ts";
import { referenceTicks } from "./book-reference-price.ts";
import { HIGHEST_TICKS } from "./book-rules.ts";
import type { BookState } from "./book-state.ts";

/** Refuses a request by the first rule it breaks, prices of the market aside; mirrors ConditionalRules.sol. */
export function checkConditional(state: BookState, input: ConditionalRequest): void {
  const { minLots } = state.terms;
  const { lots, limitTicks, expiry } = input;
  const { seconds } = state.at;
  requirePhase(state, state.phase === "CONTINUOUS");
  requirePrice(limitTicks);
  requireThat(lots >= minLots, "Exchange_SizeBelowMinimum", lots, minLots);
  requireThat(expiry === 0 || expiry > seconds, "Exchange_Expired", expiry, seconds);
  checkShape(input);
}

/** Each kind has its own set of triggers and prices; what it does not use is zero. */
function checkShape(input: ConditionalRequest): void {
  const { kind, side, limitAboveTicks, trailTicks, triggerAboveTicks, triggerBelowTicks } = input;
  const kindIndex = enumIndex(CONDITIONAL_KINDS, kind);
  if (kind === "OCO") requirePrice(limitAboveTicks);
  else requireThat(limitAboveTicks === 0, "Exchange_LimitAboveNotAllowed", kindIndex, limitAboveTicks);
  const trails = kind === "TRAILING_STOP";
  const [least, most] = trails ? [1, HIGHEST_TICKS] : [0, 0];
  requireThat(trails === (trailTicks !== 0), "Exchange_TrailOutOfRange", trailTicks, least, most);
  const args = [kindIndex, enumIndex(SIDES, side), triggerAboveTicks, triggerBelowTicks];
  requireThat(triggersFit(kind, side, triggerAboveTicks, triggerBelowTicks), "Exchange_BadTriggers", ...args);
}

function triggersFit(kind: ConditionalKind, side: Side, above: number, below: number): boolean {
  if (kind === "OCO") return below !== 0 && above > below;
  if (kind === "TRAILING_STOP") return above === 0 && below === 0;
  // stops wait for the price to run away from their owner, take-profits for it to run the owner's way
  const firesAbove = (kind === "TAKE_PROFIT") === (side === "ASK");
  return firesAbove ? above !== 0 && below === 0 : above === 0 && below !== 0;
}

/** Where a trailing stop's trigger belongs at a reference price; undefined where that is no price. */
export function trailedTicks(side: Side, price: number, distance: number): number | undefined {
  const ticks = side === "BID" ? price + distance : price - distance;
  return ticks >= 1 && ticks <= HIGHEST_TICKS ? ticks : undefined;
}

/** Where the triggers stand; neither the last trade nor the reference may have met one already. Throws `BookRefusal`. */
export function triggersOf(state: BookState, input: ConditionalRequest): Record<TriggerSide, number> {
  const last = state.tape.lastTicks;
  const price = referenceTicks(state);
  requireThat(price !== 0, "Exchange_NoReferencePrice", state.terms.marketId);
  let [above, below] = [input.triggerAboveTicks, input.triggerBelowTicks];
  if (input.kind === "TRAILING_STOP") {
    const ticks = trailedTicks(input.side, price, input.trailTicks);
    const most = input.side === "BID" ? HIGHEST_TICKS - price : price - 1;
    requireThat(ticks !== undefined, "Exchange_TrailOutOfRange", input.trailTicks, 1, most);
    [above, below] = input.side === "BID" ? [ticks, 0] : [0, ticks];
  }
  const [highest, lowest] = [Math.max(last, price), Math.min(last, price)];
  requireThat(above === 0 || highest < above, "Exchange_TriggerAlreadyMet", above, highest);
  requireThat(below === 0 || lowest > below, "Exchange_TriggerAlreadyMet", below, lowest);
  return { above, below };
}
