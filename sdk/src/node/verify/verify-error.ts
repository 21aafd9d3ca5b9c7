/** Why a verification cannot be finished; a difference is a result and none of these. */
export const VERIFY_ERRORS = {
  BAD_ADDRESS: "an address has no contract of the expected kind",
  RANGE_REFUSED: "the node refuses even a single block's logs",
  NODE_FAILED: "the node does not answer",
  REORGANISED: "the chain was reorganised while it was read; run the command again",
} as const;
export type VerifyErrorCode = keyof typeof VERIFY_ERRORS;

/** An expected failure with a code; `detail` names the value. */
export class VerifyError extends Error {
  readonly code: VerifyErrorCode;

  constructor(code: VerifyErrorCode, detail: string, options?: ErrorOptions) {
    super(`${VERIFY_ERRORS[code]}: ${detail}`, options);
    this.name = "VerifyError";
    this.code = code;
  }
}
