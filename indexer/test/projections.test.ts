import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import { applyEvent, createMemoryStore } from "../src/projections/index.ts";
import type { MemoryStore } from "../src/projections/index.ts";
import { addPrint, candleStart } from "../src/projections/candles.ts";
import { countryText } from "../src/projections/country-text.ts";
import { serialRange } from "../src/projections/retirement-events.ts";
import { sumMoves } from "../src/projections/vault-moves.ts";
import { KEEPER } from "./model/exchange-model.ts";
import { QUOTE } from "./model/ledger.ts";
import { BATCH, EXCHANGE, Story, TRADERS } from "./model/story.ts";

async function indexed(story: Story): Promise<MemoryStore> {
  const store = createMemoryStore();
  for (const event of story.log.events) await applyEvent(event, { store, exchange: EXCHANGE });
  return store;
}

const trader = (n: number) => (TRADERS[n] ?? TRADERS[0]).toLowerCase() as Hex;

describe("orders and trades", () => {
  test("a crossing order trades at the maker's price and the rest rests", async () => {
    const story = new Story().run([
      { do: "place", who: 0, side: 1, ticks: 100, lots: 3, maxFills: 10, lives: 0 },
      { do: "place", who: 1, side: 0, ticks: 102, lots: 5, maxFills: 10, lives: 0 },
    ]);
    const store = await indexed(story);
    expect(store.rows("trades")).toMatchObject([
      {
        seq: 1n,
        takerSide: "BID",
        priceTicks: 100,
        lots: 3n,
        notional: 3_000_000n,
        maker: trader(0),
        taker: trader(1),
      },
    ]);
    expect(store.rows("orders").map(({ side, status, remainingLots }) => [side, status, remainingLots])).toEqual([
      ["BID", "OPEN", 2n],
      ["ASK", "FILLED", 0n],
    ]);
    expect(store.rows("markets")).toMatchObject([{ lastTicks: 100, tradeCount: 1n }]);
  });

  test("the part of a deferred order that came to rest is no longer counted as deferred", async () => {
    const story = new Story().run([
      { do: "place", who: 0, side: 1, ticks: 100, lots: 3, maxFills: 10, lives: 0 },
      { do: "place", who: 1, side: 0, ticks: 100, lots: 5, maxFills: 0, lives: 0 },
      { do: "crank", steps: 5 },
    ]);
    const store = await indexed(story);
    const bids = store.rows("orders").filter(({ side }) => side === "BID");
    expect(bids.map(({ kind, lots, remainingLots, status }) => [kind, lots, remainingLots, status]).sort()).toEqual([
      ["BOOK", 2n, 2n, "OPEN"],
      ["DEFERRED", 3n, 0n, "FILLED"],
    ]);
  });

  test("a keeper fee is held by the order until its keeper or its owner gets it", async () => {
    const waits = new Story().run([{ do: "place", who: 0, side: 1, ticks: 100, lots: 3, maxFills: 0, lives: 0 }]);
    const before = await indexed(waits);
    const [order] = before.rows("orders");
    const prepaid = order?.keeperFee ?? 0n;
    expect(prepaid).toBeGreaterThan(0n);
    const vault = { account: trader(0), asset: QUOTE };
    expect(await before.find("vaultBalances", vault)).toMatchObject({ escrowed: prepaid });
    const after = await indexed(waits.run([{ do: "crank", steps: 5 }]));
    expect(await after.find("vaultBalances", vault)).toMatchObject({ escrowed: 0n });
    expect(await after.find("vaultBalances", { account: KEEPER, asset: QUOTE })).toMatchObject({ free: prepaid });
    expect(after.rows("orders").map(({ keeperFee }) => keeperFee)).toEqual([0n, 0n]);
  });

  test("an order of one's own is removed with its escrow and does not trade", async () => {
    const story = new Story().run([
      { do: "place", who: 0, side: 1, ticks: 100, lots: 3, maxFills: 10, lives: 0 },
      { do: "place", who: 0, side: 0, ticks: 100, lots: 1, maxFills: 10, lives: 0 },
    ]);
    const store = await indexed(story);
    expect(store.rows("fills")).toMatchObject([{ outcome: "REMOVED_SELF_TRADE", lots: 3n }]);
    expect(store.rows("trades")).toEqual([]);
  });
});

describe("icebergs", () => {
  test("a part that was filled is followed by the next, which belongs to the same iceberg", async () => {
    const story = new Story().run([
      { do: "place", who: 0, side: 1, ticks: 100, lots: 10, maxFills: 10, lives: 0, display: 4 },
      { do: "place", who: 1, side: 0, ticks: 100, lots: 5, maxFills: 10, lives: 0 },
    ]);
    const store = await indexed(story);
    const [iceberg] = store.rows("icebergs");
    expect(iceberg).toMatchObject({ lots: 10n, hiddenLots: 2n, peakLots: 4n, live: true, side: "ASK" });
    const parts = store.rows("orders").filter(({ icebergId }) => icebergId === iceberg?.id);
    expect(parts.map(({ status, lots, remainingLots }) => [status, lots, remainingLots])).toEqual([
      ["FILLED", 4n, 0n],
      ["OPEN", 4n, 3n],
    ]);
    expect(parts[1]?.id).toBe(iceberg?.shownOrderId);
    expect(store.rows("levels")).toMatchObject([{ lots: 3n, orders: 1 }]);
    expect(store.rows("consistencyFaults")).toEqual([]);
  });

  test("a cancelled one gives everything back and is over", async () => {
    const story = new Story().run([
      { do: "place", who: 0, side: 0, ticks: 100, lots: 10, maxFills: 10, lives: 0, display: 3 },
      { do: "cancel", which: 0 },
    ]);
    const store = await indexed(story);
    expect(store.rows("icebergs")).toMatchObject([{ live: false, hiddenLots: 7n }]);
    expect(store.rows("vaultBalances").every(({ escrowed }) => escrowed === 0n)).toBe(true);
  });
});

