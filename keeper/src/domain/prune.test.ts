import { describe, expect, it } from "vitest";
import { aBlock, anOrder, aSnapshot } from "../../test/fixtures/builders.ts";
import { isExpired, pruneActions } from "./prune.ts";

const block = aBlock({ timestamp: 1_000n });

describe("isExpired", () => {
  it("takes chain time, strictly after the expiry", () => {
    expect(isExpired(anOrder({ expiry: 999n }), 1_000n)).toBe(true);
    expect(isExpired(anOrder({ expiry: 1_000n }), 1_000n)).toBe(false);
    expect(isExpired(anOrder({ expiry: 1_001n }), 1_000n)).toBe(false);
  });

  it("never holds for an order without expiry", () => {
    expect(isExpired(anOrder({ expiry: 0n }), 1_000n)).toBe(false);
  });

  it("never holds for an order the chain says is gone", () => {
    expect(isExpired(anOrder({ expiry: 1n, live: false }), 1_000n)).toBe(false);
  });
});

describe("pruneActions", () => {
  it("proposes nothing when nothing is expired", () => {
    expect(pruneActions(aSnapshot({ block, resting: [anOrder({ expiry: 2_000n })] }), 10)).toEqual([]);
  });

  it("puts the longest overdue first, comparing as numbers", () => {
    const resting = [
      anOrder({ orderId: 10n, expiry: 900n }),
      anOrder({ orderId: 9n, expiry: 900n }),
      anOrder({ orderId: 1n, expiry: 99n }),
    ];
    const [action] = pruneActions(aSnapshot({ block, resting }), 10);
    expect(action?.orderIds).toEqual([1n, 9n, 10n]);
  });

  it("cuts into batches and keeps ids and works in step", () => {
    const resting = Array.from({ length: 7 }, (_, index) => anOrder({ orderId: BigInt(index + 1), expiry: 500n }));
    const actions = pruneActions(aSnapshot({ block, resting }), 3);
    expect(actions.map((action) => action.orderIds.length)).toEqual([3, 3, 1]);
    for (const action of actions) {
      expect(action.works.map((work) => work.id)).toEqual(action.orderIds.map((id) => `prune/${id}`));
    }
  });

  it("takes an order hinted at twice only once", () => {
    const resting = [anOrder({ expiry: 500n }), anOrder({ expiry: 500n })];
    expect(pruneActions(aSnapshot({ block, resting }), 10)[0]?.orderIds).toEqual([77n]);
  });

  it("tells since when the order is overdue by chain time", () => {
    const [action] = pruneActions(aSnapshot({ block, resting: [anOrder({ expiry: 640n })] }), 10);
    expect(action?.works[0]?.dueSince).toBe(640n);
  });
});
