import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "./action.ts";
import { bundleGas, callGas, fitting, groupActions, spareGas } from "./bundle.ts";

const crank = (marketId: number): Action => ({ job: "crank", lane: "match", marketId, maxSteps: 1, works: [] });
const reopen = (marketId: number): Action => ({ job: "reopen", lane: "halt", marketId, works: [] });
const gases = fc.array(fc.bigInt({ min: 0n, max: 10_000_000n }), { maxLength: 30 });

describe("groupActions", () => {
  it("keeps halts among themselves and everything in its order", () => {
    expect(groupActions([reopen(1), crank(1), reopen(2), crank(2), crank(3)], 2)).toEqual([
      [reopen(1), reopen(2)],
      [crank(1), crank(2)],
      [crank(3)],
    ]);
  });

  it("leaves calls of other contracts alone, which the exchange cannot carry", () => {
    const root = `0x${"00".repeat(32)}` as const;
    const anchor: Action = {
      ...{ job: "anchor", lane: "housekeeping", previousRoot: root, treeSize: 1n, root, works: [] },
    };
    expect(groupActions([anchor, crank(1), crank(2)], 16)).toEqual([[crank(1), crank(2)], [anchor]]);
  });

  it("loses and doubles nothing, in groups of at most so many", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), fc.integer({ min: 1, max: 32 }), (halts, most) => {
        const actions = halts.map((isHalt, index) => (isHalt ? reopen(index) : crank(index)));
        const groups = groupActions(actions, most);
        expect(new Set(groups.flat())).toEqual(new Set(actions));
        expect(groups.flat()).toHaveLength(actions.length);
        expect(groups.every(({ length }) => length >= 1 && length <= most)).toBe(true);
      }),
    );
  });
});

describe("gas of bundles", () => {
  it("gives each call a quarter more than it took, and what a feed must find left", () => {
    expect(callGas(400_000n)).toBe(650_000n);
  });

  it("has what each call may take beyond its dry run, and takes nothing off for one that took more than it is given", () => {
    expect(spareGas([500_000n, 300_000n], [200_000n, 100_000n])).toBe(500_000n);
    expect(spareGas([500_000n, 300_000n], [510_000n, 100_000n])).toBe(200_000n);
  });

  it("fits the longest beginning into the gas there is, and always one call", () => {
    fc.assert(
      fc.property(gases, fc.bigInt({ min: 0n, max: 15_000_000n }), (list, maxGas) => {
        const calls = list.map((gas) => ({ gas }));
        const kept = fitting(calls, maxGas);
        expect(kept).toEqual(calls.slice(0, kept.length));
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(1, calls.length));
        const total = (length: number) => bundleGas(calls.slice(0, length).map(({ gas }) => gas));
        if (kept.length > 1) expect(total(kept.length) <= maxGas).toBe(true);
        if (kept.length < calls.length) expect(total(kept.length + 1) > maxGas).toBe(true);
      }),
    );
  });
});
