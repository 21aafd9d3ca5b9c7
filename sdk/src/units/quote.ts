import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";

/** Reads an amount of the quote token ("12.5") into its base units. Fails when it has more decimals than the token. */
export function parseQuote(text: string, quoteDecimals: number): Result<bigint> {
  const decimal = parseDecimal(text);
  if (!decimal.ok) return decimal;
  if (decimal.value.scale > quoteDecimals) return err(`at most ${quoteDecimals} decimals`);
  return ok(decimal.value.digits * 10n ** BigInt(quoteDecimals - decimal.value.scale));
}

/** Base units of the quote token as exact decimal text with at least `minDecimals` decimals (two by default). */
export function formatQuote(
  baseUnits: bigint,
  quoteDecimals: number,
  minDecimals = Math.min(2, quoteDecimals),
): string {
  return formatDecimal(baseUnits, quoteDecimals, minDecimals);
}
