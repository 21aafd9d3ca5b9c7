import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";
import { UNITS_PER_TONNE } from "./tonnes.ts";

/** What a price depends on: units (kg) per lot, quote base units per lot and tick, decimals of the quote token. */
export type PriceScale = { lotUnits: bigint; tickSize: bigint; quoteDecimals: number };

export const MIN_TICKS = 1;
export const MAX_TICKS = 65_535;

/** Decimals shown beyond the quote token's own when the price per tonne has no finite decimal form. */
const EXTRA_DECIMALS = 6;

/** ticks as the fraction numerator / denominator of quote tokens per tonne, times 10^quoteDecimals. */
function pricePerTonne(ticks: bigint, scale: PriceScale): { numerator: bigint; denominator: bigint } {
  return { numerator: ticks * scale.tickSize * UNITS_PER_TONNE, denominator: scale.lotUnits };
}

/** Smallest k up to `limit` for which denominator divides numerator x 10^k, or undefined. */
function finiteDecimals(numerator: bigint, denominator: bigint, limit: number): number | undefined {
  for (let k = 0, scaled = numerator; k <= limit; k++, scaled *= 10n) if (scaled % denominator === 0n) return k;
  return undefined;
}

function format(ticks: bigint, scale: PriceScale, minDecimals: number): { text: string; exact: boolean } {
  const { numerator, denominator } = pricePerTonne(ticks, scale);
  const extra = finiteDecimals(numerator, denominator, 32);
  const shift = extra ?? EXTRA_DECIMALS;
  const digits = (numerator * 10n ** BigInt(shift)) / denominator;
  return { text: formatDecimal(digits, scale.quoteDecimals + shift, minDecimals), exact: extra !== undefined };
}

/** Decimals needed to print one tick, so that a column of prices lines up. */
export function priceDecimals(scale: PriceScale): number {
  const one = format(1n, scale, 0).text;
  const point = one.indexOf(".");
  return point < 0 ? 0 : one.length - point - 1;
}

/**
 * Ticks as quote tokens per tonne, with as many decimals as one tick needs: 1250 ticks of 0.01 is "12.50". Exact, unless a
 * lot that is no divisor of a power of ten makes the price periodic: then it is cut off, 6 digits past the token's own.
 */
export function formatPrice(priceTicks: number | bigint, scale: PriceScale): string {
  return format(BigInt(priceTicks), scale, priceDecimals(scale)).text;
}

/** Reads a price in quote tokens per tonne into ticks exactly, or says why not and names the valid prices around it. */
export function parsePrice(text: string, scale: PriceScale): Result<number> {
  const decimal = parseDecimal(text);
  if (!decimal.ok) return decimal;
  const numerator = decimal.value.digits * 10n ** BigInt(scale.quoteDecimals) * scale.lotUnits;
  const denominator = 10n ** BigInt(decimal.value.scale) * scale.tickSize * UNITS_PER_TONNE;
  const ticks = numerator / denominator;
  const exact = numerator % denominator === 0n;
  if (ticks > BigInt(MAX_TICKS) || (ticks === BigInt(MAX_TICKS) && !exact)) {
    return err(`must be at most ${formatPrice(MAX_TICKS, scale)}`);
  }
  if (ticks < BigInt(MIN_TICKS)) return err(`must be at least ${formatPrice(MIN_TICKS, scale)}`);
  if (!exact) {
    return err(
      `is between two ticks; the nearest prices are ${formatPrice(ticks, scale)} and ${formatPrice(ticks + 1n, scale)}`,
    );
  }
  return ok(Number(ticks));
}
