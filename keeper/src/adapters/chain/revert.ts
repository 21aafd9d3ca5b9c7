import { contractErrorsAbi } from "@carbonxchange/sdk";
import { BaseError, ContractFunctionRevertedError, decodeErrorResult, type Hex } from "viem";

/** A revert's error name where the ABI knows it. */
export type Revert = { errorName: string | null; detail: string };

/** The contract's refusal inside a viem error, or null when the failure lies elsewhere (network, node). */
export function revertOf(error: unknown): Revert | null {
  if (!(error instanceof BaseError)) return null;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) return null;
  const name = reverted.data?.errorName ?? null;
  const args = reverted.data?.args?.map(String).join(", ") ?? "";
  return { errorName: name, detail: name === null ? reverted.shortMessage : `${name}(${args})` };
}

/** The name of the contract's error inside what a raw call failed with; null where there is none or the ABI does not know it. */
export function callRevertOf(error: unknown): string | null {
  if (!(error instanceof BaseError)) return null;
  const carrier = error.walk((cause) => typeof (cause as { data?: unknown } | null)?.data === "string");
  const { data } = (carrier ?? {}) as { data?: Hex };
  if (data === undefined) return null;
  try {
    return decodeErrorResult({ abi: contractErrorsAbi, data }).errorName;
  } catch (unknown) {
    if (unknown instanceof BaseError) return null;
    throw unknown;
  }
}
