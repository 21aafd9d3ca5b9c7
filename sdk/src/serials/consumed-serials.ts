import { UNITS_PER_TONNE } from "../units/tonnes.ts";
import { formatSerial, formatSerialRange } from "./parse-serial.ts";

/** A run of units of a batch, as `Retired` and `Cancelled` state it: kg counted from the start of the block. */
export type UnitRun = { serialNamespace: string; blockStart: bigint; firstUnit: bigint; units: bigint };

/**
 * First and last serial number that the run touches, their texts as certificates print them, and the range as the source
 * registry would print it. Whole tonnes
 * when the run starts and ends on one; else the first or last serial is shared with the neighbouring run.
 */
export type ConsumedSerials = { first: bigint; last: bigint; firstText: string; lastText: string; rangeText: string };

/** The serials of a run: first = blockStart + firstUnit / 1,000, last = blockStart + (firstUnit + units - 1) / 1,000. */
export function consumedSerials(run: UnitRun): ConsumedSerials {
  if (run.units < 1n) throw new RangeError(`a run has at least one unit, not ${run.units}`);
  const first = run.blockStart + run.firstUnit / UNITS_PER_TONNE;
  const last = run.blockStart + (run.firstUnit + run.units - 1n) / UNITS_PER_TONNE;
  return {
    first,
    last,
    firstText: formatSerial(run.serialNamespace, first),
    lastText: formatSerial(run.serialNamespace, last),
    rangeText: formatSerialRange(run.serialNamespace, first, last),
  };
}
