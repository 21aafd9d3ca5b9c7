import { levelAt, pushOrder } from "./book-level.ts";
import type { BookState } from "./book-state.ts";
import type { BookTape } from "./book-tape.ts";
import type { OrderReport, PhaseReport } from "./book-views.ts";

/**
 * A market as somebody else has it, for a preview: its phase, its last prices and the orders that show, each side in price and time
 * order. What icebergs hide and what waits is not in it.
 */
export type BookSnapshot = PhaseReport & {
  tape?: BookTape;
  orders: readonly Omit<OrderReport, "id">[];
};

/** Makes an empty book stand as a snapshot says. The orders' escrow counts as paid. Throws `RangeError` where orders stand already. */
export function loadSnapshot(state: BookState, { phase, endsAt, tape, orders }: BookSnapshot): void {
  if (state.levels.BID.size + state.levels.ASK.size > 0) throw new RangeError("only an empty book is loaded");
  state.phase = phase;
  state.endsAt = endsAt;
  if (tape) state.tape = tape;
  for (const { side, priceTicks, ...order } of orders) {
    pushOrder(levelAt(state, side, priceTicks), { ...order, iceberg: 0 });
  }
}
