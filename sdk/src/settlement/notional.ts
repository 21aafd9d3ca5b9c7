/** Quote base units of lots at a price: lots x priceTicks x tickSize. Always exact. */
export function notional(lots: bigint, priceTicks: bigint | number, tickSize: bigint): bigint {
  return lots * BigInt(priceTicks) * tickSize;
}
