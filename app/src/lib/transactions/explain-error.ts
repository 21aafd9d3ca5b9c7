import { decodeContractError, describeError } from "@carbonxchange/sdk";
import { BaseError, UserRejectedRequestError } from "viem";

/**
 * Any failure as one sentence: the user's own refusal first, then what the contract said with its numbers, then what the
 * network or the wallet said.
 */
export function explainError(error: unknown): string {
  if (error instanceof BaseError) {
    if (error.walk((cause) => cause instanceof UserRejectedRequestError)) return REJECTED;
    const decoded = decodeContractError(error);
    if (decoded) return decoded.sentence;
    const described = describeError(error);
    return described.code === "Unexpected" ? error.shortMessage : described.sentence;
  }
  return describeError(error).sentence;
}

const REJECTED = "You refused the request in your wallet. Nothing was sent.";
