/** Pips per whole: fees are millionths of notional. */
export const PIPS = 1_000_000n;

/** Fee on a notional, rounded up: ceil(notional x feePips / 1,000,000). Mirrors the exchange's fee library. */
export function feeUp(notional: bigint, feePips: bigint | number): bigint {
  return (notional * BigInt(feePips) + PIPS - 1n) / PIPS;
}
