import { accessManagerAbi, exchangeAbi, type HexString } from "@carbonxchange/sdk";
import type { PublicClient } from "viem";
import type { PauseReader } from "../../ports/index.ts";

/** Whether the exchange is closed as a target of its AccessManager, which is how operators close it as a whole. */
export function createPauseReader(client: PublicClient, exchange: HexString): PauseReader {
  return {
    async isPaused() {
      const address = await client.readContract({ address: exchange, abi: exchangeAbi, functionName: "authority" });
      const read = { address, abi: accessManagerAbi, functionName: "isTargetClosed", args: [exchange] } as const;
      return client.readContract(read);
    },
  };
}
