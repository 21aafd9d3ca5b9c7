import { utcDay } from "../serials/vintage.ts";

/** Why one row cannot be imported. Thrown while a row is read and turned into a `RejectedRow`. */
export class RowProblem extends Error {
  override readonly name = "RowProblem";
  readonly field: string;

  constructor(field: string, reason: string) {
    super(reason);
    this.field = field;
  }
}

/** One row by column name. */
export type TableRow = { line: number; columns: { get(name: string): string | undefined } };

/** Text of a column without surrounding space and with inner runs of space as one; "" when the column is absent. */
export function textOf(row: TableRow, column: string): string {
  return (row.columns.get(column) ?? "").trim().replace(/\s+/g, " ");
}

/** Text of a column that must not be blank. Throws `RowProblem`. */
export function requiredText(row: TableRow, column: string): string {
  const text = textOf(row, column);
  if (text === "") throw new RowProblem(column, "is blank");
  return text;
}

/** A whole number such as "1,454,054", "19149" or "550369.0". Throws `RowProblem`. */
export function wholeNumber(row: TableRow, column: string): bigint {
  const text = requiredText(row, column);
  if (!/^(\d{1,3}(,\d{3})+|\d+)(\.0*)?$/.test(text)) throw new RowProblem(column, `"${text}" is no whole number`);
  return BigInt(text.replace(/\..*$/, "").replaceAll(",", ""));
}

/** Whole number of a column, or undefined where it is blank. Throws `RowProblem` on other text. */
export function optionalNumber(row: TableRow, column: string): bigint | undefined {
  return textOf(row, column) === "" ? undefined : wholeNumber(row, column);
}

/** A day as unix seconds at 00:00 UTC, from "2026-04-13", "2026-04-13T12:35:58Z" or "4/13/2026 7:43:26 PM". Throws `RowProblem`. */
export function dayOf(row: TableRow, column: string): number {
  const text = requiredText(row, column);
  const day = parseDay(text);
  if (day === undefined) throw new RowProblem(column, `"${text}" is no date`);
  return day;
}

/** A day in one of the spellings of `dayOf`, or undefined. */
export function parseDay(text: string): number | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text);
  if (iso) return utcDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: .*)?$/.exec(text);
  return american ? utcDay(Number(american[3]), Number(american[1]), Number(american[2])) : undefined;
}

/** Whether a column says yes. */
export function saysYes(row: TableRow, column: string): boolean {
  return /^(yes|true|y|1)$/i.test(textOf(row, column));
}
