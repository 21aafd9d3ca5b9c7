import { zeroAddress, type Address, type Chain, type PublicClient, type Transport } from "viem";
import { complianceGateAbi } from "@carbonxchange/sdk";

/** Who hears of the gate's changes now, from its latest ListenerSet event; the zero address when nobody does. */
export async function readListener(client: PublicClient<Transport, Chain>, gate: Address): Promise<Address> {
  const events = await client.getContractEvents({
    address: gate,
    abi: complianceGateAbi,
    eventName: "ListenerSet",
    fromBlock: 0n,
    strict: true,
  });
  return events.at(-1)?.args.listener ?? zeroAddress;
}
