import type { TriggerSide } from "./book-conditionals.ts";
import type { BookState } from "./book-state.ts";

/** A market's triggers by side and price, in time order at one price; mirrors contracts/libraries/Triggers.sol. */

/** A trigger price on a side of the reference price. */
export type Trigger = { side: TriggerSide; ticks: number };

/** Puts a conditional order's trigger behind those at its price. */
export function addTrigger(state: BookState, { side, ticks }: Trigger, number: number): void {
  state.triggers[side].set(ticks, [...(state.triggers[side].get(ticks) ?? []), number]);
}

/** Takes a trigger out. */
export function removeTrigger(state: BookState, { side, ticks }: Trigger, number: number): void {
  const left = (state.triggers[side].get(ticks) ?? []).filter((other) => other !== number);
  if (left.length > 0) state.triggers[side].set(ticks, left);
  else state.triggers[side].delete(ticks);
}

/** The trigger price of a side that the price would meet first, or undefined. */
function nearest(state: BookState, side: TriggerSide): number | undefined {
  const prices = [...state.triggers[side].keys()];
  if (prices.length === 0) return undefined;
  return side === "above" ? Math.min(...prices) : Math.max(...prices);
}

/** The trigger that the reference price has passed furthest; of two alike the one above. */
export function dueTrigger(state: BookState, price: number): Trigger | undefined {
  const [above, below] = [nearest(state, "above"), nearest(state, "below")];
  const up = above !== undefined && above <= price ? above : undefined;
  const down = below !== undefined && below >= price ? below : undefined;
  if (up !== undefined && (down === undefined || price - up >= down - price)) return { side: "above", ticks: up };
  return down === undefined ? undefined : { side: "below", ticks: down };
}

/** Any trigger, those above first. */
export function anyTrigger(state: BookState): Trigger | undefined {
  for (const side of ["above", "below"] as const) {
    const ticks = nearest(state, side);
    if (ticks !== undefined) return { side, ticks };
  }
  return undefined;
}

/** The conditional order whose trigger is the oldest at a price. */
export function oldestAt(state: BookState, { side, ticks }: Trigger): number {
  const number = state.triggers[side].get(ticks)?.[0];
  if (number === undefined) throw new RangeError(`no trigger ${side} at ${ticks}`);
  return number;
}

/** Prices with triggers, from the one that would be met first outward, and how many stand at each. */
export function triggerLevels(state: BookState, side: TriggerSide): { ticks: number; count: number }[] {
  const levels = [...state.triggers[side]].map(([ticks, numbers]) => ({ ticks, count: numbers.length }));
  return levels.sort((a, b) => (side === "above" ? a.ticks - b.ticks : b.ticks - a.ticks));
}
