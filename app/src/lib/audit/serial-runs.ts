import { formatSerialRange, UNITS_PER_TONNE } from "@carbonxchange/sdk";
import type { BatchEvent } from "./history-reader.ts";

/** A stretch of a batch's serials and what became of it. Ends are kg from the start of the block. */
export type SerialRun = {
  state: "RETIRED" | "CANCELLED" | "LIVE";
  firstUnit: bigint;
  units: bigint;
  serials: string;
  reference: string | null;
};

type Block = { serialNamespace: string; blockStart: bigint; issuedUnits: bigint };

/** The serials of a batch in order: each retired or cancelled run by its event, then what is still live. */
export function serialRuns(
  { serialNamespace, blockStart, issuedUnits }: Block,
  events: readonly BatchEvent[],
): SerialRun[] {
  const text = (firstUnit: bigint, units: bigint) => {
    const first = blockStart + firstUnit / UNITS_PER_TONNE;
    return formatSerialRange(serialNamespace, first, blockStart + (firstUnit + units - 1n) / UNITS_PER_TONNE);
  };
  const used = events
    .flatMap(({ kind, firstUnit, units, reference }) =>
      firstUnit !== null && (kind === "RETIRED" || kind === "CANCELLED")
        ? [{ state: kind, firstUnit, units, reference }]
        : [],
    )
    .sort((a, b) => (a.firstUnit < b.firstUnit ? -1 : 1))
    .map((run) => ({ ...run, serials: text(run.firstUnit, run.units) }));
  const end = used.at(-1);
  const liveFrom = end ? end.firstUnit + end.units : 0n;
  if (liveFrom >= issuedUnits) return used;
  const units = issuedUnits - liveFrom;
  return [...used, { state: "LIVE", firstUnit: liveFrom, units, serials: text(liveFrom, units), reference: null }];
}
