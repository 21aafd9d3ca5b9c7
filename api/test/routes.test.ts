import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { BATCH, EXCHANGE, NAMESPACE, Story, TRADERS } from "../../indexer/test/model/story.ts";
import {
  balanceDto,
  batchDto,
  batchEventDto,
  candleDto,
  depthDto,
  marketDto,
  orderDto,
  pageOf,
  projectDto,
  proposalDto,
  retirementDto,
  tradeDto,
} from "../src/http/dto.ts";
import {
  certificateDto,
  deploymentDto,
  healthDto,
  readyDto,
  reconciliationDto,
  serialDto,
} from "../src/http/extra-dto.ts";
import { createIndexedDatabase } from "./fixtures/indexed-database.ts";
import type { IndexedDatabase } from "./fixtures/indexed-database.ts";
import { startNodeStand } from "./fixtures/node-stand.ts";
import type { NodeStand } from "./fixtures/node-stand.ts";
import { startTestPostgres, type TestPostgres } from "../../test/postgres.ts";
import { conditionalDto, parentDto, sliceDto } from "../src/http/waiting-dto.ts";
import { tellOfWaitingOrders } from "./fixtures/waiting-orders.ts";
import { tellStory } from "./fixtures/story-for-api.ts";
import { startApi } from "./fixtures/test-api.ts";
import type { TestApi } from "./fixtures/test-api.ts";

const story = tellStory();
const lastBlock = story.log.events.at(-1)?.meta.block ?? 0n;
const trader = (n: number) => (TRADERS[n] ?? TRADERS[0]).toLowerCase();

let postgres: TestPostgres;
let database: IndexedDatabase;
let node: NodeStand;
let api: TestApi;

beforeAll(async () => {
  postgres = await startTestPostgres(18_901);
  database = await createIndexedDatabase(await postgres.freshDatabase());
  await database.show(story.log.events);
  node = await startNodeStand();
  node.head = lastBlock + 1n;
  api = await startApi({ databaseUrl: database.url, rpcUrl: node.url });
}, 60_000);

afterAll(async () => {
  await api.close();
  node.close();
  await database.close();
  await postgres.stop();
});

/** Gets an answer and holds it against its schema, to the letter. */
async function read<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
  const response = await api.get(path);
  expect(response.status, await response.clone().text()).toBe(200);
  const body: unknown = await response.json();
  const parsed = schema.parse(body);
  expect(parsed).toEqual(body); // nothing beyond the published shape
  return parsed;
}

describe("operations", () => {
  test("health answers for the process alone", async () => {
    expect(await read("/health", healthDto)).toMatchObject({ status: "ok" });
  });

  test("ready tells head, indexed block and lag", async () => {
    const ready = await read("/ready", readyDto);
    expect(ready).toEqual({ status: "ready", head: `${lastBlock + 1n}`, indexedBlock: `${lastBlock}`, lagBlocks: 1 });
  });

  test("ready is 503 with the reason while the indexer is too far behind", async () => {
    node.head = lastBlock + 6n;
    const response = await api.get("/ready");
    node.head = lastBlock + 1n;
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ status: 503, errors: [{ field: "indexer" }] });
  });

  test("deployment names every contract", async () => {
    const { contracts } = await read("/api/v1/deployment", deploymentDto);
    expect(contracts["exchange"]).toEqual({ address: EXCHANGE, startBlock: 0 });
  });
});

