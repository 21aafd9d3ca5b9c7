import { BaseError, ContractFunctionRevertedError } from "viem";

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
