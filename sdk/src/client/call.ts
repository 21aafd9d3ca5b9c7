import type { Abi, ContractFunctionArgs, ContractFunctionName, ContractFunctionReturnType } from "viem";
import { toCarbonContractError } from "../errors/contract-error.ts";
import type { ReadContext } from "./client-context.ts";

type View = "pure" | "view";

/** One contract read. Throws `CarbonContractError`. */
export async function call<
  const abi extends Abi,
  name extends ContractFunctionName<abi, View>,
  const args extends ContractFunctionArgs<abi, View, name>,
>(
  context: ReadContext,
  address: `0x${string}`,
  abi: abi,
  functionName: name,
  args: args,
): Promise<ContractFunctionReturnType<abi, View, name, args>> {
  try {
    const parameters = { address, abi, functionName, args } as Parameters<typeof context.publicClient.readContract>[0];
    return (await context.publicClient.readContract(parameters)) as ContractFunctionReturnType<abi, View, name, args>;
  } catch (error) {
    throw toCarbonContractError(error);
  }
}
