import type { Side } from "../codecs/enums.ts";
import { feeUp } from "./fees.ts";
import { notional } from "./notional.ts";

/** Quote base units locked by a resting bid: notional plus the maker fee on it, rounded up. */
export function bidEscrow(
  lots: bigint,
  priceTicks: bigint | number,
  tickSize: bigint,
  makerFeePips: bigint | number,
): bigint {
  const value = notional(lots, priceTicks, tickSize);
  return value + feeUp(value, makerFeePips);
}

/** Units (kg) locked by a resting ask. */
export function askEscrow(lots: bigint, lotUnits: bigint): bigint {
  return lots * lotUnits;
}

/** What a deferred order locks: a BID its notional at the limit plus the taker fee on it rounded up, an ASK its units. */
export function deferredEscrow(
  order: { side: Side; lots: bigint; priceTicks: bigint | number; takerFeePips: bigint | number },
  market: { tickSize: bigint; lotUnits: bigint },
): bigint {
  if (order.side === "ASK") return askEscrow(order.lots, market.lotUnits);
  return bidEscrow(order.lots, order.priceTicks, market.tickSize, order.takerFeePips);
}
