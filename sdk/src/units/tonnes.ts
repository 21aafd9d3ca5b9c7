import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";
import { formatDecimal, parseDecimal } from "./decimal.ts";

/** Units (kg CO2e) per tonne, which is one credit and one serial number. */
export const UNITS_PER_TONNE = 1000n;

/** Reads tonnes ("1.25") into units (kg). Fails on more than 3 decimals. */
export function parseTonnes(text: string): Result<bigint> {
  const decimal = parseDecimal(text);
  if (!decimal.ok) return decimal;
  if (decimal.value.scale > 3) return err("at most 3 decimals (1 kg)");
  return ok(decimal.value.digits * 10n ** BigInt(3 - decimal.value.scale));
}

/** Units (kg) as tonnes with 3 decimals: 1250n is "1.250". */
export function formatTonnes(units: bigint): string {
  return formatDecimal(units, 3, 3);
}
