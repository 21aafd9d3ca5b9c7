/** Pips per whole: fees are millionths of notional. */
export const PIPS = 1_000_000n;

/** Fee on a notional, rounded up: ceil(notional x feePips / 1,000,000). A rebate, negative pips, pays none. Mirrors Fees.sol. */
export function feeUp(notional: bigint, feePips: bigint | number): bigint {
  if (feePips <= 0) return 0n;
  return (notional * BigInt(feePips) + PIPS - 1n) / PIPS;
}

/**
 * What a maker whose fee is a rebate gets of a notional, rounded down; never more than the taker's fee.
 * @param makerFeePips negative for a rebate.
 */
export function rebateDown(notional: bigint, makerFeePips: number, takerFeePips: number): bigint {
  if (makerFeePips >= 0) return 0n;
  return (notional * BigInt(Math.min(-makerFeePips, takerFeePips))) / PIPS;
}
