import type { Abi, Address, ContractFunctionArgs, ContractFunctionName } from "viem";

type Mutability = "nonpayable" | "payable";

/** What viem's and wagmi's `simulateContract` and `writeContract` take; spread it and add `account`. */
export type ContractRequest<abi extends Abi, name extends ContractFunctionName<abi, Mutability>> = {
  address: Address;
  abi: abi;
  functionName: name;
  args: ContractFunctionArgs<abi, Mutability, name>;
};

/** Builds a typed request; the arguments are checked against the ABI by the compiler. */
export function contractRequest<const abi extends Abi, name extends ContractFunctionName<abi, Mutability>>(
  address: Address,
  abi: abi,
  functionName: name,
  args: ContractFunctionArgs<abi, Mutability, name>,
): ContractRequest<abi, name> {
  return { address, abi, functionName, args };
}
