import { describeError } from "@carbonxchange/sdk";
import { BaseError } from "viem";

/**
 * Any failure as one sentence: what the contract said with its numbers, the user's own refusal, what the network or the
 * wallet said; only last the library's own short text.
 */
export function explainError(error: unknown): string {
  const { code, sentence } = describeError(error);
  return code === "Unexpected" && error instanceof BaseError ? error.shortMessage : sentence;
}
