import { UNITS_PER_TONNE } from "@carbonxchange/sdk";
import type { SerialBlockRow } from "../db/serials.ts";

/** What became of the 1,000 kg of one serial. */
export type SerialTrace = {
  state: "LIVE" | "PARTLY_CONSUMED" | "RETIRED" | "CANCELLED" | "RETIRED_AND_CANCELLED";
  liveUnits: bigint;
  consumptions: { row: SerialBlockRow & { state: "RETIRED" | "CANCELLED" }; units: bigint }[];
};

/** Kilograms of one serial that lie in a run of units counted from the start of the block. */
export function unitsOfSerial(number: bigint, run: { issuedStart: bigint; firstUnit: bigint; units: bigint }): bigint {
  const from = (number - run.issuedStart) * UNITS_PER_TONNE;
  const start = run.firstUnit > from ? run.firstUnit : from;
  const runEnd = run.firstUnit + run.units;
  const end = runEnd < from + UNITS_PER_TONNE ? runEnd : from + UNITS_PER_TONNE;
  return end > start ? end - start : 0n;
}

/** Follows one serial through the ranges that touch it. */
export function traceSerial(number: bigint, rows: readonly SerialBlockRow[]): SerialTrace {
  const consumptions: SerialTrace["consumptions"] = [];
  for (const row of rows) {
    if (row.state === "ISSUED") continue;
    const run = { issuedStart: BigInt(row.issued_start), firstUnit: BigInt(row.first_unit), units: BigInt(row.units) };
    const units = unitsOfSerial(number, run);
    if (units > 0n) consumptions.push({ row: { ...row, state: row.state }, units });
  }
  const liveUnits = UNITS_PER_TONNE - consumptions.reduce((sum, each) => sum + each.units, 0n);
  return { state: stateOf(liveUnits, consumptions), liveUnits, consumptions };
}

function stateOf(liveUnits: bigint, consumptions: SerialTrace["consumptions"]): SerialTrace["state"] {
  const [first, ...others] = consumptions;
  if (first === undefined) return "LIVE";
  if (liveUnits > 0n) return "PARTLY_CONSUMED";
  return others.every((each) => each.row.state === first.row.state) ? first.row.state : "RETIRED_AND_CANCELLED";
}
