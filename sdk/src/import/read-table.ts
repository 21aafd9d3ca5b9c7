import { readCsv } from "./read-csv.ts";
import type { CsvRecord } from "./read-csv.ts";
import type { TableRow } from "./table-row.ts";

/** One row that could not be imported: the line it starts on (from 1), the column at fault and why. */
export type RejectedRow = { line: number; field: string; reason: string };

/** Takes the rows of a table one by one. */
export type RowReader = (row: TableRow) => void;

/** The columns of a table, how many rows it has besides, and those that are no rows of it. */
export type Table = { header: readonly string[]; rows: number; rejected: RejectedRow[] };

/**
 * Splits CSV text into rows by column name and hands over row by row to what `open` gives for the header. A row of the wrong width
 * or with a broken quote is listed, never fatal.
 */
export function readTable(text: string, open: (header: readonly string[]) => RowReader): Table {
  const table: Table = { header: [], rows: 0, rejected: [] };
  let reader: RowReader | undefined;
  let places: ReadonlyMap<string, number> = new Map();
  readCsv(text, (record) => {
    if (reader === undefined) {
      table.header = record.fields.map((name) => name.trim());
      places = new Map(table.header.map((name, index) => [name, index]));
      reader = open(table.header);
      return;
    }
    table.rows += 1;
    const reason = record.problem ?? widthProblem(table.header, record);
    if (reason === undefined) reader({ line: record.line, columns: columnsOf(places, record.fields) });
    else table.rejected.push({ line: record.line, field: "(row)", reason });
  });
  return table;
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

function widthProblem(header: readonly string[], { fields }: CsvRecord): string | undefined {
  if (fields.length === header.length) return undefined;
  return `has ${fields.length} fields, but the header names ${header.length}`;
}
