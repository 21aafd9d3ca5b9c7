import { decodeContractError } from "./decode.ts";
import { describeError } from "./describe.ts";

/** A refused or failed call. `code` is the custom error's name (or one of `describeError`), `message` the sentence for people. */
export class CarbonContractError extends Error {
  override readonly name = "CarbonContractError";
  readonly code: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly sentence: string;

  constructor(code: string, args: Readonly<Record<string, unknown>>, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.code = code;
    this.args = args;
    this.sentence = sentence;
  }
}

/** Wraps whatever a call threw; an error that is wrapped already is returned as it is. */
export function toCarbonContractError(error: unknown): CarbonContractError {
  if (error instanceof CarbonContractError) return error;
  const decoded = decodeContractError(error);
  if (decoded) return new CarbonContractError(decoded.name, decoded.args, decoded.sentence, error);
  const { code, sentence } = describeError(error);
  return new CarbonContractError(code, {}, sentence, error);
}
