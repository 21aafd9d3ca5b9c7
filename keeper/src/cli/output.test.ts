import { describe, expect, it } from "vitest";
import { coins, columns, toJson, utc } from "./output.ts";

describe("what commands print", () => {
  it("shows wei as coins to the last digit", () => {
    expect([0n, 1n, 10n ** 18n, 1_500_000_000_000_000_000n].map(coins)).toEqual([
      "0",
      "0.000000000000000001",
      "1",
      "1.5",
    ]);
  });

  it("pads columns and leaves none at the end of a line", () => {
    expect(
      columns([
        ["a", "bb"],
        ["ccc", ""],
      ]),
    ).toEqual(["a    bb", "ccc"]);
    expect(columns([])).toEqual([]);
  });

  it("writes amounts in JSON as text", () => {
    expect(JSON.parse(toJson({ wei: 2n ** 70n }))).toEqual({ wei: "1180591620717411303424" });
  });

  it("shows chain time in UTC", () => {
    expect(utc(1_767_225_600n)).toBe("2026-01-01T00:00:00.000Z");
  });
});
