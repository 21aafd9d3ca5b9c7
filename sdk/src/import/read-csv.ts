/** One record of a CSV text: the line it starts on (counting from 1), its fields, or why it cannot be read. */
export type CsvRecord = { line: number; fields: string[]; problem?: string };

/**
 * Splits CSV text (RFC 4180: quoted fields, doubled quotes, line breaks inside quotes; LF, CRLF or CR; byte order mark) into
 * records. Blank lines are left out. A quote that never closes spoils only the line it opens on: that record carries a
 * `problem`, and reading goes on with the next line.
 */
export function readCsv(text: string): CsvRecord[] {
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const records: CsvRecord[] = [];
  for (let at = 0, line = 1; at < source.length;) {
    const read = readRecord(source, at);
    if (!(read.fields.length === 1 && read.fields[0] === "" && read.problem === undefined)) {
      const problem = read.problem;
      records.push({ line, fields: read.fields, ...(problem === undefined ? {} : { problem }) });
    }
    line += read.lines;
    at = read.next;
  }
  return records;
}

type ReadRecord = { fields: string[]; next: number; lines: number; problem?: string };

function readRecord(source: string, start: number): ReadRecord {
  const fields: string[] = [];
  let lines = 1;
  for (let at = start; ; at++) {
    const field = source[at] === '"' ? readQuoted(source, at) : readPlain(source, at);
    if (field === undefined) return brokenLine(source, start);
    fields.push(field.text);
    lines += field.lines;
    at = field.next;
    if (source[at] !== ",") return { fields, next: afterBreak(source, at), lines };
  }
}

type ReadField = { text: string; next: number; lines: number };

function readPlain(source: string, start: number): ReadField {
  let at = start;
  while (at < source.length && !isFieldEnd(source[at])) at++;
  return { text: source.slice(start, at), next: at, lines: 0 };
}

/** A quoted field, or undefined when its quote never closes before the end or closes in the middle of text. */
function readQuoted(source: string, start: number): ReadField | undefined {
  let text = "";
  for (let from = start + 1; ;) {
    const quote = source.indexOf('"', from);
    if (quote < 0) return undefined;
    text += source.slice(from, quote);
    if (source[quote + 1] !== '"') {
      const next = quote + 1;
      if (next < source.length && !isFieldEnd(source[next])) return undefined;
      return { text, next, lines: countBreaks(text) };
    }
    text += '"';
    from = quote + 2;
  }
}

/** Takes the rest of the physical line as one unreadable record, so that the next line gets its chance. */
function brokenLine(source: string, start: number): ReadRecord {
  let at = start;
  while (at < source.length && source[at] !== "\n" && source[at] !== "\r") at++;
  const problem = "a quoted field is not closed properly";
  return { fields: [source.slice(start, at)], next: afterBreak(source, at), lines: 1, problem };
}

function isFieldEnd(character: string | undefined): boolean {
  return character === "," || character === "\n" || character === "\r";
}

function afterBreak(source: string, at: number): number {
  return source[at] === "\r" && source[at + 1] === "\n" ? at + 2 : at + 1;
}

function countBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
