import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";
import { formatTonnes, parseTonnes } from "./tonnes.ts";

/** Most lots in one order: 40 bits. */
export const MAX_LOTS = (1n << 40n) - 1n;

/** Units (kg) of a number of lots. */
export function lotsToUnits(lots: bigint, market: { lotUnits: bigint }): bigint {
  return lots * market.lotUnits;
}

/** Whole lots in an amount of units, and the units left over. */
export function unitsToLots(units: bigint, market: { lotUnits: bigint }): { lots: bigint; restUnits: bigint } {
  return { lots: units / market.lotUnits, restUnits: units % market.lotUnits };
}

/** Reads a size in tonnes into lots exactly, or says why not: off-lot, below the market's minimum, above 40 bits. */
export function parseLots(text: string, market: { lotUnits: bigint; minLots?: bigint }): Result<bigint> {
  const units = parseTonnes(text);
  if (!units.ok) return units;
  const { lots, restUnits } = unitsToLots(units.value, market);
  if (restUnits !== 0n) return err(`must be a multiple of the lot, ${formatTonnes(market.lotUnits)} t`);
  const minLots = market.minLots ?? 1n;
  if (lots < minLots) return err(`must be at least ${formatTonnes(minLots * market.lotUnits)} t`);
  if (lots > MAX_LOTS) return err(`must be at most ${formatTonnes(MAX_LOTS * market.lotUnits)} t`);
  return ok(lots);
}

/** Lots as tonnes with 3 decimals. */
export function formatLots(lots: bigint, market: { lotUnits: bigint }): string {
  return formatTonnes(lotsToUnits(lots, market));
}
