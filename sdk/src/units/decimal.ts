import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";

/** An exact non-negative decimal: digits / 10^scale. */
export type DecimalValue = { digits: bigint; scale: number };

const DECIMAL = /^(\d+)(?:\.(\d*))?$|^\.(\d+)$/;
/** Longest text accepted; the largest on-chain amounts have 78 digits. */
const MAX_LENGTH = 120;

/** Reads a plain decimal text such as "12.50" exactly; never a float. Fails with a reason on signs, exponents, separators. */
export function parseDecimal(text: string): Result<DecimalValue> {
  const trimmed = text.trim();
  if (trimmed === "") return err("enter a number");
  if (trimmed.length > MAX_LENGTH) return err(`longer than ${MAX_LENGTH} characters`);
  if (trimmed.startsWith("-")) return err("must not be negative");
  if (trimmed.includes(",")) return err("use a point for decimals and no thousands separators");
  const match = DECIMAL.exec(trimmed);
  if (!match) return err(`"${trimmed}" is not a plain decimal number`);
  const whole = match[1] ?? "0";
  const fraction = (match[2] ?? match[3] ?? "").replace(/0+$/, "");
  return ok({ digits: BigInt(whole + fraction), scale: fraction.length });
}

/** digits / 10^scale as text with at least `minDecimals` decimals; further trailing zeros are dropped. Exact. */
export function formatDecimal(digits: bigint, scale: number, minDecimals = 0): string {
  const sign = digits < 0n ? "-" : "";
  const padded = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, "0");
  const whole = padded.slice(0, padded.length - scale);
  const fraction = padded
    .slice(padded.length - scale)
    .replace(/0+$/, "")
    .padEnd(minDecimals, "0");
  return fraction === "" ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}
