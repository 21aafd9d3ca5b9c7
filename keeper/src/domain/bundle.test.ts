import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "./action.ts";
import { bundleGas, bundleGasLimit, callGas, fitting, groupActions } from "./bundle.ts";

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

  it("limits a transaction by what its calls may take together", () => {
    // 60,000, 20,000 for each call, what they are given, 16 for each byte, a 63rd of the larger and one
    expect(bundleGasLimit([126_000n, 630_000n], 100)).toBe(60_000n + 40_000n + 756_000n + 1_600n + 10_000n + 1n);
  });

  it("leaves each call what it is given, even when all before take all of theirs", () => {
    const GASES = fc.array(fc.bigInt(0n, 10_000_000n), { maxLength: 32 });
    fc.assert(
      fc.property(GASES, fc.nat(50_000), (callGases, bytes) => {
        let left = bundleGasLimit(callGases, bytes) - 21_000n - 16n * BigInt(bytes);
        for (const gas of callGases) {
          expect(left - left / 64n >= gas).toBe(true);
          left -= gas;
        }
      }),
    );
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
