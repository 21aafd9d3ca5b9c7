import { bidEscrow } from "../settlement/escrow.ts";
import { feeUp } from "../settlement/fees.ts";
import { credit } from "./book-balances.ts";
import { report } from "./book-events.ts";
import { addVolume } from "./book-fee-tiers.ts";
import type { Take } from "./book-matching.ts";
import { setPhase } from "./book-phases.ts";
import type { BookState } from "./book-state.ts";
import { afterTrade } from "./book-tape.ts";

/** What arriving and escrowed orders share after they matched; mirrors Settlement.sol, EscrowedTake.sol and Phases.breach. */

/** Collects the fees of a take, moves the tape and reports it. Nothing happens when nothing was met. */
export function recordTake(state: BookState, take: Take, orderId: bigint, takerFee: bigint, clientId: bigint): void {
  const { fills, side, taker, filled: filledLots } = take;
  if (fills.length === 0) return;
  const last = fills.findLast(({ outcome }) => outcome === "FILLED");
  if (last !== undefined) {
    addVolume(state, taker, filledLots);
    const trade = { priceTicks: last.priceTicks, lots: filledLots, averageFixed: take.averageFixed, at: state.at };
    state.tape = afterTrade(state.tape, trade);
    state.fees += takerFee + take.makerFees - take.rebates;
  }
  const { marketId } = state.terms;
  const { notional } = take;
  report(state, { name: "Taken", marketId, taker, orderId, side, filledLots, notional, takerFee, clientId, fills });
}

/** Stops trading after a take met a price outside of its band, and opens an auction. */
export function breakOff(state: BookState, take: Take): void {
  if (take.breach === null) return;
  const { marketId } = state.terms;
  const { priceTicks, low: lowTicks, high: highTicks } = take.breach;
  report(state, { name: "BreakerTripped", marketId, priceTicks, lowTicks, highTicks });
  setPhase(state, "AUCTION");
}

/**
 * The taker's side of a take whose cost was escrowed before at a limit price with the taker fee: what the escrow releases beyond
 * price and fee goes back to the owner. Returns the taker fee.
 * @param left lots of the order after the take.
 * @param limitTicks price that the escrow stands at; the take was bounded by it or better.
 */
export function settleEscrowed(
  state: BookState,
  take: Take,
  order: { lots: bigint; feePips: number },
  left: bigint,
  limitTicks: number,
): bigint {
  const { base, quote, lotUnits, tickSize } = state.terms;
  const { taker } = take;
  const gone = order.lots - left;
  if (gone === 0n) return 0n;
  const takerFee = feeUp(take.notional, order.feePips);
  if (take.side === "ASK") {
    credit(state, taker, quote, take.notional - takerFee);
    credit(state, taker, base, (gone - take.filled) * lotUnits);
    return takerFee;
  }
  const released =
    bidEscrow(order.lots, limitTicks, tickSize, order.feePips) - bidEscrow(left, limitTicks, tickSize, order.feePips);
  const spare = released - take.notional;
  const paid = takerFee > spare ? spare : takerFee;
  credit(state, taker, quote, spare - paid);
  credit(state, taker, base, take.filled * lotUnits);
  return paid;
}
