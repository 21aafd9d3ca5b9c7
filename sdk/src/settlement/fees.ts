/** Pips per whole: fees are millionths of notional. */
export const PIPS = 1_000_000n;

/** Fee on a notional, rounded up: ceil(notional x feePips / 1,000,000); zero for a rebate. Mirrors contracts/libraries/Fees.sol. */
export function feeUp(notional: bigint, feePips: bigint | number): bigint {
  const pips = BigInt(feePips);
  return pips <= 0n ? 0n : (notional * pips + PIPS - 1n) / PIPS;
}

/**
 * What a maker with a negative fee gets of a fill's notional, rounded down: never more than the taker's own fee, whatever the
 * order was promised; zero where the maker fee is not negative.
 */
export function rebateDown(notional: bigint, makerFeePips: bigint | number, takerFeePips: bigint | number): bigint {
  const promised = -BigInt(makerFeePips);
  if (promised <= 0n) return 0n;
  const most = BigInt(takerFeePips);
  return (notional * (promised > most ? most : promised)) / PIPS;
}
