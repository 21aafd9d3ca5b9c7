import { exchangeAbi, packOrderId, type HexString } from "@carbonxchange/sdk";
import type { PublicClient } from "viem";
import type { Action } from "../../domain/index.ts";

/**
 * What the exchange pays at least for an action by what was prepaid, quote base units: of a queue the first order's fee, of a
 * slice its own, of stops one fee by the market's present rules; zero for work that is not paid.
 */
export async function keeperFeeOf(client: PublicClient, exchange: HexString, action: Action): Promise<bigint> {
  const contract = { address: exchange, abi: exchangeAbi } as const;
  switch (action.job) {
    case "crank": {
      const { marketId } = action;
      const [head, tail] = await client.readContract({ ...contract, functionName: "queue", args: [marketId] });
      if (head >= tail) return 0n;
      const orderId = packOrderId({ marketId, kind: "DEFERRED", priceTicks: 0, sequence: head });
      return client.readContract({ ...contract, functionName: "deferredKeeperFee", args: [orderId] });
    }
    case "executeSlice": {
      const parent = await client.readContract({ ...contract, functionName: "parent", args: [action.parentId] });
      return parent.keeperFee;
    }
    case "fireStops": {
      const args = [action.marketId] as const;
      const [rules, market] = await Promise.all([
        client.readContract({ ...contract, functionName: "marketRules", args }),
        client.readContract({ ...contract, functionName: "market", args }),
      ]);
      return BigInt(rules.keeperFeeTicks) * market.tickSize;
    }
    case "uncross":
    case "reopen":
    case "checkAndHalt":
    case "prune":
    case "trail":
    case "pruneConditionals":
    case "anchor":
    case "post":
      return 0n;
  }
}
