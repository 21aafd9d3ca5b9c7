import type { Side } from "../codecs/enums.ts";
import { askEscrow, bidEscrow } from "../settlement/escrow.ts";
import { credit } from "./book-balances.ts";
import type { BookState } from "./book-state.ts";

/** What an order holds: quote with a fee for a BID, credits for an ASK. */
export function escrowOf(state: BookState, side: Side, lots: bigint, priceTicks: number, feePips: number): bigint {
  const { lotUnits, tickSize } = state.terms;
  return side === "BID" ? bidEscrow(lots, priceTicks, tickSize, feePips) : askEscrow(lots, lotUnits);
}

/** The asset an order of a side is escrowed in. */
export function escrowAsset(state: BookState, side: Side): number {
  return side === "BID" ? state.terms.quote : state.terms.base;
}

/** Gives an order's whole escrow back to its owner. */
export function refund(
  state: BookState,
  side: Side,
  priceTicks: number,
  order: { owner: string; lots: bigint; feePips: number },
): void {
  credit(state, order.owner, escrowAsset(state, side), escrowOf(state, side, order.lots, priceTicks, order.feePips));
}
