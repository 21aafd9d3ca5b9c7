import type { ContractName } from "@carbonxchange/sdk";
import { getPublicClient, type Config } from "@wagmi/core";
import type { Address, PublicClient } from "viem";
import type { Settings } from "../settings.ts";

/** Reads of the chain: a client and where the contracts are. Never the wallet's RPC, so reads go on without a wallet. */
export type ChainReader = { client: PublicClient; at: (contract: ContractName) => Address; startBlock: bigint };

/** A reader for the chain of the settings. */
export function createChainReader(wagmi: Config, { deployment }: Settings): ChainReader {
  const client = getPublicClient(wagmi);
  if (!client) throw new Error(`Chain ${deployment.chainId} is not configured.`);
  return {
    client,
    at: (contract) => deployment.contracts[contract].address,
    startBlock: BigInt(deployment.contracts.carbonCredits.startBlock),
  };
}
