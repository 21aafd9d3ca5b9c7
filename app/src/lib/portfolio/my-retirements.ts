import { carbonCreditsAbi } from "@carbonxchange/sdk";
import type { Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";
import { readProject, type Project } from "../registry/registry-reader.ts";

export type MyRetirement = { id: bigint; batchId: bigint; units: bigint; block: bigint; project: Project };

/** The account's own retirements, newest first, from the registry's events. */
export async function readMyRetirements(reader: ChainReader, account: Address): Promise<MyRetirement[]> {
  const logs = await reader.client.getContractEvents({
    address: reader.at("carbonCredits"),
    abi: carbonCreditsAbi,
    eventName: "Retired",
    args: { account },
    fromBlock: reader.startBlock,
    toBlock: "latest",
    strict: true,
  });
  const rows = logs.map(async ({ args, blockNumber }) => ({
    id: args.retirementId,
    batchId: args.batchId,
    units: args.units,
    block: blockNumber,
    project: await readProject(reader, Number(args.batchId >> 128n)),
  }));
  return (await Promise.all(rows)).reverse();
}
