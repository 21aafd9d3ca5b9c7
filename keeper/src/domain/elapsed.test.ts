import { describe, expect, it } from "vitest";
import { hasPassed } from "./elapsed.ts";

describe("hasPassed", () => {
  it("is so from the duration on", () => {
    expect(hasPassed(10, 100, 109)).toBe(false);
    expect(hasPassed(10, 100, 110)).toBe(true);
  });

  it("is so where the clock has been set back behind the beginning", () => {
    expect(hasPassed(10, 100, 99)).toBe(true);
    expect(hasPassed(10, 100, 100)).toBe(false);
  });
});
