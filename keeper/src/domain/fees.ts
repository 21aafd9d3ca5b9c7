/** EIP-1559 fees in wei per gas. */
export type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

/** What the chain asks at the moment. */
export type MarketFees = { baseFeePerGas: bigint; suggestedTip: bigint };

/** Nodes ask up to 12.5 % on both fields before they accept a replacement. */
export const BUMP_PERCENT = 13n;

/** First offer: twice the base fee and the tip, so that six full blocks in a row do not price it out; never above `cap`. */
export function initialFees(market: MarketFees, cap: bigint): Fees {
  return capped(
    { maxFeePerGas: market.baseFeePerGas * 2n + market.suggestedTip, maxPriorityFeePerGas: market.suggestedTip },
    cap,
  );
}

/**
 * Fees of a replacement: both fields raised by at least 13 %, rounded up, and to the market where that is higher. Null
 * when the raise would pass `cap`: a replacement that is not raised on both fields would be refused.
 */
export function bumpedFees(previous: Fees, market: MarketFees, cap: bigint): Fees | null {
  const target = initialFees(market, cap);
  const maxFeePerGas = max(raiseUp(previous.maxFeePerGas), target.maxFeePerGas);
  const maxPriorityFeePerGas = max(raiseUp(previous.maxPriorityFeePerGas), target.maxPriorityFeePerGas);
  if (maxFeePerGas > cap || maxPriorityFeePerGas > maxFeePerGas) return null;
  return { maxFeePerGas, maxPriorityFeePerGas };
}

function raiseUp(fee: bigint): bigint {
  const raised = (fee * (100n + BUMP_PERCENT) + 99n) / 100n;
  return raised > fee ? raised : fee + 1n;
}

function capped(fees: Fees, cap: bigint): Fees {
  const maxFeePerGas = fees.maxFeePerGas < cap ? fees.maxFeePerGas : cap;
  return {
    maxFeePerGas,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas < maxFeePerGas ? fees.maxPriorityFeePerGas : maxFeePerGas,
  };
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