describe("markets", () => {
  test("a market carries its figures, its project and what the quote token says", async () => {
    const { items, nextCursor } = await read("/api/v1/markets", pageOf(marketDto));
    expect(nextCursor).toBeNull();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      id: 1,
      symbol: "X1-2020/tUSD",
      quoteDecimals: 6,
      phase: "CONTINUOUS",
      phaseEndsAt: null,
      bestBidTicks: 99,
      bestAskTicks: 101,
      lastTicks: 99,
      change24hTicks: -2,
      volume24hLots: "3",
      project: { nativeId: "X1", country: "KE" },
    });
    expect(await read("/api/v1/markets/1", marketDto)).toEqual(items[0]);
  });

  test("depth is best first and true at a block", async () => {
    const depth = await read("/api/v1/markets/1/depth", depthDto);
    expect(depth).toEqual({
      marketId: 1,
      block: `${lastBlock}`,
      bids: [
        { priceTicks: 99, lots: "3", orders: 1 },
        { priceTicks: 98, lots: "6", orders: 1 },
      ],
      asks: [
        { priceTicks: 101, lots: "3", orders: 1 },
        { priceTicks: 102, lots: "7", orders: 1 },
      ],
    });
    const one = await read("/api/v1/markets/1/depth?levels=1", depthDto);
    expect([one.bids.length, one.asks.length]).toEqual([1, 1]);
  });

  test("trades come newest first, page by page, none twice", async () => {
    const all = await read("/api/v1/markets/1/trades", pageOf(tradeDto));
    expect(all.items.map(({ takerSide, priceTicks, lots }) => [takerSide, priceTicks, lots])).toEqual([
      ["ASK", 99, "1"],
      ["BID", 101, "2"],
    ]);
    const first = await read("/api/v1/markets/1/trades?limit=1", pageOf(tradeDto));
    const second = await read(`/api/v1/markets/1/trades?limit=1&cursor=${first.nextCursor}`, pageOf(tradeDto));
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.nextCursor).toBeNull();
  });

  test("candles hold the window asked for", async () => {
    const { items } = await read("/api/v1/markets/1/candles?interval=1d", pageOf(candleDto));
    expect(items).toMatchObject([
      { openTicks: 101, closeTicks: 99, highTicks: 101, lowTicks: 99, volumeLots: "3", trades: 2 },
    ]);
    const [day] = items;
    const later = await read(`/api/v1/markets/1/candles?interval=1d&from=${(day?.start ?? 0) + 1}`, pageOf(candleDto));
    expect(later.items).toEqual([]);
  });
});

