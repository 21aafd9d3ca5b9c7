/** Failures of the analytics library. */
export const ML_ERRORS = {
  TOO_SHORT: { meaning: "not enough observations" },
  NOT_FINITE: { meaning: "a value is not a finite number" },
  NOT_ALIGNED: { meaning: "series differ in length" },
  BAD_PARAMETER: { meaning: "a parameter lies outside its range" },
  NO_ENGINE: { meaning: "no TensorFlow.js backend starts" },
} as const;

export type MlErrorCode = keyof typeof ML_ERRORS;

/** An error of the table above. `series` and `row` say where, counting from zero. */
export class MlError extends Error {
  readonly code: MlErrorCode;
  readonly series: string | null;
  readonly row: number | null;

  constructor(code: MlErrorCode, detail: string, at: { series?: string; row?: number } = {}) {
    super(`${ML_ERRORS[code].meaning}: ${detail}`);
    this.name = "MlError";
    this.code = code;
    this.series = at.series ?? null;
    this.row = at.row ?? null;
  }
}
