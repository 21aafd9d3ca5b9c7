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

/**
 * What the hidden lots of an iceberg lock, or a whole one before it rests: they come up in parts of `peakLots`, and each part of
 * a BID rounds its fee up by itself.
 */
export function icebergEscrow(
  iceberg: { side: Side; lots: bigint; peakLots: bigint; priceTicks: bigint | number; feePips: bigint | number },
  market: { tickSize: bigint; lotUnits: bigint },
): bigint {
  const { side, lots, peakLots, priceTicks, feePips } = iceberg;
  if (side === "ASK") return askEscrow(lots, market.lotUnits);
  const part = (size: bigint) => bidEscrow(size, priceTicks, market.tickSize, feePips);
  return (lots / peakLots) * part(peakLots) + part(lots % peakLots);
}

/** What a deferred order locks: a BID its notional at the limit plus the taker fee on it rounded up, an ASK its units. */
export function deferredEscrow(
  order: { side: Side; lots: bigint; priceTicks: bigint | number; takerFeePips: bigint | number },
  market: { tickSize: bigint; lotUnits: bigint },
): bigint {
  if (order.side === "ASK") return askEscrow(order.lots, market.lotUnits);
  return bidEscrow(order.lots, order.priceTicks, market.tickSize, order.takerFeePips);
}

/**
 * What a conditional order locks beside its keeper fee: as a deferred order at the dearer of its two limits. An order with one
 * trigger has the same limit twice.
 */
export function conditionalEscrow(
  order: { side: Side; lots: bigint; limitTicks: number; limitAboveTicks: number; takerFeePips: bigint | number },
  market: { tickSize: bigint; lotUnits: bigint },
): bigint {
  return deferredEscrow({ ...order, priceTicks: Math.max(order.limitTicks, order.limitAboveTicks) }, market);
}
