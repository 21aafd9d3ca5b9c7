import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action } from "./action.ts";
import { overdueActions, trackDueBlocks, type DueBlocks } from "./standby.ts";

const due = (...ids: string[]): Action[] =>
  ids.map((id) => ({
    job: "crank",
    lane: "match",
    marketId: 1,
    maxSteps: 1,
    works: [{ id, resource: id, dueSince: null }],
  }));
const over = (blocks: [bigint, string[]][], atLeast: bigint) => {
  let since: DueBlocks = new Map();
  for (const [block, ids] of blocks) since = trackDueBlocks(since, due(...ids), block);
  const [block, ids] = blocks.at(-1) ?? [0n, []];
  return overdueActions(due(...ids), since, block, atLeast).flatMap(({ works }) => works.map(({ id }) => id));
};

describe("overdue work", () => {
  it("is work that has been due for so many blocks", () => {
    expect(over([[100n, ["a"]], [104n, ["a"]]], 5n)).toEqual([]); // prettier-ignore
    expect(over([[100n, ["a"]], [105n, ["a"]]], 5n)).toEqual(["a"]); // prettier-ignore
  });

  it("starts anew with every progress, and after a time in which it was not due", () => {
    expect(over([[100n, ["a"]], [105n, ["b"]]], 5n)).toEqual([]); // prettier-ignore
    expect(over([[100n, ["a"]], [103n, []], [106n, ["a"]]], 5n)).toEqual([]); // prettier-ignore
  });

  it("is judged piece by piece", () => {
    expect(over([[100n, ["a"]], [103n, ["a", "b"]], [106n, ["a", "b"]]], 5n)).toEqual(["a"]); // prettier-ignore
  });

  it("is never work that was first seen later than that", () => {
    const blocks = fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 50n }), fc.subarray(["a", "b", "c"])), { minLength: 1 });
    fc.assert(
      fc.property(blocks, fc.bigInt({ min: 0n, max: 20n }), (seen, atLeast) => {
        const rising = seen.toSorted(([a], [b]) => Number(a - b));
        const [last] = rising.at(-1) ?? [0n];
        for (const id of over(rising, atLeast)) {
          const first = rising.find(([, ids]) => ids.includes(id))?.[0] ?? last;
          expect(last - first >= atLeast).toBe(true);
        }
      }),
    );
  });
});
