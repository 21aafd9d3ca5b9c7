import { describe, expect, it } from "vitest";
import { answerFields, compareAnswer } from "./compare.ts";
import { createFigures, figureName, toValue } from "./figures.ts";
import type { Place, Read } from "./figures.ts";

const place = (block: bigint, logIndex = 0): Place => ({ block, logIndex, tx: `0x${block.toString(16)}` });
const READ: Read = { contract: "exchange", functionName: "order", args: [7n] };

describe("an answer taken apart", () => {
  it("names the members of a struct, nested ones with their path", () => {
    const outputs = [{ name: "", type: "tuple" }];
    const fields = answerFields(outputs, { units: 5n, details: { purpose: 1, to: "0xAB" } });
    expect([...fields]).toEqual([
      ["units", 5n],
      ["details.purpose", 1n],
      ["details.to", "0xab"],
    ]);
  });

  it("names several outputs, and counts a list", () => {
    const outputs = [
      { name: "head", type: "uint32" },
      { name: "ids", type: "uint256[]" },
    ];
    expect([...answerFields(outputs, [3, [8n, 9n]])]).toEqual([
      ["head", 3n],
      ["ids.length", 2n],
      ["ids.0", 8n],
      ["ids.1", 9n],
    ]);
  });

  it("leaves a single value without a name", () => {
    expect([...answerFields([{ name: "units", type: "uint256" }], 4n)]).toEqual([["", 4n]]);
  });

  it("refuses what is no value", () => {
    expect(() => toValue(undefined)).toThrow(TypeError);
  });
});

describe("a comparison", () => {
  const outputs = [{ name: "", type: "tuple" }];
  const figures = () => {
    const book = createFigures();
    book.set(READ, "lots", 5n, place(1n));
    book.set(READ, "live", true, place(2n));
    const [expected] = book.all();
    if (expected === undefined) throw new RangeError("the book is empty");
    return expected;
  };

  it("finds nothing where every known field agrees, whatever else the answer holds", () => {
    expect(compareAnswer(figures(), outputs, { ok: true, result: { lots: 5, live: true, more: 1n } })).toEqual([]);
  });

  it("names each field that differs with both values and the log that made it so", () => {
    const found = compareAnswer(figures(), outputs, { ok: true, result: { lots: 6, live: true } });
    expect(found).toEqual([
      { kind: "chain", figure: "exchange.order(7).lots", rebuilt: 5n, found: 6n, place: place(1n) },
    ]);
  });

  it("counts a call that reverts as one difference, with the last log about it", () => {
    const [found, ...more] = compareAnswer(figures(), outputs, { ok: false });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ figure: "exchange.order(7)", found: "the call reverts", place: place(2n) });
  });
});

describe("the history of a figure", () => {
  it("is kept for what is watched, and for nothing else", () => {
    const book = createFigures(new Set([figureName(READ, "lots")]));
    book.set(READ, "lots", 5n, place(1n));
    book.add(READ, "lots", -2n, place(3n));
    book.set(READ, "live", false, place(3n));
    expect(book.history("exchange.order(7).lots").map(({ value }) => value)).toEqual([5n, 3n]);
    expect(book.history("exchange.order(7).live")).toEqual([]);
  });
});
