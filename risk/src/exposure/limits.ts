/** A limit on one position, in units (kg CO2e), and the share of it at which a warning starts. */
export type PositionLimit = { asset: number; maxUnits: bigint; warnPips: number };

export type LimitState = "within" | "warn" | "breach";

/** How a position stands against its limit. `usedPips` is millionths of the limit. */
export type LimitCheck = { asset: number; units: bigint; maxUnits: bigint; usedPips: bigint; state: LimitState };

const PIPS = 1_000_000n;

/** Checks one position; a limit of zero is breached by any holding. A position exactly at the limit is within it. */
export function checkPositionLimit(units: bigint, limit: PositionLimit): LimitCheck {
  const { asset, maxUnits } = limit;
  const usedPips = maxUnits === 0n ? (units > 0n ? 2n * PIPS : 0n) : (units * PIPS) / maxUnits;
  const state = units > maxUnits ? "breach" : usedPips >= BigInt(limit.warnPips) && units > 0n ? "warn" : "within";
  return { asset, units, maxUnits, usedPips, state };
}

/** Checks what a position would be after buying `addUnits` more: the same rule before and after the trade. */
export function checkBeforeTrade(units: bigint, addUnits: bigint, limit: PositionLimit): LimitCheck {
  return checkPositionLimit(units + addUnits, limit);
}
