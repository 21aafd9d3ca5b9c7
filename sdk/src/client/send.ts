import type { Abi, ContractFunctionName, Hash, SimulateContractParameters, TransactionReceipt } from "viem";
import { CarbonContractError, toCarbonContractError } from "../errors/contract-error.ts";
import type { ContractRequest } from "../requests/contract-request.ts";
import type { WriteContext } from "./client-context.ts";

type Mutability = "nonpayable" | "payable";

/** A transaction that was mined and succeeded. */
export type Sent = { hash: Hash; receipt: TransactionReceipt };

/**
 * Simulates a request, sends it and waits until it is mined. Throws `CarbonContractError`: before anything is sent when the
 * simulation fails, or afterwards when the state changed in between and the transaction reverted.
 */
export async function send<abi extends Abi, name extends ContractFunctionName<abi, Mutability>>(
  context: WriteContext,
  request: ContractRequest<abi, name>,
): Promise<Sent> {
  const { publicClient, walletClient, account } = context;
  try {
    const simulated = await publicClient.simulateContract({
      ...request,
      account,
    } as unknown as SimulateContractParameters);
    const hash = await walletClient.writeContract({
      ...simulated.request,
      account,
      chain: walletClient.chain,
    });
    const receipt = await publicClient.waitForTransactionReceipt({ hash });
    if (receipt.status === "reverted") throw await revertReason(context, request, receipt);
    return { hash, receipt };
  } catch (error) {
    throw toCarbonContractError(error);
  }
}

/** Repeats the call on the state of its block to learn why it reverted. */
async function revertReason<abi extends Abi, name extends ContractFunctionName<abi, Mutability>>(
  context: WriteContext,
  request: ContractRequest<abi, name>,
  receipt: TransactionReceipt,
): Promise<CarbonContractError> {
  const { account, publicClient } = context;
  const { blockNumber } = receipt;
  try {
    await publicClient.simulateContract({ ...request, account, blockNumber } as unknown as SimulateContractParameters);
  } catch (error) {
    return toCarbonContractError(error);
  }
  const sentence = `Transaction ${receipt.transactionHash} was reverted because the market moved before it was mined. Try again.`;
  return new CarbonContractError("Reverted", { hash: receipt.transactionHash }, sentence);
}
