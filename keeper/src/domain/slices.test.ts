import { describe, expect, it } from "vitest";
import { aBlock, aMarket, aParent, aSnapshot } from "../../test/fixtures/builders.ts";
import { keccak256, toHex } from "viem";
import type { MarketPhase } from "@carbonxchange/sdk";
import type { ParentOrder } from "./snapshot.ts";
import { sendAt, sliceActions, sliceWait, sliceWorkId } from "./slices.ts";

const block = aBlock({ timestamp: 1_000n });
const limits = { maxSteps: 80, sliceJitterPercent: 20 };
const isSliceDue = (order: ParentOrder, phase: MarketPhase, now: bigint) => sliceWait(order, phase, now, 20) === null;

describe("a slice", () => {
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

describe("the pace of an order", () => {
  const seeds = Array.from({ length: 40 }, (_, index) => keccak256(toHex(index)));
  const later = seeds.find((seedHash) => sendAt(aParent({ dueAt: 1_000n, seedHash }), 20) > 1_000n);
  const paced = aParent({ dueAt: 1_000n, seedHash: later ?? null });

  it("holds a slice that is on schedule for its jitter, at most a fifth of its interval, and never sends it early", () => {
    const at = seeds.map((seedHash) => sendAt(aParent({ dueAt: 1_000n, seedHash }), 20));
    expect(at.every((time) => time >= 1_000n && time <= 1_020n)).toBe(true);
    expect(new Set(at).size).toBeGreaterThan(5);
    expect(sliceWait(paced, "CONTINUOUS", 1_000n, 20)).toBe("held for its jitter");
    expect(sliceWait(paced, "CONTINUOUS", sendAt(paced, 20), 20)).toBeNull();
    expect(sliceWait(paced, "CONTINUOUS", 999n, 20)).toBe("not due");
  });

  it("does not hold one that is carried on, comes after missed ones, or is late already", () => {
    expect(sliceWait({ ...paced, isOnSchedule: false }, "CONTINUOUS", 1_000n, 20)).toBeNull();
    expect(sliceWait({ ...paced, seedHash: null }, "CONTINUOUS", 1_000n, 20)).toBeNull();
    expect(sliceWait(paced, "CONTINUOUS", 1_000n, 0)).toBeNull();
  });

  it("says what else it waits for", () => {
    const late = aParent({ dueAt: 900n });
    expect(sliceWait({ ...late, lots: 0n }, "CONTINUOUS", 1_000n, 20)).toBe("participation cap reached");
    expect(sliceWait({ ...late, boundTicks: 0 }, "CONTINUOUS", 1_000n, 20)).toBe("no reference price");
    expect(sliceWait(late, "HALTED", 1_000n, 20)).toBe("market does not trade");
  });

  it("counts as overdue from the second at which it should have been sent", () => {
    const at = sendAt(paced, 20);
    const snapshot = aSnapshot({ block: aBlock({ timestamp: at }), markets: [aMarket()], parents: [paced] });
    expect(sliceActions(snapshot, limits)[0]?.works[0]?.dueSince).toBe(at);
  });
});

describe("sliceActions", () => {
  it("takes the longest due first, each order once, and says since when", () => {
    const late = aParent({ orderId: 2n, dueAt: 500n });
    const parents = [aParent({ orderId: 1n, dueAt: 900n }), late, late];
    const actions = sliceActions(aSnapshot({ block, markets: [aMarket()], parents }), limits);
    expect(actions.map(({ parentId }) => parentId)).toEqual([2n, 1n]);
    expect(actions[0]).toMatchObject({ job: "executeSlice", lane: "slice", maxFills: 80, works: [{ dueSince: 500n }] });
  });

  it("gives another id for another slice and after any fill", () => {
    const ids = [aParent(), aParent({ slice: 2 }), aParent({ lotsLeft: 29n }), aParent({ lots: 9n })].map(sliceWorkId);
    expect(new Set(ids).size).toBe(4);
  });
});
