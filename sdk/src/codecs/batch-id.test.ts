import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packBatchId, unpackBatchId } from "./batch-id.ts";

describe("batch id", () => {
  it("unpacks what it packed", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(0n, 2n ** 128n - 1n), (projectId, batchNumber) => {
        expect(unpackBatchId(packBatchId(projectId, batchNumber))).toEqual({ projectId, batchNumber });
      }),
    );
  });

  it("is the project shifted by 128 bits or-ed with the number", () => {
    expect(packBatchId(3n, 1n)).toBe((3n << 128n) | 1n);
  });

  it("refuses parts that do not fit", () => {
    expect(() => packBatchId(2n ** 64n, 1n)).toThrow(RangeError);
    expect(() => packBatchId(1n, 2n ** 128n)).toThrow(RangeError);
    expect(() => packBatchId(-1n, 1n)).toThrow(RangeError);
    expect(() => unpackBatchId(1n << 192n)).toThrow(RangeError);
  });
});
