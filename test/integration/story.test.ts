import {
  unpackBatchId,
  buildCancelRequest,
  buildPlaceRequest,
  buildProposeRequest,
  buildRetireRequest,
  buildWithdrawRequest,
  carbonCreditsAbi,
  decodeContractError,
  exchangeAbi,
  retirementCertificateAbi,
  type BalanceDto,
  type BatchDto,
  type DepthDto,
  type MarketDto,
  type OrderDto,
  type OrderInput,
  type Page,
  type RetirementDto,
  type SocketMessage,
  type TradeDto,
} from "@carbonxchange/sdk";
import { findContracts, findGoverned, verifyChain } from "@carbonxchange/sdk/node";
import pg from "pg";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { rpcCall } from "../../deploy/local/wait-for.ts";
import { chainAt, createActor, eventIn, type Actor } from "./actor.ts";
import { BLOCK, issueBatch, openMarket, type Market } from "./market.ts";
import { eventually, getJson, startTestStack, type TestStack } from "./stack.ts";

/** The story of one batch over chain, indexer, keeper and API; each test builds on the one before. */
describe("a tonne from issuance to retirement", () => {
  let stack: TestStack;
  let market: Market;
  let issuance: Awaited<ReturnType<typeof issueBatch>>["issuance"];
  let client: ReturnType<typeof chainAt>["client"];
  const api = <T>(path: string) => getJson<T>(stack.urls.api, path);

  const order = (input: Partial<OrderInput>): OrderInput => ({
    marketId: market.marketId,
    side: "ASK",
    orderType: "LIMIT_GTC",
    priceTicks: 1_250,
    lots: 10n,
    ...input,
  });
  const place = async (actor: Actor, input: Partial<OrderInput>) =>
    actor.send(buildPlaceRequest(stack.deployment, order(input)));
  const vault = (account: `0x${string}`, asset: number) =>
    client.readContract({
      address: stack.deployment.contracts.exchange.address,
      abi: exchangeAbi,
      functionName: "balanceOf",
      args: [account, asset],
    });

  beforeAll(async () => {
    stack = await startTestStack(["indexer", "keeper", "api"]);
    client = chainAt(stack.urls.chain).client;
    const issued = await issueBatch(stack.urls.chain, stack.deployment);
    issuance = issued.issuance;
    const { timestamp } = await client.getBlock();
    market = await openMarket(stack.urls.chain, stack.deployment, issued.batchId, issued.projectId, Number(timestamp));
  });
  afterAll(async () => {
    await stack.remove();
  });

  it("shows the issued batch with its serial block", async () => {
    const batch = await eventually("the batch in the API", () => api<BatchDto>(`/batches/${market.batchId}`));
    expect(BigInt(batch.blockStart)).toBe(BLOCK.start);
    expect(BigInt(batch.blockEnd)).toBe(BLOCK.end);
    expect(batch.issuedUnits).toBe("500000");
    expect(unpackBatchId(market.batchId).projectId).toBe(market.projectId);
  });

  it("refuses serials that overlap, and names the block in the way", async () => {
    const registry = createActor(stack.urls.chain, "registry");
    const overlapping = { ...issuance, blockStart: BLOCK.end, blockEnd: BLOCK.end + 10n };
    const error = await registry.simulate(buildProposeRequest(stack.deployment, overlapping)).then(
      () => undefined,
      (thrown: unknown) => decodeContractError(thrown),
    );
    expect(error?.name).toBe("CarbonCredits_SerialOverlap");
    expect(error?.sentence).toContain(`${BLOCK.start}`);
  });

  it("rests an ask, serves it in the depth and pushes it to subscribers", async () => {
    const messages: SocketMessage[] = [];
    const socket = new WebSocket(`${stack.urls.api.replace("http", "ws")}/api/v1/ws`);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.on("message", (data) => messages.push(JSON.parse((data as Buffer).toString("utf8")) as SocketMessage));
    // the market itself must be indexed before anyone can subscribe to it
    await eventually("the market in the API", () => api<MarketDto>(`/markets/${market.marketId}`));
    socket.send(JSON.stringify({ op: "subscribe", channel: "depth", marketId: market.marketId }));
    await eventually("the snapshot", () => Promise.resolve(messages.some((m) => m.type === "snapshot")));

    await place(market.alice, { lots: 40n });
    const depth = await eventually("the ask in the depth", async () => {
      const seen = await api<DepthDto>(`/markets/${market.marketId}/depth`);
      return seen.asks.length > 0 && seen;
    });
    expect(depth.asks).toEqual([{ priceTicks: 1_250, lots: "40", orders: 1 }]);
    const delta = await eventually("the delta", () =>
      Promise.resolve(messages.find((m) => m.type === "delta" && m.channel === "depth")),
    );
    expect(delta).toMatchObject({ asks: [{ priceTicks: 1_250, lots: "40" }] });
    socket.close();
  });

  it("fills a taker on arrival and moves exactly what was quoted", async () => {
    const before = await vault(market.bob.address, market.cash);
    const receipt = await place(market.bob, { side: "BID", lots: 10n, priceTicks: 1_300 });
    const taken = eventIn(receipt, exchangeAbi, "Taken");
    // 10 t at the maker's 12.50, and 0.15 % on top
    expect(taken.notional).toBe(125_000_000n);
    expect(taken.takerFee).toBe(187_500n);
    expect(before - (await vault(market.bob.address, market.cash))).toBe(125_187_500n);
    expect(await vault(market.bob.address, market.credits)).toBe(10_000n);
    const { items } = await eventually("the trade", async () => {
      const page = await api<Page<TradeDto>>(`/markets/${market.marketId}/trades`);
      return page.items.length > 0 && page;
    });
    expect(items[0]).toMatchObject({ priceTicks: 1_250, lots: "10", notional: "125000000", takerSide: "BID" });
  });

  it("has the keeper execute a deferred order", async () => {
    const receipt = await place(market.bob, { side: "BID", lots: 5n, maxFills: 0, clientId: 77n });
    const { orderId } = eventIn(receipt, exchangeAbi, "OrderDeferred");
    const row = await eventually("the deferred order filled", async () => {
      const page = await api<Page<OrderDto>>(`/orders?owner=${market.bob.address}&marketId=${market.marketId}`);
      return page.items.find((item) => item.id === `${orderId}` && item.status === "FILLED");
    });
    expect(row.clientId).toBe("77");
    expect(await vault(market.bob.address, market.credits)).toBe(15_000n);
  });

  it("has the keeper prune an expired order and return its escrow", async () => {
    const { timestamp } = await client.getBlock();
    const before = await vault(market.alice.address, market.credits);
    const receipt = await place(market.alice, { lots: 7n, priceTicks: 1_900, expiry: Number(timestamp) + 60 });
    const { orderId } = eventIn(receipt, exchangeAbi, "OrderPlaced");
    await eventually("the order in the indexer", async () => {
      const page = await api<Page<OrderDto>>(`/orders?owner=${market.alice.address}&status=OPEN`);
      return page.items.some((item) => item.id === `${orderId}`);
    });
    await rpcCall(stack.urls.chain, "evm_increaseTime", [120]);
    await rpcCall(stack.urls.chain, "evm_mine");
    await eventually("the escrow back", async () => (await vault(market.alice.address, market.credits)) === before);
    await eventually("the order EXPIRED in the API", async () => {
      const page = await api<Page<OrderDto>>(`/orders?owner=${market.alice.address}&status=EXPIRED`);
      return page.items.some((item) => item.id === `${orderId}`);
    });
  });

  it("cancels and returns the whole escrow", async () => {
    const before = await vault(market.bob.address, market.cash);
    const receipt = await place(market.bob, { side: "BID", lots: 3n, priceTicks: 1_111 });
    const { orderId } = eventIn(receipt, exchangeAbi, "OrderPlaced");
    expect(await vault(market.bob.address, market.cash)).toBeLessThan(before);
    await market.bob.send(buildCancelRequest(stack.deployment, orderId));
    expect(await vault(market.bob.address, market.cash)).toBe(before);
  });

  it("refuses an account without eligibility by a sentence", async () => {
    const outsider = createActor(stack.urls.chain, "outsider");
    const error = await outsider.simulate(buildPlaceRequest(stack.deployment, order({}))).then(
      () => undefined,
      (thrown: unknown) => decodeContractError(thrown),
    );
    expect(error?.name).toBe("Exchange_NotEligible");
  });

  it("retires withdrawn credits with exact serials and a certificate that needs only the chain", async () => {
    await market.bob.send(buildWithdrawRequest(stack.deployment, market.credits, 12_500n, market.bob.address));
    const receipt = await market.bob.send(
      buildRetireRequest(stack.deployment, {
        account: market.bob.address,
        batchId: market.batchId,
        units: 12_500n,
        purpose: "VOLUNTARY",
        statement: 'Flights of 2025, "all" of them & more',
      }),
    );
    const { retirementId, firstUnit } = eventIn(receipt, carbonCreditsAbi, "Retired");
    expect(firstUnit).toBe(0n);
    const row = await eventually("the retirement", () => api<RetirementDto>(`/retirements/${retirementId}`));
    expect(row.serialFirst).toContain(`${BLOCK.start}`);
    expect(row.serialLast).toContain(`${BLOCK.start + 12n}`); // 12.5 t reach into the 13th serial
    const uri = await client.readContract({
      address: stack.deployment.contracts.retirementCertificate.address,
      abi: retirementCertificateAbi,
      functionName: "tokenURI",
      args: [retirementId],
    });
    const metadata = JSON.parse(Buffer.from(uri.split(",")[1] ?? "", "base64").toString("utf8")) as {
      image: string;
      attributes: { trait_type: string; value: unknown }[];
    };
    expect(metadata.image).toMatch(/^data:image\/svg\+xml;base64,/);
    expect(JSON.stringify(metadata.attributes)).toContain(`${BLOCK.start}`);
  });

  it("reconciles: issued = circulating + escrowed + retired + cancelled, as the chain has it", async () => {
    const { carbonCredits, exchange } = stack.deployment.contracts;
    const batch = await eventually("the retirement in the batch", async () => {
      const seen = await api<BatchDto>(`/batches/${market.batchId}`);
      return seen.retiredUnits === "12500" && seen;
    });
    const escrowed = await client.readContract({
      address: carbonCredits.address,
      abi: carbonCreditsAbi,
      functionName: "balanceOf",
      args: [exchange.address, market.batchId],
    });
    expect(BigInt(batch.escrowedUnits)).toBe(escrowed);
    const sum = [batch.circulatingUnits, batch.escrowedUnits, batch.retiredUnits, batch.cancelledUnits];
    expect(sum.reduce((total, units) => total + BigInt(units), 0n)).toBe(BigInt(batch.issuedUnits));
  });

  it("derives every vault balance from events exactly as the chain has it", async () => {
    for (const { address } of [market.alice, market.bob]) {
      const rows = await api<BalanceDto[] | Page<BalanceDto>>(`/accounts/${address}/balances`);
      const items = Array.isArray(rows) ? rows : rows.items;
      for (const asset of [market.cash, market.credits]) {
        const free = await vault(address, asset);
        expect(items.find((item) => item.asset === asset)?.free ?? "0").toBe(`${free}`);
      }
    }
    const database = new pg.Client({ connectionString: stack.urls.database });
    await database.connect();
    const faults = await database.query("select * from carbon.consistency_faults");
    await database.end();
    expect(faults.rows).toEqual([]);
  });

  it("leaves an auditor nothing to explain, from the registry's address and the chain's logs alone", async () => {
    const { carbonCredits, labelRegistry, reversalBuffer, carbonBasket, exchange } = stack.deployment.contracts;
    const reading = { client, blocksPerCall: 500n, wait: (ms: number) => wait(ms) };
    const named = await findContracts(client, carbonCredits.address, undefined);
    const target = await findGoverned({ ...reading, attempts: 4 }, named);
    expect(target.addresses).toMatchObject({
      labelRegistry: labelRegistry.address,
      reversalBuffer: reversalBuffer.address,
      exchange: exchange.address,
    });
    expect(target.baskets).toEqual([carbonBasket.address]);
    const { differences, unread } = await verifyChain({ ...reading, target, at: "latest", progress: () => undefined });
    expect(differences).toEqual([]);
    expect([...unread]).toEqual([]);
  });
});
