import { formatTonnes } from "@carbonxchange/sdk";
import { utcMinute } from "../format/dates.ts";
import { toCsv } from "./csv.ts";
import type { BatchEvent } from "./history-reader.ts";

const HEADER = ["kind", "tonnes", "units_kg", "from", "to", "reference", "time_utc", "block", "log_index", "tx_hash"];

/** The history as CSV, oldest first, safe to open in a spreadsheet. */
export function historyCsv(events: readonly BatchEvent[], times: ReadonlyMap<bigint, number>): string {
  const rows = events.toReversed().map((event) => {
    const time = times.get(event.block);
    return [
      event.kind,
      formatTonnes(event.units),
      `${event.units}`,
      event.from ?? "",
      event.to ?? "",
      event.reference ?? "",
      time === undefined ? "" : utcMinute(time),
      `${event.block}`,
      `${event.logIndex}`,
      event.txHash,
    ];
  });
  return toCsv(HEADER, rows);
}

/** The history as JSON, oldest first; amounts and blocks as decimal text. */
export function historyJson(
  batchId: bigint,
  events: readonly BatchEvent[],
  times: ReadonlyMap<bigint, number>,
): string {
  const rows = events.toReversed().map((event) => ({ ...event, timestamp: times.get(event.block) ?? null }));
  const document = { batchId, events: rows };
  return `${JSON.stringify(document, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value), 2)}\n`;
}
