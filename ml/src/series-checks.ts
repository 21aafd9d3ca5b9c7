import { MlError } from "./errors.ts";

/** Throws NOT_FINITE at the first value that is no finite number. */
export function requireFinite(values: readonly number[], series: string): void {
  for (let row = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row])) {
      throw new MlError("NOT_FINITE", `${series}, row ${row}: ${values[row]}`, { series, row });
    }
  }
}

/** Throws BAD_PARAMETER unless the period is a whole number of at least `least`. */
export function requirePeriod(period: number, least: number, name = "period"): void {
  if (!Number.isInteger(period) || period < least) {
    throw new MlError("BAD_PARAMETER", `${name} ${period} is not a whole number from ${least}`);
  }
}

/** Throws NOT_ALIGNED unless all series have one length. */
export function requireAligned(named: Readonly<Record<string, readonly number[]>>): void {
  const lengths = Object.entries(named).map(([name, values]) => `${name} ${values.length}`);
  if (new Set(Object.values(named).map((values) => values.length)).size > 1) {
    throw new MlError("NOT_ALIGNED", lengths.join(", "));
  }
}
