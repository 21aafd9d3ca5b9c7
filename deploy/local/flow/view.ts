import { enumName, exchangeAbi, MARKET_PHASES, type Deployment } from "@carbonxchange/sdk";
import type { ChainAccess } from "../../contracts/connect.ts";
import { localAccount } from "../accounts.ts";
import type { FlowMarket, FlowStock, FlowStocks, FlowTrader } from "./decide.ts";

const LOOK = 60;

/** Reads one market and the two traders' free balances from the chain itself. */
export function createFlowView({ client }: ChainAccess, deployment: Deployment) {
  const exchange = { address: deployment.contracts.exchange.address, abi: exchangeAbi } as const;

  const { address: makerB } = localAccount("makerB").account;

  async function stockOf(
    trader: FlowTrader,
    market: { baseAsset: number; quoteAsset: number; lotUnits: number },
  ): Promise<FlowStock> {
    const { address } = localAccount(trader).account;
    const free = (asset: number) =>
      client.readContract({ ...exchange, functionName: "balanceOf", args: [address, asset] });
    const [cash, units] = await Promise.all([free(market.quoteAsset), free(market.baseAsset)]);
    return { cash, lots: units / BigInt(market.lotUnits) };
  }

  return {
    async marketCount(): Promise<number> {
      const [, markets] = await client.readContract({ ...exchange, functionName: "counts" });
      return markets;
    },

    /** Present state of a market; `known` carries its anchor and wandering fair price from call to call. */
    async look(marketId: number, known: { anchorTicks: number; fair: number } | undefined) {
      const [config, [bestBid, bestAsk], bids, asks, referenceTicks, tape, waiting] = await Promise.all([
        client.readContract({ ...exchange, functionName: "market", args: [marketId] }),
        client.readContract({ ...exchange, functionName: "best", args: [marketId] }),
        client.readContract({ ...exchange, functionName: "depth", args: [marketId, 0, 0, LOOK] }),
        client.readContract({ ...exchange, functionName: "depth", args: [marketId, 1, 0, LOOK] }),
        client.readContract({ ...exchange, functionName: "referencePrice", args: [marketId] }),
        client.readContract({ ...exchange, functionName: "tape", args: [marketId] }),
        client.readContract({ ...exchange, functionName: "conditionalsOf", args: [marketId, makerB] }),
      ]);
      const phase = enumName(MARKET_PHASES, config.phase);
      const middle = bestBid > 0 && bestAsk > 0 ? (bestBid + bestAsk) / 2 : Math.max(bestBid, bestAsk, 100);
      const { anchorTicks, fair } = known ?? { anchorTicks: middle, fair: middle };
      const market: FlowMarket = {
        marketId,
        anchorTicks,
        fair,
        bestBid,
        bestAsk,
        bidLevels: bids.length,
        askLevels: asks.length,
        referenceTicks,
        lastTicks: tape.lastTicks,
        collects: phase === "AUCTION" || phase === "OPENING",
        waiting: Number(waiting),
      };
      const [first, second] = await Promise.all([stockOf("makerA", config), stockOf("makerB", config)]);
      const stocks: FlowStocks = { makerA: first, makerB: second };
      return {
        market,
        stocks,
        trades: phase === "CONTINUOUS",
        quoteAsset: config.quoteAsset,
        furthest: { BID: bids.at(-1), ASK: asks.at(-1) },
      };
    },

    /** The traders' orders at one level. */
    async ownOrders(
      marketId: number,
      side: number,
      priceTicks: number,
    ): Promise<{ trader: FlowTrader; orderId: bigint }[]> {
      const [ids, orders] = await client.readContract({
        ...exchange,
        functionName: "ordersAt",
        args: [marketId, side, priceTicks, 50],
      });
      return ids.flatMap((orderId, index) => {
        const owner = orders[index]?.owner.toLowerCase();
        const trader = (["makerA", "makerB"] as const).find(
          (one) => localAccount(one).account.address.toLowerCase() === owner,
        );
        return trader === undefined ? [] : [{ trader, orderId }];
      });
    },

    async nowSeconds(): Promise<number> {
      return Number((await client.getBlock()).timestamp);
    },
  };
}
export type FlowView = ReturnType<typeof createFlowView>;
