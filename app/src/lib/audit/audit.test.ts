import { zeroAddress, type Address } from "viem";
import { expect, test } from "vitest";
import { csvField, toCsv } from "./csv.ts";
import { historyCsv, historyJson } from "./history-export.ts";
import type { BatchEvent } from "./history-reader.ts";
import { differences, reconcile } from "./reconcile.ts";
import { serialRuns } from "./serial-runs.ts";
import { applyMovements, type LedgerEntry, type Movement } from "./transfer-ledger.ts";

const exchange: Address = "0x00000000000000000000000000000000000000e1";
const ann: Address = "0x00000000000000000000000000000000000000a1";
const bob: Address = "0x00000000000000000000000000000000000000b1";
const move = (from: Address, to: Address, units: bigint): Movement => ({ batchId: 5n, from, to, units });
const story = [
  move(zeroAddress, ann, 10_000n),
  move(ann, exchange, 4_000n),
  move(exchange, bob, 1_000n),
  move(ann, zeroAddress, 500n),
  move(bob, zeroAddress, 250n),
];
const entryOf = (movements: readonly Movement[]): LedgerEntry => {
  const entry = applyMovements(new Map(), movements).get(5n);
  if (!entry) throw new Error("no movement of batch 5");
  return entry;
};
const figures = { issued: 10_000n, retired: 500n, cancelled: 250n, exchangeBalance: 3_000n };

test("a whole story reconciles from its events", () => {
  expect(reconcile(entryOf(story), figures, exchange)).toEqual({
    issued: 10_000n,
    circulating: 6_250n,
    escrowed: 3_000n,
    retired: 500n,
    cancelled: 250n,
    gap: 0n,
    problems: [],
  });
});

test("any cut of the events gives the same ledger", () => {
  const whole = applyMovements(new Map(), story);
  for (let cut = 0; cut <= story.length; cut++) {
    const first = applyMovements(new Map(), story.slice(0, cut));
    expect(applyMovements(first, story.slice(cut))).toEqual(whole);
  }
});

test.each([
  ["a mint beyond the serial block", { ...figures, issued: 9_000n }, /mint 10000 kg/],
  ["a burn that nobody counts", { ...figures, retired: 0n }, /burn 750 kg/],
  ["an exchange that holds less", { ...figures, exchangeBalance: 2_999n }, /it holds 2999 kg/],
])("%s is found", (_, wrong, words) => {
  expect(reconcile(entryOf(story), wrong, exchange).problems.join("\n")).toMatch(words);
});

test("differences name the figures", () => {
  const { gap: _gap, problems: _problems, ...supply } = reconcile(entryOf(story), figures, exchange);
  expect(differences(supply, supply)).toEqual([]);
  expect(differences(supply, { ...supply, retired: 1n, circulating: 2n })).toEqual(["circulating", "retired"]);
});

test.each([
  ["=1+1", "'=1+1"],
  ["@cmd", "'@cmd"],
  ["+49 30", "'+49 30"],
  ["-cmd", "'-cmd"],
  ["-5.5", "-5.5"],
  ['a "b", c', '"a ""b"", c"'],
  ["two\nlines", '"two\nlines"'],
  ["plain", "plain"],
])("the CSV field of %j is %j", (value, field) => {
  expect(csvField(value)).toBe(field);
});

test("a CSV has one line per row", () => {
  expect(toCsv(["a", "b"], [["1", "=x"]])).toBe("a,b\r\n1,'=x\r\n");
});

const event = (change: Partial<BatchEvent>): BatchEvent => ({
  kind: "RETIRED",
  units: 1_500n,
  firstUnit: 0n,
  from: ann,
  to: ann,
  reference: "1",
  block: 9n,
  logIndex: 2,
  txHash: "0x12",
  ...change,
});

test("serials used up are listed in order, and the rest is live", () => {
  const block = { serialNamespace: "X", blockStart: 100n, issuedUnits: 5_000n };
  const runs = serialRuns(block, [
    event({ kind: "CANCELLED", firstUnit: 1_500n, units: 1_000n, reference: "ERROR" }),
    event({}),
  ]);
  expect(runs.map(({ state, firstUnit, units }) => [state, firstUnit, units])).toEqual([
    ["RETIRED", 0n, 1_500n],
    ["CANCELLED", 1_500n, 1_000n],
    ["LIVE", 2_500n, 2_500n],
  ]);
  expect(runs.map(({ serials }) => serials)).toEqual(["X 100 to 101", "X 101 to 102", "X 102 to 104"]);
});

test("the exports hold every event, oldest first, with exact amounts", () => {
  const events = [event({ block: 10n, reference: "=2" }), event({})];
  const csv = historyCsv(events, new Map([[9n, 1_700_000_000]])).split("\r\n");
  expect(csv[1]).toContain("RETIRED,1.500,1500,");
  expect(csv[1]).toContain("2023-11-14 22:13 UTC,9,2,0x12");
  expect(csv[2]).toContain("'=2");
  expect(JSON.parse(historyJson(5n, events, new Map()))).toMatchObject({
    batchId: "5",
    events: [{ block: "9", units: "1500", timestamp: null }, { block: "10" }],
  });
});
