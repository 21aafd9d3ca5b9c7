import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CANCEL_REASONS,
  CONDITIONAL_KINDS,
  FILL_OUTCOMES,
  MARKET_PHASES,
  ORDER_KINDS,
  ORDER_TYPES,
  PARENT_ENDS,
  PARENT_KINDS,
  SELF_TRADES,
  SIDES,
  enumIndex,
  enumName,
} from "./enums.ts";

const CONTRACTS = join(import.meta.dirname, "../../../contracts");
const SOURCES = globSync("{interfaces,types}/*.sol", { cwd: CONTRACTS }).map((file) =>
  readFileSync(join(CONTRACTS, file), "utf8"),
);

/** The members of an enum as the one Solidity source that has it declares them. */
function declared(name: string): string[] {
  const found = SOURCES.flatMap((source) => new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? []);
  return found.flatMap((body) => body.replaceAll(/\/\/.*$/gm, "").split(",")).map((member) => member.trim());
}

describe("enums", () => {
  it("go from name to number and back", () => {
    for (const [index, name] of ORDER_TYPES.entries()) {
      expect(enumIndex(ORDER_TYPES, name)).toBe(index);
      expect(enumName(ORDER_TYPES, index)).toBe(name);
    }
  });

  it.each([
    ["Side", SIDES],
    ["OrderType", ORDER_TYPES],
    ["SelfTrade", SELF_TRADES],
    ["MarketPhase", MARKET_PHASES],
    ["FillOutcome", FILL_OUTCOMES],
    ["CancelReason", CANCEL_REASONS],
    ["ConditionalKind", CONDITIONAL_KINDS],
    ["ParentKind", PARENT_KINDS],
    ["ParentEnd", PARENT_ENDS],
    ["OrderKind", ORDER_KINDS],
  ])("mirror %s", (name, members) => {
    expect(members).toEqual(declared(name));
  });

  it("refuse what is outside the list", () => {
    expect(() => enumIndex(ORDER_TYPES as readonly string[], "ICEBERG")).toThrow(RangeError);
    expect(() => enumName(ORDER_TYPES, ORDER_TYPES.length)).toThrow(RangeError);
    expect(() => enumName(ORDER_TYPES, -1)).toThrow(RangeError);
  });
});
