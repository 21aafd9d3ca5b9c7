import { describe, expect, it } from "vitest";
import { ORDER_TYPES, enumIndex, enumName } from "./enums.ts";

describe("enums", () => {
  it("go from name to number and back", () => {
    for (const [index, name] of ORDER_TYPES.entries()) {
      expect(enumIndex(ORDER_TYPES, name)).toBe(index);
      expect(enumName(ORDER_TYPES, index)).toBe(name);
    }
  });

  it("refuse what is outside the list", () => {
    expect(() => enumIndex(ORDER_TYPES as readonly string[], "ICEBERG")).toThrow(RangeError);
    expect(() => enumName(ORDER_TYPES, ORDER_TYPES.length)).toThrow(RangeError);
    expect(() => enumName(ORDER_TYPES, -1)).toThrow(RangeError);
  });
});
