import { CsvError, parse } from "csv-parse/browser/esm/sync";

/** One record of a CSV text: the line it starts on (counting from 1), its fields, or why it cannot be read. */
export type CsvRecord = { line: number; fields: string[]; problem?: string };

const LINE_BREAK = /[\r\n]/g;
const [LF, CR] = [10, 13];

/**
 * Splits CSV text (RFC 4180: quoted fields, doubled quotes, line breaks inside quotes; LF, CRLF or CR; byte order mark) and hands
 * over record by record, so that a long file is never held twice. Blank lines are left out. A quote that never closes, or stands
 * inside a plain field, spoils only the line it opens on: that record carries a `problem`, and reading goes on with the next line.
 */
export function readCsv(text: string, hand: (record: CsvRecord) => void): void {
  const source = new TextEncoder().encode(text.startsWith("\uFEFF") ? text.slice(1) : text);
  let at = 0;
  let line = 1;
  // Moves on to byte `end`; what lies between starts after its blank lines.
  const take = (end: number, fields: (start: number) => string[], problem?: string): void => {
    const start = afterBreaks(source, at, end);
    if (start < end) {
      const found = { line: line + countBreaks(source, at, start), fields: fields(start) };
      hand(problem === undefined ? found : { ...found, problem });
    }
    line += countBreaks(source, at, end);
    at = end;
  };
  while (at < source.length) {
    const start = at;
    // csv-parse drops everything behind an open quote (also with skip_records_with_error, and then silently), so it is set to
    // work again behind the line that stopped it
    const stopped = parseFrom(source.subarray(start), (fields, bytes) => take(start + bytes, () => fields));
    if (stopped === undefined) break;
    const end = endOfLine(source, at);
    const whole = (from: number) => [new TextDecoder().decode(source.subarray(from, end)).replace(LINE_BREAK, "")];
    take(end, whole, stopped);
  }
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
  let at = afterBreaks(source, start, source.length);
  while (at < source.length && source[at] !== LF && source[at] !== CR) at++;
  return source[at] === CR && source[at + 1] === LF ? at + 2 : Math.min(at + 1, source.length);
}

/** The first byte from `start` to `end` that breaks no line. */
function afterBreaks(source: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (source[at] === LF || source[at] === CR)) at++;
  return at;
}

/** Line breaks from byte `start` to `end`; CR and LF together are one. */
function countBreaks(source: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const isSecond = source[at] === LF && at > start && source[at - 1] === CR;
    if ((source[at] === LF || source[at] === CR) && !isSecond) count++;
  }
  return count;
}
