import { expect, test } from "vitest";
import { buildLadder } from "./ladder.ts";

const book = {
  bids: new Map([
    [1238, 3n],
    [1240, 5n],
    [1235, 2n],
  ]),
  asks: new Map([
    [1252, 6n],
    [1250, 4n],
  ]),
};
const own = { bids: new Set([1238]), asks: new Set<number>() };

test("both sides run from the best price outward with running totals", () => {
  const { bids, asks, spreadTicks, midTicksTwice } = buildLadder(book, own, { grouping: 1, rows: 10 });
  expect(bids.map(({ priceTicks, totalLots }) => [priceTicks, totalLots])).toEqual([
    [1240, 5n],
    [1238, 8n],
    [1235, 10n],
  ]);
  expect(asks.map(({ priceTicks, totalLots }) => [priceTicks, totalLots])).toEqual([
    [1250, 4n],
    [1252, 10n],
  ]);
  expect(bids.map((row) => row.own)).toEqual([false, true, false]);
  expect(bids.at(-1)?.depthPct).toBe(100);
  expect([spreadTicks, midTicksTwice]).toEqual([10, 2490]);
});

test("bids group downward and asks upward, so a group's price gets all of it", () => {
  const { bids, asks } = buildLadder(book, own, { grouping: 5, rows: 10 });
  expect(bids.map(({ priceTicks, lots }) => [priceTicks, lots])).toEqual([
    [1240, 5n],
    [1235, 5n],
  ]);
  expect(bids[1]?.own).toBe(true);
  expect(asks.map(({ priceTicks, lots }) => [priceTicks, lots])).toEqual([
    [1250, 4n],
    [1255, 6n],
  ]);
});

test("an empty side has no spread", () => {
  const { spreadTicks, asks } = buildLadder({ bids: book.bids, asks: new Map() }, own, { grouping: 1, rows: 2 });
  expect(spreadTicks).toBeNull();
  expect(asks).toEqual([]);
});
