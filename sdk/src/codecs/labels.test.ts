import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LABEL_BITS, labelIds, labelMask } from "./labels.ts";

describe("label masks", () => {
  it("hold bit i for label i", () => {
    expect(labelMask([0, 3, 127])).toBe(1n | 8n | (1n << 127n));
    expect(labelMask([])).toBe(0n);
  });

  it("come back as the ids they were made of, each once and ascending", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: LABEL_BITS - 1 })), (ids) => {
        expect(labelIds(labelMask(ids))).toEqual([...new Set(ids)].sort((a, b) => a - b));
      }),
    );
  });

  it.each([-1, 128, 1.5])("have no bit for %s", (id) => {
    expect(() => labelMask([id])).toThrow(RangeError);
  });
});
