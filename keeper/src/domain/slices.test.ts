import { describe, expect, it } from "vitest";
import { aBlock, aMarket, aParent, aSnapshot } from "../../test/fixtures/builders.ts";
import { isSliceDue, sliceActions, sliceWorkId } from "./slices.ts";

const block = aBlock({ timestamp: 1_000n });

describe("isSliceDue", () => {
  it("is from the second at which the slice falls due", () => {
    expect(isSliceDue(aParent({ dueAt: 1_001n }), "CONTINUOUS", 1_000n)).toBe(false);
    expect(isSliceDue(aParent({ dueAt: 1_000n }), "CONTINUOUS", 1_000n)).toBe(true);
  });

  it("is not while the market does not trade, or nothing bounds or leaves a size", () => {
    expect(isSliceDue(aParent({ dueAt: 1n }), "AUCTION", 1_000n)).toBe(false);
    expect(isSliceDue(aParent({ dueAt: 1n, boundTicks: 0 }), "CONTINUOUS", 1_000n)).toBe(false);
    expect(isSliceDue(aParent({ dueAt: 1n, lots: 0n }), "CONTINUOUS", 1_000n)).toBe(false);
  });

  it("is once the window is over, in any phase, so that the escrow goes back", () => {
    expect(isSliceDue(aParent({ dueAt: 1n, slice: 3, lots: 0n, boundTicks: 0 }), "HALTED", 1_000n)).toBe(true);
    expect(isSliceDue(aParent({ dueAt: 1_001n, slice: 3 }), "HALTED", 1_000n)).toBe(false);
  });

  it("is at once in a delisted market", () => {
    expect(isSliceDue(aParent({ dueAt: 9_999n }), "DELISTED", 1_000n)).toBe(true);
  });
});

describe("sliceActions", () => {
  it("takes the longest due first, each order once, and says since when", () => {
    const late = aParent({ orderId: 2n, dueAt: 500n });
    const parents = [aParent({ orderId: 1n, dueAt: 900n }), late, late];
    const actions = sliceActions(aSnapshot({ block, markets: [aMarket()], parents }), 80);
    expect(actions.map(({ parentId }) => parentId)).toEqual([2n, 1n]);
    expect(actions[0]).toMatchObject({ job: "executeSlice", lane: "slice", maxFills: 80, works: [{ dueSince: 500n }] });
  });

  it("gives another id for another slice and after any fill", () => {
    const ids = [aParent(), aParent({ slice: 2 }), aParent({ lotsLeft: 29n }), aParent({ lots: 9n })].map(sliceWorkId);
    expect(new Set(ids).size).toBe(4);
  });
});