describe("accounts", () => {
  test("orders filter by owner in any case, market and status, live meaning open or deferred", async () => {
    const bob = TRADERS[1] ?? "";
    const { items } = await read(`/api/v1/orders?owner=${bob}&marketId=1&status=live`, pageOf(orderDto));
    expect(items.map(({ priceTicks, remainingLots, status }) => [priceTicks, remainingLots, status])).toEqual([
      [98, "6", "OPEN"],
      [99, "3", "OPEN"],
    ]);
    const deferred = await read("/api/v1/orders?status=DEFERRED", pageOf(orderDto));
    expect(deferred.items).toMatchObject([{ owner: trader(2), priceTicks: 101, remainingLots: "1" }]);
  });

  test("an order tells what of an iceberg stands behind it, and a market when its auction ends", async () => {
    const told = new Story().run([
      { do: "place", who: 0, side: 1, ticks: 101, lots: 10, maxFills: 10, lives: 0, display: 4 },
      { do: "place", who: 1, side: 0, ticks: 101, lots: 5, maxFills: 10, lives: 0 },
      { do: "phase", phase: 5, seconds: 300 },
    ]);
    await database.show(told.log.events);
    const { items } = await read("/api/v1/orders?status=live", pageOf(orderDto));
    expect(items).toMatchObject([{ lots: "4", remainingLots: "3", hiddenLots: "2" }]);
    expect(items[0]?.icebergId).toMatch(/^\d+$/);
    const market = await read("/api/v1/markets/1", marketDto);
    expect(market).toMatchObject({ phase: "AUCTION", phaseEndsAt: Number(told.log.timestamp) + 300 });
    await database.show(story.log.events);
  });

  test("orders that wait for a price or a time are shown with what they hold", async () => {
    await database.show(tellOfWaitingOrders().log.events);
    const owner = trader(0);
    const stops = await read(`/api/v1/conditional-orders?owner=${owner}&status=live`, pageOf(conditionalDto));
    expect(stops.items).toMatchObject([
      // 3 lots x 110 ticks x 10,000 and 0.1 % of it; two ticks prepaid
      { kind: "STOP_LIMIT", triggerAboveTicks: 105, triggerBelowTicks: null, escrow: "3303300", keeperFee: "20000" },
    ]);
    const all = await read("/api/v1/conditional-orders?marketId=1", pageOf(conditionalDto));
    expect(all.items.map(({ status, escrow, keeperFee }) => [status, escrow, keeperFee])).toEqual([
      ["CANCELLED", "0", "0"],
      ["WAITING", "3303300", "20000"],
    ]);
    const sliced = await read(`/api/v1/sliced-orders?owner=${owner}&status=live`, pageOf(parentDto));
    expect(sliced.items).toMatchObject([
      { kind: "TWAP", remainingLots: "27", nextSlice: 1, escrow: "27000", keeperFees: "180000" },
    ]);
    const slices = await read(`/api/v1/sliced-orders/${sliced.items[0]?.id}/slices`, pageOf(sliceDto));
    expect(slices.items).toMatchObject([{ slice: 0, lotsLeft: "27", keeperFee: "20000", keeper: trader(1) }]);
    await database.show(story.log.events);
  });

  test("what is locked in an account's orders adds up to what its balance says", async () => {
    await database.show(tellOfWaitingOrders().log.events);
    const [stops, sliced, balances] = await Promise.all([
      read(`/api/v1/conditional-orders?owner=${trader(0)}&status=live`, pageOf(conditionalDto)),
      read(`/api/v1/sliced-orders?owner=${trader(0)}&status=live`, pageOf(parentDto)),
      read(`/api/v1/accounts/${trader(0)}/balances`, pageOf(balanceDto)),
    ]);
    const [stop, twap] = [stops.items[0], sliced.items[0]];
    const escrowed = new Map(balances.items.map((row) => [row.batchId === null ? "quote" : "credits", row.escrowed]));
    expect(BigInt(escrowed.get("quote") ?? "0")).toBe(
      BigInt(stop?.escrow ?? "0") + BigInt(stop?.keeperFee ?? "0") + BigInt(twap?.keeperFees ?? "0"),
    );
    expect(escrowed.get("credits")).toBe(twap?.escrow);
    await database.show(story.log.events);
  });

  test("orders page through without gaps", async () => {
    const all = await read("/api/v1/orders", pageOf(orderDto));
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: z.output<ReturnType<typeof pageOf<typeof orderDto>>> = await read(
        `/api/v1/orders?limit=2${cursor === "" ? "" : `&cursor=${cursor}`}`,
        pageOf(orderDto),
      );
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all.items);
    expect(seen).toHaveLength(5);
  });

  test("balances tell vault, escrow and wallet", async () => {
    const { items } = await read(`/api/v1/accounts/${trader(0)}/balances`, pageOf(balanceDto));
    const credits = story.exchange.balance(TRADERS[0], 2);
    expect(items[1]).toMatchObject({
      asset: 2,
      batchId: `${BATCH}`,
      free: `${credits.free}`,
      escrowed: `${credits.locked}`,
      wallet: `${story.wallets.get(TRADERS[0])}`,
    });
    expect(items[0]).toMatchObject({ asset: 1, batchId: null, wallet: null });
    const nobody = await read(`/api/v1/accounts/0x${"9".repeat(40)}/balances`, pageOf(balanceDto));
    expect(nobody.items).toEqual([]);
  });
});

