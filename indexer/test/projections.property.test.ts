import fc from "fast-check";
import type { Hex } from "viem";
import { describe, expect, test } from "vitest";
import { applyEvent, createMemoryStore } from "../src/projections/index.ts";
import type { ChainEvent, MemoryStore, TableName } from "../src/projections/index.ts";
import { KEY_COLUMNS } from "../src/projections/rows.ts";
import { KEEPER } from "./model/exchange-model.ts";
import { BATCH, EXCHANGE, Story, TRADERS, arbitraryStep } from "./model/story.ts";
import { BASE, QUOTE } from "./model/ledger.ts";

const stories = fc.array(arbitraryStep, { minLength: 5, maxLength: 120 });
const TABLES = Object.keys(KEY_COLUMNS) as TableName[];

async function apply(events: readonly ChainEvent[], store: MemoryStore = createMemoryStore()): Promise<MemoryStore> {
  for (const event of events) await applyEvent(event, { store, exchange: EXCHANGE });
  return store;
}

const dump = (store: MemoryStore) => Object.fromEntries(TABLES.map((table) => [table, store.rows(table)]));

describe("projections against a model of the exchange", () => {
  test("vault balances, escrow included, are exact", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (steps) => {
        const story = new Story().run(steps);
        const store = await apply(story.log.events);
        expect(store.rows("consistencyFaults")).toEqual([]);
        for (const account of [...TRADERS, KEEPER]) {
          for (const asset of [QUOTE, BASE]) {
            const row = await store.find("vaultBalances", { account: account.toLowerCase() as Hex, asset });
            const money = story.exchange.balance(account, asset);
            const { free, escrowed } = row ?? { free: 0n, escrowed: 0n };
            expect({ free, escrowed }).toEqual({ free: money.free, escrowed: money.locked });
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test("levels, live orders and fees are those of the model", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (steps) => {
        const story = new Story().run(steps);
        const store = await apply(story.log.events);
        for (const level of store.rows("levels")) {
          const side = level.side as "BID" | "ASK";
          const orders = story.exchange.book.filter((order) => order.side === side && order.ticks === level.priceTicks);
          expect([level.lots, level.orders]).toEqual([story.exchange.levelLots(side, level.priceTicks), orders.length]);
        }
        const live = store.rows("orders").filter(({ status }) => status === "OPEN" || status === "DEFERRED");
        const expected = [...story.exchange.book, ...story.exchange.queue];
        expect(new Map(live.map((order) => [order.id, order.remainingLots]))).toEqual(
          new Map(expected.map((order) => [order.id, order.lots])),
        );
        const shown = story.exchange.book.flatMap(({ id, iceberg }) =>
          iceberg === null ? [] : [[iceberg, id] as const],
        );
        const icebergs = store.rows("icebergs").filter(({ live }) => live);
        expect(new Map(icebergs.map((row) => [row.id, [row.hiddenLots, row.shownOrderId]]))).toEqual(
          new Map(
            shown.map(([{ id, parts }, orderId]) => [id, [parts.reduce((sum, part) => sum + part.lots, 0n), orderId]]),
          ),
        );
        const [fees] = store.rows("feeBalances");
        expect((fees?.collected ?? 0n) - (fees?.paidOut ?? 0n)).toBe(story.exchange.fees);
      }),
      { numRuns: 100 },
    );
  });

  test("every unit issued is circulating, escrowed, retired or cancelled", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (steps) => {
        const story = new Story().run(steps);
        const store = await apply(story.log.events);
        const batch = await store.find("batches", { id: BATCH });
        const supply = await store.find("batchSupplies", { batchId: BATCH });
        if (batch === null || supply === null) throw new TypeError("the batch is missing");
        expect(batch.issuedUnits).toBe(
          supply.circulatingUnits + supply.escrowedUnits + batch.retiredUnits + batch.cancelledUnits,
        );
        expect(supply.escrowedUnits).toBe(story.wallets.get(EXCHANGE));
        const vault = store.rows("vaultBalances").filter(({ asset }) => asset === BASE);
        expect(vault.reduce((sum, row) => sum + row.free + row.escrowed, 0n)).toBe(supply.escrowedUnits);
        const consumed = store.rows("serialBlocks").filter(({ state }) => state !== "ISSUED");
        expect(consumed.reduce((sum, row) => sum + row.units, 0n)).toBe(story.retiredUnits + story.cancelledUnits);
      }),
      { numRuns: 60 },
    );
  });

  test("traded lots of an order, its fills and its trades agree, and candles add up", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (steps) => {
        const store = await apply(new Story().run(steps).log.events);
        const trades = store.rows("trades");
        for (const order of store.rows("orders").filter(({ kind }) => kind === "BOOK")) {
          const traded = trades
            .filter(({ makerOrderId }) => makerOrderId === order.id)
            .reduce((sum, { lots }) => sum + lots, 0n);
          expect(order.lots - order.remainingLots).toBe(traded);
        }
        const volume = trades.reduce((sum, { lots }) => sum + lots, 0n);
        for (const interval of ["1m", "5m", "15m", "1h", "1d"]) {
          const candles = store.rows("candles").filter((candle) => candle.interval === interval);
          expect(candles.reduce((sum, { volumeLots }) => sum + volumeLots, 0n)).toBe(volume);
          for (const { lowTicks, openTicks, closeTicks, highTicks } of candles) {
            expect(lowTicks).toBeLessThanOrEqual(Math.min(openTicks, closeTicks));
            expect(highTicks).toBeGreaterThanOrEqual(Math.max(openTicks, closeTicks));
          }
        }
        const seqs = trades.map(({ seq }) => Number(seq)).sort((a, b) => a - b);
        expect(seqs).toEqual(seqs.map((_seq, at) => at + 1));
      }),
      { numRuns: 60 },
    );
  });
});

