import type { Side } from "../codecs/enums.ts";
import { askEscrow, bidEscrow } from "../settlement/escrow.ts";
import { feeUp } from "../settlement/fees.ts";
import { notional } from "../settlement/notional.ts";
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

/** Gives what `gone` lots of an order hold, all of them unless stated, back to its owner. */
export function refund(
  state: BookState,
  side: Side,
  priceTicks: number,
  order: { owner: string; lots: bigint; feePips: number },
  gone = order.lots,
): void {
  const { lotUnits, tickSize } = state.terms;
  let amount = gone * lotUnits;
  if (side === "BID") {
    const fee = (lots: bigint) => feeUp(notional(lots, priceTicks, tickSize), order.feePips);
    amount = notional(gone, priceTicks, tickSize) + fee(order.lots) - fee(order.lots - gone);
  }
  credit(state, order.owner, escrowAsset(state, side), amount);
}
