import { accessManagerAbi, exchangeAbi, type HexString } from "@carbonxchange/sdk";
import type { PublicClient } from "viem";
import type { PauseReader } from "../../ports/index.ts";

/**
 * Whether the exchange is closed as a target of its AccessManager, which is how operators close it as a whole. The manager that was
 * known last is asked together with who the manager is now; where it gives no answer, or is another one, the one of now is asked.
 */
export function createPauseReader(client: PublicClient, exchange: HexString): PauseReader {
  let known: HexString | null = null;
  const authority = () => client.readContract({ address: exchange, abi: exchangeAbi, functionName: "authority" });
  const isClosed = (address: HexString) =>
    client.readContract({ address, abi: accessManagerAbi, functionName: "isTargetClosed", args: [exchange] });
  return {
    async isPaused() {
      const asked = known;
      const [manager, closed] = await Promise.all([
        authority(),
        asked === null ? null : isClosed(asked).catch(() => null),
      ]);
      known = manager;
      return closed !== null && asked === manager ? closed : isClosed(manager);
    },
  };
}
