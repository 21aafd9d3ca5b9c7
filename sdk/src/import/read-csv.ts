import { CsvError, parse } from "csv-parse/browser/esm/sync";

/** One record of a CSV text: the line it starts on (counting from 1), its fields, or why it cannot be read. */
export type CsvRecord = { line: number; fields: string[]; problem?: string };

const LINE_BREAK = /\r\n|\n|\r/g;

/**
 * Splits CSV text (RFC 4180: quoted fields, doubled quotes, line breaks inside quotes; LF, CRLF or CR; byte order mark) into
 * records. Blank lines are left out. A quote that never closes, or stands inside a plain field, spoils only the line it
 * opens on: that record carries a `problem`, and reading goes on with the next line.
 */
export function readCsv(text: string): CsvRecord[] {
  const source = new TextEncoder().encode(text.startsWith("\uFEFF") ? text.slice(1) : text);
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  // Moves on to byte `end`; what lies between starts after its blank lines.
  const take = (end: number, fields: (span: string) => string[], problem?: string): void => {
    const span = new TextDecoder().decode(source.subarray(at, end));
    const blank = /^[\r\n]*/.exec(span)?.[0] ?? "";
    if (blank.length < span.length) {
      const found = { line: line + countBreaks(blank), fields: fields(span.slice(blank.length)) };
      records.push(problem === undefined ? found : { ...found, problem });
    }
    line += countBreaks(span);
    at = end;
  };
  while (at < source.length) {
    const start = at;
    // csv-parse drops everything behind an open quote (also with skip_records_with_error, and then silently), so it is set to
    // work again behind the line that stopped it
    const stopped = parseFrom(source.subarray(start), (fields, bytes) => take(start + bytes, () => fields));
    if (stopped === undefined) break;
    take(endOfLine(source, at), (span) => [span.replace(LINE_BREAK, "")], stopped);
  }
  return records;
}

/** Hands every record with the byte it ends at to `take`; says why reading stopped before the end, or nothing. */
function parseFrom(source: Uint8Array, take: (fields: string[], bytes: number) => void): string | undefined {
  try {
    parse(source, {
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      skip_empty_lines: true,
      on_record: (fields, { bytes }) => {
        take(fields, bytes);
        return null;
      },
    });
    return undefined;
  } catch (error) {
    if (error instanceof CsvError) return "a quote stands where none may, or is never closed";
    throw error;
  }
}

/** The byte after the line break that ends the first line that is not blank. */
function endOfLine(source: Uint8Array, start: number): number {
  const isBreak = (at: number): boolean => source[at] === 10 || source[at] === 13;
  let at = start;
  while (at < source.length && isBreak(at)) at++;
  while (at < source.length && !isBreak(at)) at++;
  return source[at] === 13 && source[at + 1] === 10 ? at + 2 : Math.min(at + 1, source.length);
}

function countBreaks(text: string): number {
  return text.match(LINE_BREAK)?.length ?? 0;
}
