import { exchangeAbi, type HexString } from "@carbonxchange/sdk";
import {
  encodeFunctionData,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type PublicClient,
  type SimulateContractParameters,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Action } from "../../domain/index.ts";

type ArgsOf<job extends Action["job"]> = ContractFunctionArgs<typeof exchangeAbi, "nonpayable", job>;
type CallOf = { [job in Action["job"]]: { functionName: job; args: ArgsOf<job> } }[Action["job"]];

/** The exchange's function and arguments for an action. */
function callOf(action: Action): CallOf {
  switch (action.job) {
    case "uncross":
    case "crank":
      return { functionName: action.job, args: [action.marketId, action.maxSteps] };
    case "reopen":
    case "checkAndHalt":
      return { functionName: action.job, args: [action.marketId] };
    case "fireStops":
      return { functionName: action.job, args: [action.marketId, action.max] };
    case "executeSlice":
      return { functionName: action.job, args: [action.parentId, action.maxFills] };
    case "trail":
      return { functionName: action.job, args: [action.marketId, action.orderIds] };
    case "prune":
    case "pruneConditionals":
      return { functionName: action.job, args: [action.orderIds] };
  }
}

/** Calldata of an action. */
export function encodeAction(action: Action): HexString {
  return encodeFunctionData({ abi: exchangeAbi, ...callOf(action) });
}

/** Calls that revert when they would do nothing, and `uncross`, which ends an auction even where nothing trades. */
export const PROGRESS_WITHOUT_NUMBER: readonly ContractFunctionName<typeof exchangeAbi, "nonpayable">[] = [
  "uncross",
  "reopen",
  "checkAndHalt",
  "executeSlice",
];

/** Simulates an action on the newest state; gives what it would achieve, zero for nothing. Throws what viem throws. */
export async function dryRun(
  client: PublicClient,
  account: PrivateKeyAccount,
  address: HexString,
  action: Action,
): Promise<bigint> {
  const call = { address, abi: exchangeAbi, account, ...callOf(action) };
  // the union of calls is one of the ABI's own, which viem's types cannot see
  const { result } = await client.simulateContract(call as unknown as SimulateContractParameters);
  return PROGRESS_WITHOUT_NUMBER.includes(action.job) ? 1n : BigInt(result);
}
