import { buildPlaceBatchRequest, type OrderInput } from "@carbonxchange/sdk";
import { rpcCall } from "../wait-for.ts";
import { openingBook, pastTrades, type PastTrade } from "../market-model.ts";
import { act, type SeedContext } from "./context.ts";
import type { SeededMarket } from "./markets.ts";

const LEVELS = 16;
/** Levels nearest to the middle belong to the first maker, so that the second can take without meeting itself. */
const NEAR_LEVELS = 10;
const BATCH = 40;

/** Trades of the past, one moment after the other; each leaves the book as empty as it found it. */
export async function seedTrades(
  context: SeedContext,
  markets: readonly SeededMarket[],
  { steps, rpcUrl }: { steps: number; rpcUrl: string },
): Promise<number[]> {
  const { access, deployment, random, nowSeconds } = context;
  const anchors = markets.map(({ anchorTicks }) => anchorTicks);
  const { moments, mids } = pastTrades(anchors, steps, random);
  const { timestamp } = await access.client.getBlock();
  const span = nowSeconds - Number(timestamp) - 60;
  for (const [index, moment] of moments.entries()) {
    if (span > 3_600) {
      const at = Number(timestamp) + 30 + Math.floor((span * index) / moments.length);
      await rpcCall(rpcUrl, "evm_setNextBlockTimestamp", [at]);
    }
    if (moment.length === 0) continue;
    const order = (trade: PastTrade, side: "maker" | "taker"): OrderInput => ({
      marketId: markets[trade.market]?.marketId ?? 0,
      side: (trade.makerSide === "BID") === (side === "maker") ? "BID" : "ASK",
      orderType: side === "maker" ? "LIMIT_POST_ONLY" : "LIMIT_IOC",
      priceTicks: trade.priceTicks,
      lots: trade.lots,
      maxFills: 4,
    });
    const [maker, taker] = index % 2 === 0 ? (["makerA", "makerB"] as const) : (["makerB", "makerA"] as const);
    await act(
      context,
      maker,
      buildPlaceBatchRequest(
        deployment,
        moment.map((trade) => order(trade, "maker")),
      ),
    );
    await act(
      context,
      taker,
      buildPlaceBatchRequest(
        deployment,
        moment.map((trade) => order(trade, "taker")),
      ),
    );
    if (index % 50 === 49) await context.sender.settle();
  }
  await context.sender.settle();
  if (span > 3_600) await rpcCall(rpcUrl, "evm_setNextBlockTimestamp", [Math.floor(Date.now() / 1000)]);
  return mids;
}

/** The book as the visitor finds it: two-sided, on every market. */
export async function seedBook(
  context: SeedContext,
  markets: readonly SeededMarket[],
  mids: readonly number[],
): Promise<void> {
  const orders: Record<"makerA" | "makerB", OrderInput[]> = { makerA: [], makerB: [] };
  for (const [index, { marketId, anchorTicks }] of markets.entries()) {
    for (const { side, priceTicks, lots, depth } of openingBook(mids[index] ?? anchorTicks, LEVELS, context.random)) {
      const owner = depth < NEAR_LEVELS ? "makerA" : "makerB";
      orders[owner].push({ marketId, side, orderType: "LIMIT_POST_ONLY", priceTicks, lots, maxFills: 1 });
    }
  }
  for (const role of ["makerA", "makerB"] as const) {
    for (let at = 0; at < orders[role].length; at += BATCH) {
      await act(context, role, buildPlaceBatchRequest(context.deployment, orders[role].slice(at, at + BATCH)));
    }
  }
  await context.sender.settle();
}
