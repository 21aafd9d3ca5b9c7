import { readCsv } from "./read-csv.ts";
import type { TableRow } from "./table-row.ts";

/** One row that could not be imported: the line it starts on (from 1), the column at fault and why. */
export type RejectedRow = { line: number; field: string; reason: string };

export type Table = { header: readonly string[]; rows: TableRow[]; rejected: RejectedRow[] };

/** Splits CSV text into rows by column name. A row of the wrong width or with a broken quote is listed, never fatal. */
export function readTable(text: string): Table {
  const [first, ...records] = readCsv(text);
  const header = (first?.fields ?? []).map((name) => name.trim());
  const places = new Map(header.map((name, index) => [name, index]));
  const rows: TableRow[] = [];
  const rejected: RejectedRow[] = [];
  for (const record of records) {
    const problem = record.problem ?? widthProblem(header, record.fields);
    if (problem !== undefined) {
      rejected.push({ line: record.line, field: "(row)", reason: problem });
      continue;
    }
    rows.push({ line: record.line, columns: columnsOf(places, record.fields) });
  }
  return { header, rows, rejected };
}

/** The fields of one row by column name; all rows share the places. */
function columnsOf(places: ReadonlyMap<string, number>, fields: readonly string[]): TableRow["columns"] {
  return {
    get: (name) => {
      const place = places.get(name);
      return place === undefined ? undefined : (fields[place] ?? "");
    },
  };
}

function widthProblem(header: readonly string[], fields: readonly string[]): string | undefined {
  if (fields.length === header.length) return undefined;
  return `has ${fields.length} fields, but the header names ${header.length}`;
}
