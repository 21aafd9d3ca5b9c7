import type { LevelDto } from "@carbonxchange/sdk";
import fc from "fast-check";
import { expect, test } from "vitest";
import { diffBook, diffLevels } from "./depth-diff.ts";

const levels: fc.Arbitrary<LevelDto[]> = fc.uniqueArray(
  fc.record({
    priceTicks: fc.integer({ min: 1, max: 30 }),
    lots: fc.integer({ min: 1, max: 5 }).map(String),
    orders: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ priceTicks }) => priceTicks, maxLength: 20 },
);

/** What a client does with a delta. */
function applyLevels(before: readonly LevelDto[], changes: readonly LevelDto[]): LevelDto[] {
  const book = new Map(before.map((level) => [level.priceTicks, level]));
  for (const level of changes) {
    if (level.lots === "0") book.delete(level.priceTicks);
    else book.set(level.priceTicks, level);
  }
  return [...book.values()].sort((a, b) => a.priceTicks - b.priceTicks);
}

test("a delta applied to the book before gives the book after", () => {
  fc.assert(
    fc.property(levels, levels, (before, after) => {
      const sorted = [...after].sort((a, b) => a.priceTicks - b.priceTicks);
      expect(applyLevels(before, diffLevels(before, after))).toEqual(sorted);
    }),
  );
});

test("a delta names no level that did not change", () => {
  fc.assert(
    fc.property(levels, levels, (before, after) => {
      const same = new Set(before.filter((old) => after.some((now) => JSON.stringify(now) === JSON.stringify(old))));
      for (const { priceTicks } of diffLevels(before, after)) {
        expect([...same].map((level) => level.priceTicks)).not.toContain(priceTicks);
      }
    }),
  );
});

test("an unchanged book has no delta", () => {
  fc.assert(
    fc.property(levels, levels, (bids, asks) => {
      expect(diffBook({ bids, asks }, { bids, asks })).toBeNull();
    }),
  );
});
