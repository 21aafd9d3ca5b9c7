import { auditAnchorAbi, completenessLedgerAbi, exchangeAbi, type HexString } from "@carbonxchange/sdk";
import {
  encodeFunctionData,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  type PublicClient,
  type SimulateContractParameters,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Action } from "../../domain/index.ts";

/** The contracts that actions are for. */
export type ActionTargets = Record<"exchange" | "auditAnchor" | "completenessLedger", HexString>;

type ExchangeJob = Extract<Action["job"], ContractFunctionName<typeof exchangeAbi, "nonpayable">>;
type ArgsOf<job extends ExchangeJob> = ContractFunctionArgs<typeof exchangeAbi, "nonpayable", job>;
type CallOf = { [job in ExchangeJob]: { functionName: job; args: ArgsOf<job> } }[ExchangeJob];
type ExchangeAction = Extract<Action, { job: ExchangeJob }>;

/** The exchange's function and arguments for an action. */
function exchangeCall(action: ExchangeAction): CallOf {
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

/** Contract, ABI, function and arguments of an action. */
function callOf(action: Action, targets: ActionTargets) {
  switch (action.job) {
    case "anchor":
      return {
        address: targets.auditAnchor,
        abi: auditAnchorAbi,
        functionName: action.job,
        args: [action.previousRoot, action.treeSize, action.root],
      } as const;
    case "post":
      return {
        address: targets.completenessLedger,
        abi: completenessLedgerAbi,
        functionName: action.job,
        args: [action.header, action.root],
      } as const;
    case "uncross":
    case "crank":
    case "reopen":
    case "checkAndHalt":
    case "fireStops":
    case "executeSlice":
    case "trail":
    case "prune":
    case "pruneConditionals":
      return { address: targets.exchange, abi: exchangeAbi, ...exchangeCall(action) };
  }
}

/** Contract and calldata of an action. */
export function encodeAction(action: Action, targets: ActionTargets): { to: HexString; data: HexString } {
  const call = callOf(action, targets);
  // the union of calls is one of the ABIs' own, which viem's types cannot see
  return { to: call.address, data: encodeFunctionData(call as unknown as EncodeFunctionDataParameters) };
}

/** Calls that revert when they would do nothing, and `uncross`, which ends an auction even where nothing trades. */
export const PROGRESS_WITHOUT_NUMBER: readonly Action["job"][] = [
  "uncross",
  "reopen",
  "checkAndHalt",
  "executeSlice",
  "anchor",
  "post",
];

/** Simulates an action on the newest state; gives what it would achieve, zero for nothing. Throws what viem throws. */
export async function dryRun(
  client: PublicClient,
  account: PrivateKeyAccount,
  targets: ActionTargets,
  action: Action,
): Promise<bigint> {
  const call = { account, ...callOf(action, targets) };
  // the union of calls is one of the ABIs' own, which viem's types cannot see
  const { result } = await client.simulateContract(call as unknown as SimulateContractParameters);
  return PROGRESS_WITHOUT_NUMBER.includes(action.job) ? 1n : BigInt(result);
}