describe("markets", () => {
  test("keep their phase with its end, their rules and every trip of their breaker", async () => {
    const story = new Story().run([
      { do: "trip", ticks: 120 },
      { do: "phase", phase: 5, seconds: 300 },
    ]);
    const store = await indexed(story);
    expect(store.rows("markets")).toMatchObject([{ phase: "AUCTION", phaseEndsAt: story.log.timestamp + 300n }]);
    expect(store.rows("marketRules")).toMatchObject([{ marketId: 1, moveCapBps: 0, averagingSeconds: 600n }]);
    expect(store.rows("breakerTrips")).toMatchObject([{ priceTicks: 120, lowTicks: 90, highTicks: 110 }]);
    const over = await indexed(new Story().run([{ do: "phase", phase: 3, seconds: 0 }]));
    expect(over.rows("markets")).toMatchObject([{ phase: "DELISTED", phaseEndsAt: null }]);
  });
});

describe("registry", () => {
  test("a retirement of several portions is one row with the quantity of all, and a block of serials for each", async () => {
    const story = new Story().run([]);
    story.log.nextBlock();
    story.retire(TRADERS[0], 1_500n, 700n);
    const store = await indexed(story);
    expect(store.rows("retirements").map(({ units, firstUnit }) => [units, firstUnit])).toEqual([[2_200n, 0n]]);
    const consumed = store.rows("serialBlocks").filter(({ state }) => state === "RETIRED");
    expect(consumed.map(({ retirementId, firstUnit, units }) => [retirementId, firstUnit, units])).toEqual([
      [1n, 0n, 1_500n],
      [1n, 1_500n, 700n],
    ]);
    expect(store.rows("certificates")).toHaveLength(1);
    expect(store.rows("consistencyFaults")).toEqual([]);
  });

  test("a retirement names its serials, moves the batch and mints a locked certificate", async () => {
    const story = new Story();
    story.log.nextBlock();
    story.retire(TRADERS[0], 1_500n);
    story.retire(TRADERS[0], 700n);
    const store = await indexed(story);
    expect(store.rows("retirements").map(({ serialFirst, serialLast }) => [serialFirst, serialLast])).toEqual([
      [1_001n, 1_002n],
      [1_002n, 1_003n],
    ]);
    expect(await store.find("batches", { id: BATCH })).toMatchObject({ retiredUnits: 2_200n });
    expect(store.rows("certificates").map(({ locked, owner }) => [locked, owner])).toEqual([
      [true, trader(0)],
      [true, trader(0)],
    ]);
    expect(store.rows("proposals")).toMatchObject([{ status: "ISSUED" }]);
  });

  test("a batch's history tells issue, transfer, deposit and trade in chain order", async () => {
    const story = new Story().run([
      { do: "place", who: 0, side: 1, ticks: 100, lots: 3, maxFills: 10, lives: 0 },
      { do: "place", who: 1, side: 0, ticks: 100, lots: 3, maxFills: 10, lives: 0 },
    ]);
    const store = await indexed(story);
    const history = store.rows("batchEvents").sort((a, b) => Number(a.block - b.block) || a.logIndex - b.logIndex);
    expect(history[0]).toMatchObject({ kind: "ISSUED", units: 1_000_000_000n, toAccount: trader(0) });
    expect(history.at(-1)).toMatchObject({
      kind: "TRADED",
      units: 3_000n,
      fromAccount: trader(0),
      toAccount: trader(1),
    });
    expect(new Set(history.map(({ kind }) => kind))).toEqual(new Set(["ISSUED", "TRANSFERRED", "DEPOSITED", "TRADED"]));
  });
});

describe("small rules", () => {
  test("a serial range counts in kilograms from the start of the block", () => {
    expect(serialRange(1n, 0n, 1n)).toEqual({ first: 1n, last: 1n });
    expect(serialRange(1n, 999n, 2n)).toEqual({ first: 1n, last: 2n });
    expect(serialRange(10n, 1_000n, 1_000n)).toEqual({ first: 11n, last: 11n });
  });

  test("a country that is no pair of letters stays hex instead of failing", () => {
    expect([countryText("0x4b45"), countryText("0x0000"), countryText("0x00ff")]).toEqual(["KE", null, "0x00ff"]);
  });

  test("candles start on whole intervals and keep the first and the last print", () => {
    expect(candleStart("1h", 3_661n)).toBe(3_600n);
    const key = { marketId: 1, interval: "1m", start: 0n };
    const first = addPrint(null, key, { priceTicks: 5, lots: 1n, notional: 5n });
    const second = addPrint(first, key, { priceTicks: 3, lots: 2n, notional: 6n });
    expect(second).toMatchObject({ openTicks: 5, highTicks: 5, lowTicks: 3, closeTicks: 3, volumeLots: 3n, trades: 2 });
  });

  test("moves of one account and asset are added up", () => {
    const move = { account: "0x01" as const, asset: 1, free: 2n, escrowed: -2n };
    expect(
      sumMoves([move, { ...move, free: -1n, escrowed: 2n }, { ...move, asset: 2, free: 0n, escrowed: 0n }]),
    ).toEqual([{ account: "0x01", asset: 1, free: 1n, escrowed: 0n }]);
  });
});