describe("registry", () => {
  test("projects, proposals and batches are listed and found", async () => {
    const projects = await read("/api/v1/projects", pageOf(projectDto));
    expect(await read("/api/v1/projects/1", projectDto)).toEqual(projects.items[0]);
    expect((await read("/api/v1/proposals?status=ISSUED", pageOf(proposalDto))).items).toHaveLength(1);
    expect((await read("/api/v1/proposals?status=REFUSED", pageOf(proposalDto))).items).toEqual([]);
    const batches = await read("/api/v1/batches?projectId=1", pageOf(batchDto));
    expect(await read(`/api/v1/batches/${BATCH}`, batchDto)).toEqual(batches.items[0]);
  });

  test("a batch's history is complete and in chain order", async () => {
    const { items } = await read(`/api/v1/batches/${BATCH}/events?limit=500`, pageOf(batchEventDto));
    expect(items[0]?.kind).toBe("ISSUED");
    const kinds = ["ISSUED", "TRANSFERRED", "DEPOSITED", "WITHDRAWN", "TRADED", "RETIRED", "CANCELLED"];
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(kinds));
    const paged = await read(`/api/v1/batches/${BATCH}/events?limit=3`, pageOf(batchEventDto));
    const next = await read(
      `/api/v1/batches/${BATCH}/events?limit=3&cursor=${paged.nextCursor}`,
      pageOf(batchEventDto),
    );
    expect([...paged.items, ...next.items]).toEqual(items.slice(0, 6));
  });

  test("a batch reconciles, at a block", async () => {
    const sums = await read(`/api/v1/batches/${BATCH}/reconciliation`, reconciliationDto);
    expect(sums).toMatchObject({
      block: `${lastBlock}`,
      issuedUnits: "1000000000",
      escrowedUnits: `${story.wallets.get(EXCHANGE)}`,
      retiredUnits: "1500",
      cancelledUnits: "700",
      differenceUnits: "0",
      balanced: true,
    });
  });

  test("a balance that is off shows in the reconciliation", async () => {
    await database.admin.query("UPDATE carbon.balances SET units = units + 1 WHERE account = $1", [trader(3)]);
    const sums = await read(`/api/v1/batches/${BATCH}/reconciliation`, reconciliationDto);
    await database.admin.query("UPDATE carbon.balances SET units = units - 1 WHERE account = $1", [trader(3)]);
    expect(sums).toMatchObject({ differenceUnits: "0", balanced: false });
  });
});

describe("retirements", () => {
  test("a retirement names its first and last serial; the certificate carries it", async () => {
    const { items } = await read(`/api/v1/retirements?account=${trader(0)}`, pageOf(retirementDto));
    expect(items).toMatchObject([
      { id: "1", units: "1500", firstUnit: "0", consumptionCountry: "KE", periodStart: null },
    ]);
    expect(items[0]?.serialFirst).toContain("1001");
    expect(items[0]?.serialLast).toContain("1002");
    expect(await read("/api/v1/retirements/1", retirementDto)).toEqual(items[0]);
    const certificate = await read("/api/v1/certificates/1", certificateDto);
    expect(certificate).toMatchObject({ owner: trader(0), locked: true, retirement: { id: "1" } });
    expect((await read(`/api/v1/retirements?beneficiary=${trader(1)}`, pageOf(retirementDto))).items).toEqual([]);
  });

  test("a serial is retired, partly consumed by two, or live with its batch's holders", async () => {
    const at = (number: number) =>
      read(`/api/v1/serials?namespace=${encodeURIComponent(NAMESPACE)}&number=${number}`, serialDto);
    expect(await at(1_001)).toMatchObject({
      state: "RETIRED",
      liveUnits: "0",
      holders: [],
      consumptions: [{ retirementId: "1" }],
    });
    const shared = await at(1_002);
    expect(shared).toMatchObject({ state: "RETIRED_AND_CANCELLED", liveUnits: "0" });
    expect(shared.consumptions.map(({ kind, units }) => [kind, units])).toEqual([
      ["RETIRED", "500"],
      ["CANCELLED", "500"],
    ]);
    expect(await at(1_003)).toMatchObject({ state: "PARTLY_CONSUMED", liveUnits: "800" });
    const live = await at(9_000);
    expect(live).toMatchObject({ state: "LIVE", liveUnits: "1000" });
    const total = live.holders.reduce((sum, { units }) => sum + BigInt(units), 0n);
    expect(total).toBe(1_000_000_000n - 2_200n);
    expect(live.holders.map(({ account }) => account)).not.toContain(EXCHANGE);
  });
});
