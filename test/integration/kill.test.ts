import {
  buildPlaceRequest,
  exchangeAbi,
  type BatchDto,
  type MarketDto,
  type OrderDto,
  type Page,
  type TradeDto,
} from "@carbonxchange/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainAt, eventIn } from "./actor.ts";
import { issueBatch, openMarket, type Market } from "./market.ts";
import { eventually, getJson, startTestStack, type TestStack } from "./stack.ts";

/** Ends a process the hard way and waits until its supervisor has it back under another id. */
async function killAndAwait(stack: TestStack, name: string): Promise<void> {
  const pid = stack.pidOf(name);
  if (pid === undefined) throw new TypeError(`${name} is not running`);
  process.kill(pid, "SIGKILL");
  await eventually(`${name} back`, () => {
    const now = stack.pidOf(name);
    return Promise.resolve(now !== undefined && now !== pid);
  });
}

describe("a process killed with SIGKILL", () => {
  let stack: TestStack;
  let market: Market;
  const ordersOfBob = () =>
    getJson<Page<OrderDto>>(stack.urls.api, `/orders?owner=${market.bob.address}&marketId=${market.marketId}`);

  /** Bob defers a bid of one tonne; gives its id. */
  const deferOne = async (clientId: bigint) => {
    const receipt = await market.bob.send(
      buildPlaceRequest(stack.deployment, {
        marketId: market.marketId,
        side: "BID",
        orderType: "LIMIT_GTC",
        priceTicks: 1_250,
        lots: 1n,
        maxFills: 0,
        clientId,
      }),
    );
    return eventIn(receipt, exchangeAbi, "OrderDeferred").orderId;
  };
  const filledOnce = (orderId: bigint) =>
    eventually(`deferred order ${orderId} filled`, async () => {
      const page = await ordersOfBob().catch(() => undefined); // the API itself may be on its way back
      return page?.items.some((item) => item.id === `${orderId}` && item.status === "FILLED") === true;
    });

  beforeAll(async () => {
    stack = await startTestStack(["indexer", "keeper", "api"]);
    const { batchId, projectId } = await issueBatch(stack.urls.chain, stack.deployment);
    const { timestamp } = await chainAt(stack.urls.chain).client.getBlock();
    market = await openMarket(stack.urls.chain, stack.deployment, batchId, projectId, Number(timestamp));
    await market.alice.send(
      buildPlaceRequest(stack.deployment, {
        marketId: market.marketId,
        side: "ASK",
        orderType: "LIMIT_GTC",
        priceTicks: 1_250,
        lots: 100n,
      }),
    );
    await eventually("the market in the API", () =>
      getJson<MarketDto>(stack.urls.api, `/markets/${market.marketId}`).catch(() => undefined),
    );
  });
  afterAll(async () => {
    await stack.remove();
  });

  it.each(["keeper", "indexer", "api"])("%s: nothing is lost, nothing is doubled", async (name) => {
    const before = await deferOne(1n);
    await killAndAwait(stack, name);
    const after = await deferOne(2n);
    await filledOnce(before);
    await filledOnce(after);
  });

  it("leaves one trade per order and balances that add up", async () => {
    const { items } = await getJson<Page<TradeDto>>(stack.urls.api, `/markets/${market.marketId}/trades?limit=50`);
    expect(items.map((trade) => trade.lots)).toEqual(["1", "1", "1", "1", "1", "1"]);
    expect(new Set(items.map((trade) => trade.id)).size).toBe(6);
    const batch = await getJson<BatchDto>(stack.urls.api, `/batches/${market.batchId}`);
    expect(BigInt(batch.circulatingUnits) + BigInt(batch.escrowedUnits)).toBe(BigInt(batch.issuedUnits));
  });
});
