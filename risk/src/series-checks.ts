import { RiskError } from "./errors.ts";

/** Throws TOO_SHORT below `least` values and NOT_FINITE at the first value that is no finite number. */
export function requireSeries(values: readonly number[], least: number, series: string): void {
  if (values.length < least) {
    throw new RiskError("TOO_SHORT", `${series} has ${values.length} values, at least ${least} are needed`, { series });
  }
  for (let row = 0; row < values.length; row++) {
    if (!Number.isFinite(values[row])) {
      throw new RiskError("NOT_FINITE", `${series}, row ${row}: ${values[row]}`, { series, row });
    }
  }
}

/** Throws BAD_PARAMETER unless 0.5 <= confidence < 1. */
export function requireConfidence(confidence: number): void {
  if (!(confidence >= 0.5 && confidence < 1)) {
    throw new RiskError("BAD_PARAMETER", `confidence ${confidence} is not in [0.5, 1)`);
  }
}

/** Throws BAD_PARAMETER unless the horizon is a whole number of days, at least one. */
export function requireHorizon(horizonDays: number): void {
  if (!Number.isInteger(horizonDays) || horizonDays < 1) {
    throw new RiskError("BAD_PARAMETER", `horizon of ${horizonDays} days is not a whole number from 1`);
  }
}
