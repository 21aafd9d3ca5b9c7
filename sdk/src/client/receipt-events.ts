import { parseEventLogs } from "viem";
import type { Abi, ContractEventName, ParseEventLogsReturnType, TransactionReceipt } from "viem";
import { CarbonContractError } from "../errors/contract-error.ts";

/** The events of one name that one contract emitted in a transaction, decoded, in order. */
export function receiptEvents<const abi extends Abi, name extends ContractEventName<abi>>(
  receipt: TransactionReceipt,
  address: `0x${string}`,
  abi: abi,
  eventName: name,
): ParseEventLogsReturnType<abi, name, true> {
  const logs = receipt.logs.filter((log) => log.address.toLowerCase() === address.toLowerCase());
  return parseEventLogs({ abi, logs, eventName });
}

/** The first event of a name, which the call always emits. Throws `CarbonContractError` "MissingEvent" when it is not there. */
export function requiredEvent<const abi extends Abi, name extends ContractEventName<abi>>(
  receipt: TransactionReceipt,
  address: `0x${string}`,
  abi: abi,
  eventName: name,
): ParseEventLogsReturnType<abi, name, true>[number] {
  const event = receiptEvents(receipt, address, abi, eventName)[0];
  if (event) return event;
  const sentence = `Transaction ${receipt.transactionHash} emitted no ${String(eventName)} event. Check that the deployment matches the contracts.`;
  throw new CarbonContractError("MissingEvent", { hash: receipt.transactionHash }, sentence);
}
