import { indexBand, indexTicks } from "./book-index-price.ts";
import { ANY_PRICE, clamped, narrowed, priceBand } from "./book-rules.ts";
import type { PriceBand } from "./book-rules.ts";
import type { BookState } from "./book-state.ts";
import { averageAt, settledAt } from "./book-tape.ts";

/** The time-weighted price now, in units of 2^-16 ticks. */
export function averageNow(state: BookState): bigint {
  return averageAt(state.tape, state.at.seconds, state.rules.averagingSeconds);
}

/** The prices a trade may have now. */
export function bandNow(state: BookState): PriceBand {
  return priceBand(state.rules, averageNow(state), state.tape.lastTicks);
}

/**
 * The price by which stops fire and slices are bounded: the last one of an earlier block within the trigger band around the
 * time-weighted price, then within the oracle's band around the index. Zero while no earlier block traded. Mirrors
 * ReferencePrice.sol.
 */
export function referenceTicks(state: BookState): number {
  const settled = settledAt(state.tape, state.at.block);
  if (settled === 0) return 0;
  const ticks = clamped(settled, narrowed(ANY_PRICE, averageNow(state), state.rules.triggerBandBps));
  const index = indexTicks(state);
  return index === 0 ? ticks : clamped(ticks, indexBand(state, index));
}
