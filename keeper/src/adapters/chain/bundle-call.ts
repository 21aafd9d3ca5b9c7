import { contractErrorsAbi, exchangeAbi, type HexString } from "@carbonxchange/sdk";
import { encodeFunctionData, size, toFunctionSelector, type PublicClient } from "viem";
import { bundleGasLimit } from "../../domain/index.ts";
import type { BundledCall, BundleSimulation, Call, CallOutcome } from "../../ports/index.ts";
import { encodeAction, PROGRESS_WITHOUT_NUMBER, type ActionTargets } from "./action-call.ts";
import { revertOf } from "./revert.ts";

/** Error names by selector, for reasons that come without their arguments. */
const ERROR_NAMES: ReadonlyMap<string, string> = new Map(
  contractErrorsAbi.map(({ name, inputs }) => [
    toFunctionSelector(`${name}(${inputs.map(({ type }) => type).join(",")})`),
    name,
  ]),
);

const NO_REASON = "0x00000000";

const upkeepsOf = (calls: readonly BundledCall[], targets: ActionTargets) =>
  calls.map(({ action, gas }) => ({ gas: Number(gas), call: encodeAction(action, targets).data }));

/** The transaction that carries a bundle, with gas enough for each of its calls. */
export function carryBundle(targets: ActionTargets, calls: readonly BundledCall[]): Call {
  const args = [upkeepsOf(calls, targets)] as const;
  const data = encodeFunctionData({ abi: exchangeAbi, functionName: "bundle", args });
  const gases = calls.map(({ gas }) => gas);
  return { to: targets.exchange, data, gas: bundleGasLimit(gases, size(data)) };
}

/** Runs a bundle dry on the newest state. Throws what viem throws when the node fails. */
export async function dryRunBundle(
  client: PublicClient,
  account: HexString,
  targets: ActionTargets,
  calls: readonly BundledCall[],
  gas: bigint,
): Promise<BundleSimulation> {
  const call = {
    address: targets.exchange,
    abi: exchangeAbi,
    functionName: "bundle",
    args: [upkeepsOf(calls, targets)],
  } as const;
  try {
    const { result } = await client.simulateContract({ ...call, account, gas });
    const outcomes = result.map(({ done, reason, progress, gasUsed }, index): CallOutcome => {
      const job = calls[index]?.action.job;
      const counts = job === undefined || !PROGRESS_WITHOUT_NUMBER.includes(job);
      const errorName = done || reason === NO_REASON ? null : (ERROR_NAMES.get(reason) ?? null);
      return { done, errorName, progress: counts || !done ? progress : 1n, gasUsed };
    });
    return { ok: true, outcomes };
  } catch (error) {
    const revert = revertOf(error);
    if (revert === null) throw error;
    return { ok: false, ...revert };
  }
}
