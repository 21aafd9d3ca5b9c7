/** Failures of the risk library: what they mean and whether the caller can repair the input. */
export const RISK_ERRORS = {
  TOO_SHORT: { meaning: "not enough observations" },
  NOT_FINITE: { meaning: "a value is not a finite number" },
  NOT_ALIGNED: { meaning: "series or vectors differ in length" },
  NON_POSITIVE_PRICE: { meaning: "a price is zero or negative" },
  NOT_SORTED: { meaning: "times do not strictly increase" },
  BAD_PARAMETER: { meaning: "a parameter lies outside its range" },
  SINGULAR_COVARIANCE: { meaning: "the covariance matrix is not positive definite" },
  INFEASIBLE: { meaning: "no portfolio satisfies the constraints" },
} as const;

export type RiskErrorCode = keyof typeof RISK_ERRORS;

/** An error of the table above. `series` and `row` say where, counting from zero. */
export class RiskError extends Error {
  readonly code: RiskErrorCode;
  readonly series: string | null;
  readonly row: number | null;

  constructor(code: RiskErrorCode, detail: string, at: { series?: string; row?: number } = {}) {
    super(`${RISK_ERRORS[code].meaning}: ${detail}`);
    this.name = "RiskError";
    this.code = code;
    this.series = at.series ?? null;
    this.row = at.row ?? null;
  }
}
