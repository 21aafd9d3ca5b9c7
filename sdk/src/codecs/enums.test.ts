import { readFileSync } from "node:fs";
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

/** The members of an enum as the Solidity source declares them. */
function declared(file: string, name: string): string[] {
  const source = readFileSync(join(CONTRACTS, file), "utf8");
  const [, body = ""] = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source) ?? [];
  return body
    .replaceAll(/\/\/.*$/gm, "")
    .split(",")
    .map((member) => member.trim());
}

describe("enums", () => {
  it("go from name to number and back", () => {
    for (const [index, name] of ORDER_TYPES.entries()) {
      expect(enumIndex(ORDER_TYPES, name)).toBe(index);
      expect(enumName(ORDER_TYPES, index)).toBe(name);
    }
  });

  it.each([
    ["interfaces/IExchange.sol", "Side", SIDES],
    ["interfaces/IExchange.sol", "OrderType", ORDER_TYPES],
    ["interfaces/IExchange.sol", "SelfTrade", SELF_TRADES],
    ["interfaces/IExchange.sol", "MarketPhase", MARKET_PHASES],
    ["interfaces/IExchange.sol", "FillOutcome", FILL_OUTCOMES],
    ["interfaces/IExchange.sol", "CancelReason", CANCEL_REASONS],
    ["interfaces/IExchangeConditionals.sol", "ConditionalKind", CONDITIONAL_KINDS],
    ["interfaces/IExchangeParents.sol", "ParentKind", PARENT_KINDS],
    ["interfaces/IExchangeParents.sol", "ParentEnd", PARENT_ENDS],
    ["types/OrderId.sol", "OrderKind", ORDER_KINDS],
  ])("mirror %s: %s", (file, name, members) => {
    expect(members).toEqual(declared(file, name));
  });

  it("refuse what is outside the list", () => {
    expect(() => enumIndex(ORDER_TYPES as readonly string[], "ICEBERG")).toThrow(RangeError);
    expect(() => enumName(ORDER_TYPES, ORDER_TYPES.length)).toThrow(RangeError);
    expect(() => enumName(ORDER_TYPES, -1)).toThrow(RangeError);
  });
});
