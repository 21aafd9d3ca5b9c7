/** The changes that are tried: each finds its places in the code of a file and says what stands there afterwards. */
import { closing } from "./code-only.ts";

export type Change = { at: number; from: string; to: string };
export type Operator = { name: string; find: (code: string) => Change[] };

const swaps = (name: string, pattern: RegExp, to: (match: RegExpMatchArray) => string | undefined): Operator => ({
  name,
  find: (code) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const changed = to(match);
      return changed === undefined ? [] : [{ at: match.index, from: match[0], to: changed }];
    }),
});

const among = (table: Readonly<Record<string, string>>) => (match: RegExpMatchArray) => table[match[0]];

const COMPARISONS = { " < ": " <= ", " <= ": " < ", " > ": " >= ", " >= ": " > ", " == ": " != ", " != ": " == " };
const ARITHMETIC = { " + ": " - ", " - ": " + ", " * ": " / ", " / ": " * ", " % ": " / " };
const SIDES = {
  "Side.BID": "Side.ASK",
  "Side.ASK": "Side.BID",
  "Kind.BID": "Kind.ASK",
  "Kind.ASK": "Kind.BID",
  "book.bids": "book.asks",
  "book.asks": "book.bids",
  "book.above": "book.below",
  "book.below": "book.above",
  "quoteAsset()": "baseAsset()",
  "baseAsset()": "quoteAsset()",
};

/** Single-line statements whose loss compiles: calls, assignments and jumps, not declarations, returns or events. */
const STATEMENT =
  /^[ ]{8,}(?!return\b|emit\b|revert\b|unchecked\b|assembly\b)((?:[\w.]+(?:\[[^\n]*?\])*\s*(?:[-+|&]?=|\(|\+\+|--)|(?:\+\+|--)\w|delete\b|break\b|if \()[^\n{}]*);[ ]*$/gm;

/** A `require` with all its lines. */
function requirements(code: string): Change[] {
  return [...code.matchAll(/\brequire\(/g)].flatMap(({ index }) => {
    const end = closing(code, index + "require".length);
    return end === undefined ? [] : [{ at: index, from: code.slice(index, end + 1), to: "" }];
  });
}

export const OPERATORS: readonly Operator[] = [
  swaps("comparison", / (?:<=|>=|<|>|==|!=) /g, among(COMPARISONS)),
  swaps("arithmetic", / [-+*/%] /g, among(ARITHMETIC)),
  swaps("logic", / (?:&&|\|\|) /g, among({ " && ": " || ", " || ": " && " })),
  swaps("negation", /(?<=[( ])!(?=[\w(])/g, () => ""),
  swaps("step", /\+\+|--|\+=|-=/g, among({ "++": "--", "--": "++", "+=": "-=", "-=": "+=" })),
  swaps("number", /(?<![\w.])(?:0|[1-9]\d{0,5})(?![\w.])/g, ([text]) => String(Number(text) + 1)),
  swaps("truth", /\b(?:true|false)\b/g, among({ true: "false", false: "true" })),
  swaps("side", /\b(?:Side\.|Kind\.|book\.|quoteAsset|baseAsset)[A-Za-z]*(?:\(\))?/g, among(SIDES)),
  swaps("branch", /(?:\w+\.)*\b(?:isBid|takerIsBid|above|inRing|isOpen|found)\b(?= \?)/g, ([text]) => `!${text}`),
  swaps(
    "bits",
    / (?:<<|>>|\||&|\^) /g,
    among({ " << ": " >> ", " >> ": " << ", " | ": " & ", " & ": " | ", " ^ ": " | " }),
  ),
  { name: "requirement", find: requirements },
  swaps("statement", STATEMENT, () => ""),
];
