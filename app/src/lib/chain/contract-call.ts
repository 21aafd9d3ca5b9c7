import type { Abi, Address } from "viem";

/** A call ready to be simulated and sent: what the SDK's request builders return. */
export type ContractCall = { address: Address; abi: Abi; functionName: string; args: readonly unknown[] };
