import { feeUp } from "./fees.ts";
import { notional } from "./notional.ts";

/**
 * Maker fee of a resting bid on one fill: feeUp(N(before)) - feeUp(N(before - filled)). The differences telescope, so the
 * fees of all fills sum exactly to the fee in the escrow.
 */
export function makerFeeOnFill(
  lotsBefore: bigint,
  filledLots: bigint,
  priceTicks: bigint | number,
  tickSize: bigint,
  makerFeePips: bigint | number,
): bigint {
  if (filledLots > lotsBefore) throw new RangeError(`cannot fill ${filledLots} of ${lotsBefore} lots`);
  const before = feeUp(notional(lotsBefore, priceTicks, tickSize), makerFeePips);
  const after = feeUp(notional(lotsBefore - filledLots, priceTicks, tickSize), makerFeePips);
  return before - after;
}

/** Quote base units a resting ask receives for a fill: its notional less the maker fee on it, rounded up; a rebate is apart. */
export function askProceeds(
  filledLots: bigint,
  priceTicks: bigint | number,
  tickSize: bigint,
  makerFeePips: bigint | number,
): bigint {
  const value = notional(filledLots, priceTicks, tickSize);
  return value - feeUp(value, makerFeePips);
}

/** Quote base units that leave a taking buyer for a take: the notional plus the taker fee, charged once per take. */
export function takerCost(takeNotional: bigint, takerFeePips: bigint | number): bigint {
  return takeNotional + feeUp(takeNotional, takerFeePips);
}

/** Quote base units that a taking seller receives for a take. */
export function takerProceeds(takeNotional: bigint, takerFeePips: bigint | number): bigint {
  return takeNotional - feeUp(takeNotional, takerFeePips);
}
