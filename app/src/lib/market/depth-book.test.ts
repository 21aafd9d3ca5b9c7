import { expect, test } from "vitest";
import { applyDelta, fromSnapshot, type DepthDelta, type DepthSnapshot } from "./depth-book.ts";

const snapshot: DepthSnapshot = {
  type: "snapshot",
  channel: "depth",
  marketId: 1,
  epoch: "a",
  seq: 7,
  block: "100",
  bids: [{ priceTicks: 1240, lots: "5", orders: 1 }],
  asks: [{ priceTicks: 1250, lots: "4", orders: 2 }],
};
const delta = (change: Partial<DepthDelta>): DepthDelta => ({
  ...snapshot,
  type: "delta",
  bids: [],
  asks: [],
  seq: 8,
  prev: 7,
  ...change,
});

test("a delta changes, adds and removes levels and leaves the old book as it was", () => {
  const before = fromSnapshot(snapshot);
  const after = applyDelta(
    before,
    delta({
      bids: [
        { priceTicks: 1240, lots: "0", orders: 0 },
        { priceTicks: 1239, lots: "9", orders: 1 },
      ],
      asks: [{ priceTicks: 1250, lots: "1", orders: 1 }],
    }),
  );
  expect([...(after?.bids ?? [])]).toEqual([[1239, 9n]]);
  expect([...(after?.asks ?? [])]).toEqual([[1250, 1n]]);
  expect(after?.seq).toBe(8);
  expect([...before.bids]).toEqual([[1240, 5n]]);
});

test("a gap in the numbering cannot be applied", () => {
  expect(applyDelta(fromSnapshot(snapshot), delta({ seq: 9, prev: 8 }))).toBeNull();
});

test("a new epoch cannot be applied", () => {
  expect(applyDelta(fromSnapshot(snapshot), delta({ epoch: "b" }))).toBeNull();
});

test("lots beyond 2^53 stay exact", () => {
  const after = applyDelta(
    fromSnapshot(snapshot),
    delta({ bids: [{ priceTicks: 1, lots: "9007199254740993", orders: 1 }] }),
  );
  expect(after?.bids.get(1)).toBe(9_007_199_254_740_993n);
});
