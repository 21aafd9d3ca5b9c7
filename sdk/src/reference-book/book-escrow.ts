import type { Side } from "../codecs/enums.ts";
import { askEscrow, bidEscrow, icebergEscrow } from "../settlement/escrow.ts";
import { makerFeeOnFill } from "../settlement/fill.ts";
import { notional } from "../settlement/notional.ts";
import { credit } from "./book-balances.ts";
import type { BookState } from "./book-state.ts";

/** What an order holds: quote with a fee for a BID, credits for an ASK. */
export function escrowOf(state: BookState, side: Side, lots: bigint, priceTicks: number, feePips: number): bigint {
  const { lotUnits, tickSize } = state.terms;
  return side === "BID" ? bidEscrow(lots, priceTicks, tickSize, feePips) : askEscrow(lots, lotUnits);
}

/** What an order holds in the book; `displayLots` of an iceberg, or zero. */
export function restingEscrow(
  state: BookState,
  side: Side,
  lots: bigint,
  priceTicks: number,
  feePips: number,
  displayLots: number,
): bigint {
  const peakLots = BigInt(displayLots);
  if (peakLots === 0n || peakLots >= lots) return escrowOf(state, side, lots, priceTicks, feePips);
  return icebergEscrow({ side, lots, peakLots, priceTicks, feePips }, state.terms);
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
    const fee = makerFeeOnFill(order.lots, gone, priceTicks, tickSize, order.feePips);
    amount = notional(gone, priceTicks, tickSize) + fee;
  }
  credit(state, order.owner, escrowAsset(state, side), amount);
}

/** A keeper fee in quote base units. */
export function keeperFeeOf(state: BookState, keeperFeeTicks: number): bigint {
  return BigInt(keeperFeeTicks) * state.terms.tickSize;
}
