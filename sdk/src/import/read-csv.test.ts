import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "./read-csv.ts";
import type { CsvRecord } from "./read-csv.ts";

const field = fc.string({ unit: fc.constantFrom("a", "b", '"', ",", "\n", "\r\n", " ", "ü", "1"), maxLength: 6 });
const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

function write(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")).join("\n");
}

function recordsOf(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  readCsv(text, (record) => records.push(record));
  return records;
}

describe("reading CSV", () => {
  it("gives back every table that was written, and the line each row starts on", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const records = recordsOf(write(rows));
        expect(records.map((record) => record.fields)).toEqual(rows);
        let line = 1;
        for (const [index, row] of rows.entries()) {
          expect(records[index]?.line).toBe(line);
          line += 1 + (row.join("").match(/\r\n|\n/g)?.length ?? 0);
        }
      }),
    );
  });

  it("takes every kind of line end, a byte order mark and blank lines", () => {
    expect(recordsOf("\uFEFFa,b\r\n1,2\r3,4\n\n5,6")).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ["1", "2"] },
      { line: 3, fields: ["3", "4"] },
      { line: 5, fields: ["5", "6"] },
    ]);
  });

  it("keeps empty fields, also the last one", () => {
    expect(recordsOf("a,,\n,b,")).toEqual([
      { line: 1, fields: ["a", "", ""] },
      { line: 2, fields: ["", "b", ""] },
    ]);
  });

  it("counts the lines inside quotes", () => {
    expect(recordsOf('a,"x\ny\r\nz"\nb,c').map((record) => record.line)).toEqual([1, 4]);
  });

  it("loses one line to a quote that never closes, not the file", () => {
    const records = recordsOf('a,b\n1,"open\n2,3\n4,5"x,6\n7,8');
    expect(records.map((record) => [record.line, record.problem !== undefined])).toEqual([
      [1, false],
      [2, true],
      [3, false],
      [4, true],
      [5, false],
    ]);
  });

  it("says of a quote in the middle of plain text that it may not stand there", () => {
    const problem = "a quote stands where none may, or is never closed";
    expect(recordsOf('a,b\na 5" pipe,b\nc,d')).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ['a 5" pipe,b'], problem },
      { line: 3, fields: ["c", "d"] },
    ]);
  });

  it("finds nothing in nothing", () => expect(recordsOf("")).toEqual([]));
});
