import {
  buildCancelBatchRequest,
  buildDepositRequest,
  buildPlaceConditionalRequest,
  buildPlaceParentRequest,
  buildPlaceRequest,
  exchangeAbi,
  testQuoteTokenAbi,
  type Deployment,
} from "@carbonxchange/sdk";
import { localAccount } from "../accounts.ts";
import type { Random } from "../random.ts";
import type { Call, Sender } from "../transactions.ts";
import { decide, type FlowTrader } from "./decide.ts";
import type { FlowView } from "./view.ts";

const TOP_UP = 20_000_000_000_000n;

/** One turn of the demonstration traders on one market; says what it did in a few words. */
export function createFlow({
  deployment,
  view,
  sender,
  random,
}: {
  deployment: Deployment;
  view: FlowView;
  sender: Sender;
  random: Random;
}) {
  const known = new Map<number, { anchorTicks: number; fair: number }>();
  const act = (trader: FlowTrader, call: Call) => sender.send(localAccount(trader).account, call);

  const operate = (role: "officer" | "deployer", functionName: "haltMarket" | "openMarket", marketId: number) =>
    sender.send(localAccount(role).account, {
      address: deployment.contracts.exchange.address,
      abi: exchangeAbi,
      functionName,
      args: [marketId],
    });

  async function turn(marketId: number): Promise<string> {
    const seen = await view.look(marketId, known.get(marketId));
    if (!seen.trades && !seen.market.collects) return `market ${marketId} does not trade now`;
    const action = decide(seen.market, seen.stocks, random, await view.nowSeconds());
    known.set(marketId, { anchorTicks: seen.market.anchorTicks, fair: seen.market.fair });
    switch (action.kind) {
      case "place": {
        await act(action.trader, buildPlaceRequest(deployment, action.order));
        const { side, orderType, lots, priceTicks, maxFills } = action.order;
        return `market ${marketId}: ${action.trader} ${maxFills === 0 ? "defers" : "places"} ${orderType} ${side} ${lots} at ${priceTicks}`;
      }
      case "conditional": {
        await act(action.trader, buildPlaceConditionalRequest(deployment, action.order));
        const { side, kind, lots } = action.order;
        return `market ${marketId}: ${action.trader} places ${kind} ${side} ${lots}`;
      }
      case "parent": {
        await act(action.trader, buildPlaceParentRequest(deployment, action.order));
        const { side, kind, lots } = action.order;
        return `market ${marketId}: ${action.trader} places ${kind} ${side} ${lots}`;
      }
      case "auction": {
        await operate("officer", "haltMarket", marketId);
        await sender.settle();
        await operate("deployer", "openMarket", marketId);
        return `market ${marketId} is halted and opens with an auction`;
      }
      case "topUp": {
        const { quoteToken } = deployment.contracts;
        const to = localAccount(action.trader).account.address;
        await act(action.trader, {
          address: quoteToken.address,
          abi: testQuoteTokenAbi,
          functionName: "mint",
          args: [to, TOP_UP],
        });
        await act(action.trader, buildDepositRequest(deployment, seen.quoteAsset, TOP_UP));
        return `${action.trader} tops up`;
      }
      case "tidy": {
        const level = seen.furthest[action.side];
        if (level === undefined) return "nothing to tidy";
        const own = await view.ownOrders(marketId, action.side === "BID" ? 0 : 1, level.priceTicks);
        for (const trader of ["makerA", "makerB"] as const) {
          const ids = own.filter((order) => order.trader === trader).map(({ orderId }) => orderId);
          if (ids.length > 0) await act(trader, buildCancelBatchRequest(deployment, ids));
        }
        return `market ${marketId}: ${own.length} far orders cancelled`;
      }
    }
  }

  return {
    /** Acts once on a market chosen by chance and waits for the blocks. */
    async step(): Promise<string> {
      const markets = await view.marketCount();
      if (markets === 0) return "no market yet";
      const done = await turn(random.whole(1, markets));
      await sender.settle();
      return done;
    },
  };
}