describe("delivery", () => {
  test("any chunking, with chunks delivered again, gives the same tables", async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.array(fc.nat({ max: 40 }), { maxLength: 20 }), async (steps, cuts) => {
        const { events } = new Story().run(steps).log;
        const straight = await apply(events);
        const store = createMemoryStore();
        let at = 0;
        for (const size of [...cuts, events.length]) {
          await apply(events.slice(Math.max(0, at - size), at + size), store); // the last ones come a second time
          at = Math.min(events.length, at + size);
        }
        expect(dump(store)).toEqual(dump(straight));
      }),
      { numRuns: 60 },
    );
  });

  test("a branch that was undone leaves no trace: the replay of another one equals a straight replay", async () => {
    await fc.assert(
      fc.asyncProperty(stories, stories, stories, async (shared, orphaned, canonical) => {
        const common = new Story().run(shared).log.events.length;
        const abandoned = new Story().run([...shared, ...orphaned]).log.events;
        const kept = new Story().run([...shared, ...canonical]).log.events;
        const store = await apply(kept.slice(0, common));
        const undo = await copyOf(store);
        await apply(abandoned.slice(common), store);
        expect(dump(await apply(kept.slice(common), undo))).toEqual(dump(await apply(kept)));
      }),
      { numRuns: 30 },
    );
  });

  test("the stories are lively: they trade, rest, defer, expire, remove and cancel", async () => {
    const steps = fc.sample(arbitraryStep, { numRuns: 2_000, seed: 7 });
    const last = { do: "place", who: 1, side: 0, ticks: 95, lots: 1, maxFills: 0, lives: 0 } as const;
    const store = await apply(new Story().run([...steps.filter((step) => step.do !== "block"), last]).log.events);
    const statuses = new Set(store.rows("orders").map(({ status }) => status));
    expect([...statuses].sort()).toEqual(["CANCELLED", "DEFERRED", "EXPIRED", "FILLED", "OPEN", "SELF_TRADE"]);
    expect(store.rows("trades").length).toBeGreaterThan(100);
    expect(store.rows("icebergs").filter(({ live }) => !live).length).toBeGreaterThan(10);
    expect(store.rows("orders").filter(({ icebergId }) => icebergId !== null).length).toBeGreaterThan(40);
    expect(store.rows("breakerTrips").length).toBeGreaterThan(10);
    expect(store.rows("consistencyFaults")).toEqual([]);
  });
});

/** A store with the same rows, as a database that undoes a branch has them. */
async function copyOf(store: MemoryStore): Promise<MemoryStore> {
  const copy = createMemoryStore();
  for (const table of TABLES) for (const row of store.rows(table)) await copy.put(table, row);
  return copy;
}
