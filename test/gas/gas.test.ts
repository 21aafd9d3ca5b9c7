import hre from "hardhat";
import { beforeAll, describe, expect, test } from "vitest";
import { CODE_CAP, codeSizes } from "./code-sizes.ts";
import { measureAll } from "./measure-all.ts";
import { GAS_RECORD, SIZE_RECORD, departures, readRecord } from "./record.ts";
import type { FigureRecord } from "./record.ts";
import type { GasRow } from "./scenario.ts";

/** Part of the message of a failing comparison: what to do about it. */
const RENEW = "if the change is meant, `npm run gas` renews test/gas.json and test/code-size.json; commit them with it";

let rows: readonly GasRow[];
let sizes: FigureRecord;

beforeAll(async () => {
  await hre.tasks.getTask("compile").run({ noTests: true, quiet: true });
  rows = await measureAll();
  sizes = await codeSizes();
});

describe("gas", () => {
  test("no act is above its bound", () => {
    const above = rows.filter(({ gas, bound = Infinity }) => gas > bound);
    expect(above.map(({ key, gas, bound }) => `${key}: ${gas} of at most ${bound}`)).toEqual([]);
  });

  test("no act costs more than it may in comparison with another", () => {
    const above = rows.filter(({ ratio = 0, against }) => ratio > (against?.most ?? Infinity));
    expect(above.map(({ key, ratio, against }) => `${key}: ${ratio} times ${against?.key}`)).toEqual([]);
  });

  test("every act costs what is recorded, within 1 %", () => {
    const measured = Object.fromEntries(rows.map(({ key, gas }) => [key, gas]));
    expect(departures(readRecord(GAS_RECORD), measured), RENEW).toEqual([]);
  });
});

describe("code size", () => {
  test("every contract may be deployed", () => {
    expect(Object.entries(sizes).filter(([, bytes]) => bytes > CODE_CAP)).toEqual([]);
  });

  test("every contract has the recorded size, within 1 %", () => {
    expect(departures(readRecord(SIZE_RECORD), sizes), RENEW).toEqual([]);
  });
});
