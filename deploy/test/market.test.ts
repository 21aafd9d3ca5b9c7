import { encodeConditional, parseSerial } from "@carbonxchange/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOGUE, namespaceOf } from "../local/catalogue.ts";
import { decide, LOW_CASH, MAX_LEVELS, type FlowMarket, type FlowStocks } from "../local/flow/decide.ts";
import { conditionalOrder } from "../local/flow/waiting.ts";
import { nextMid, openingBook, orderLots, pastTrades } from "../local/market-model.ts";
import { createRandom } from "../local/random.ts";
import { marketRules } from "../local/seed/markets.ts";

describe("the catalogue", () => {
  it("has ten to twelve projects, each once, and four to six markets", () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(10);
    expect(CATALOGUE.length).toBeLessThanOrEqual(12);
    expect(new Set(CATALOGUE.map(({ nativeId }) => nativeId)).size).toBe(CATALOGUE.length);
    expect(new Set(CATALOGUE.map(namespaceOf)).size).toBe(CATALOGUE.length);
    const priced = CATALOGUE.filter(({ priceTicks }) => priceTicks !== undefined);
    expect(priced.length).toBeGreaterThanOrEqual(4);
    expect(priced.length).toBeLessThanOrEqual(6);
  });

  it.each(CATALOGUE.map((entry) => [entry.nativeId, entry] as const))(
    "%s has a serial that its registry would print",
    (_, entry) => {
      const parsed = parseSerial(entry.serial(entry.blockStart, entry.blockStart + entry.tonnes - 1));
      if (!parsed.ok) throw new TypeError(parsed.error);
      const { registry, projectNativeId, country, quantity, vintageYear } = parsed.value;
      expect({ registry, projectNativeId, country, quantity }).toEqual({
        registry: entry.registryName,
        projectNativeId: entry.nativeId,
        country: entry.country,
        quantity: BigInt(entry.tonnes),
      });
      const [from, to] = entry.vintage;
      expect(Date.parse(from)).toBeLessThan(Date.parse(to));
      expect(vintageYear).toBe(Number(from.slice(0, 4)));
    },
  );
});

describe("the market model", () => {
  it("gives the same market for the same seed and another for another", () => {
    const book = (seed: number) => openingBook(780, 16, createRandom(seed));
    expect(book(1)).toEqual(book(1));
    expect(book(1)).not.toEqual(book(2));
  });

  it("opens a book that is never crossed and stays within the ticks", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64_000 }), fc.integer(), (mid, seed) => {
        const book = openingBook(mid, 16, createRandom(seed));
        const bids = book.filter(({ side }) => side === "BID").map(({ priceTicks }) => priceTicks);
        const asks = book.filter(({ side }) => side === "ASK").map(({ priceTicks }) => priceTicks);
        expect(Math.max(0, ...bids)).toBeLessThan(Math.min(...asks));
        expect(Math.min(...bids, ...asks)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...asks)).toBeLessThanOrEqual(65_535 * 1.04);
        expect(book.every(({ lots }) => lots > 0n)).toBe(true);
      }),
    );
  });

  it("has twelve levels or more on each side at every price of the catalogue", () => {
    for (const { priceTicks } of CATALOGUE) {
      if (priceTicks === undefined) continue;
      const book = openingBook(priceTicks, 16, createRandom(1));
      for (const side of ["BID", "ASK"])
        expect(book.filter((level) => level.side === side).length).toBeGreaterThanOrEqual(12);
    }
  });

  it("lets prices wander but come back to their anchor", () => {
    const random = createRandom(3);
    let mid = 1_000;
    let sum = 0;
    for (let step = 0; step < 5_000; step++) sum += mid = nextMid(mid, 1_000, random);
    expect(sum / 5_000).toBeGreaterThan(900);
    expect(sum / 5_000).toBeLessThan(1_100);
  });

  it("trades positive lots at prices of at least one tick", () => {
    const { moments } = pastTrades([2, 780, 60_000], 200, createRandom(4));
    for (const trade of moments.flat()) {
      expect(trade.priceTicks).toBeGreaterThanOrEqual(1);
      expect(trade.priceTicks).toBeLessThanOrEqual(65_535);
      expect(trade.lots).toBeGreaterThan(0n);
    }
    expect(orderLots(createRandom(1), 0.01)).toBe(1n);
  });
});

describe("the price bands of the demonstration", () => {
  const anchors = CATALOGUE.flatMap(({ priceTicks }) => (priceTicks === undefined ? [] : [priceTicks]));
  /** Whether every move stays within the bands; an hour and more lies between two moments, so the average is the last price. */
  const faults = (anchorTicks: number, prices: readonly number[]): string[] => {
    const { staticBandBps, dynamicBandBps, moveCapBps } = marketRules(anchorTicks);
    return prices.flatMap((price, index) => {
      const before = prices[index - 1] ?? price;
      const far = (from: number, bps: number) => Math.abs(price - from) * 10_000 > from * bps;
      if (far(anchorTicks, staticBandBps)) return [`${price} is far from ${anchorTicks}`];
      return far(before, Math.min(dynamicBandBps, moveCapBps)) ? [`${price} follows ${before}`] : [];
    });
  };

  it("hold the past of the seed and of others", () => {
    for (const seed of [1, 2, 3, 2026]) {
      const { moments } = pastTrades(anchors, 400, createRandom(seed));
      for (const [market, anchor] of anchors.entries()) {
        const prices = moments.flat().filter((trade) => trade.market === market);
        expect(
          faults(
            anchor,
            prices.map(({ priceTicks }) => priceTicks),
          ),
        ).toEqual([]);
      }
    }
  });

  it("hold what the traders take afterwards", () => {
    const random = createRandom(11);
    for (const anchor of anchors) {
      const state: FlowMarket = {
        marketId: 1,
        anchorTicks: anchor,
        fair: anchor,
        bestBid: anchor - 1,
        bestAsk: anchor + 1,
        bidLevels: 20,
        askLevels: 20,
        referenceTicks: 0,
        lastTicks: 0,
        collects: false,
        waiting: 0,
      };
      const rich = { cash: 10n ** 13n, lots: 50_000n };
      const prices: number[] = [];
      for (let turn = 0; turn < 5_000; turn++) {
        const action = decide(state, { makerA: rich, makerB: rich }, random, 1_000);
        const middle = Math.round(state.fair);
        [state.bestBid, state.bestAsk] = [middle - 1, middle + 1];
        if (action.kind === "place" && action.trader === "makerB") prices.push(action.order.priceTicks);
      }
      expect(faults(anchor, prices)).toEqual([]);
    }
  });
});

describe("the order flow", () => {
  const market = (): FlowMarket => ({
    marketId: 1,
    anchorTicks: 780,
    fair: 780,
    bestBid: 778,
    bestAsk: 782,
    bidLevels: 20,
    askLevels: 20,
    referenceTicks: 780,
    lastTicks: 779,
    collects: false,
    waiting: 0,
  });
  const stocks = (): FlowStocks => ({
    makerA: { cash: 10n ** 13n, lots: 50_000n },
    makerB: { cash: 10n ** 13n, lots: 50_000n },
  });

  it("does everything a visitor should see, on both sides", () => {
    const random = createRandom(5);
    const seen = new Set<string>();
    for (let turn = 0; turn < 500; turn++) {
      const action = decide(market(), stocks(), random, 1_000);
      if (action.kind !== "place") continue;
      const { order } = action;
      seen.add(
        `${order.side} ${order.maxFills === 0 ? "deferred" : order.orderType}${order.expiry === undefined ? "" : " expiring"}`,
      );
    }
    for (const side of ["BID", "ASK"]) {
      for (const what of ["LIMIT_GTC", "LIMIT_GTC expiring", "LIMIT_IOC", "MARKET", "deferred"])
        expect(seen).toContain(`${side} ${what}`);
    }
  });

  it("lets orders wait for a price and for a time, and opens an auction now and then", () => {
    const random = createRandom(8);
    const seen = new Set<string>();
    for (let turn = 0; turn < 3_000; turn++) {
      const action = decide(market(), stocks(), random, 1_000);
      if (action.kind === "conditional" || action.kind === "parent")
        seen.add(`${action.order.side} ${action.order.kind}`);
      if (action.kind === "auction") seen.add("auction");
    }
    const kinds = ["STOP_MARKET", "STOP_LIMIT", "TAKE_PROFIT", "OCO", "TRAILING_STOP", "TWAP", "VWAP"];
    expect([...seen].sort()).toEqual(["auction", ...kinds.flatMap((kind) => [`ASK ${kind}`, `BID ${kind}`])].sort());
  });

  it("places no trigger that the reference price or the last trade has met, and only so many", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 60_000 }),
        fc.integer({ min: 3, max: 60_000 }),
        fc.integer(),
        (one, two, seed) => {
          const state = { ...market(), fair: one, referenceTicks: one, lastTicks: two };
          const order = conditionalOrder(state, seed % 2 === 0 ? "BID" : "ASK", createRandom(seed), 1_000);
          const encoded = encodeConditional(order);
          if (encoded.triggerAboveTicks > 0) expect(encoded.triggerAboveTicks).toBeGreaterThan(Math.max(one, two));
          if (encoded.triggerBelowTicks > 0) expect(encoded.triggerBelowTicks).toBeLessThan(Math.min(one, two));
        },
      ),
    );
    const random = createRandom(9);
    const kinds = Array.from({ length: 300 }, () => decide({ ...market(), waiting: 12 }, stocks(), random, 0).kind);
    expect(kinds).not.toContain("conditional");
  });

  it("fills an auction from both sides with limit orders that cross", () => {
    const random = createRandom(10);
    const best = { BID: 0, ASK: 65_535 };
    for (let turn = 0; turn < 50; turn++) {
      const action = decide({ ...market(), collects: true }, stocks(), random, 0);
      if (action.kind !== "place") throw new TypeError(`${action.kind} in an auction`);
      expect(action.order.orderType).toBe("LIMIT_GTC");
      const { side, priceTicks } = action.order;
      best[side] = side === "BID" ? Math.max(best.BID, priceTicks) : Math.min(best.ASK, priceTicks);
    }
    expect(best.BID).toBeGreaterThan(best.ASK);
  });

  it("never quotes through the other side of the book", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60_000 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer(),
        (bestBid, spread, seed) => {
          const bestAsk = bestBid + spread;
          const state = { ...market(), anchorTicks: bestBid * 1.3, fair: bestBid, bestBid, bestAsk };
          const action = decide(state, stocks(), createRandom(seed), 1_000);
          if (action.kind !== "place" || action.order.orderType !== "LIMIT_GTC") return;
          if (action.order.side === "BID") expect(action.order.priceTicks).toBeLessThan(bestAsk);
          else expect(action.order.priceTicks).toBeGreaterThan(bestBid);
        },
      ),
    );
  });

  it("tidies a side that grows too long and refills a purse that runs dry", () => {
    const random = createRandom(6);
    expect(decide({ ...market(), askLevels: MAX_LEVELS + 1 }, stocks(), random, 0)).toEqual({
      kind: "tidy",
      side: "ASK",
    });
    const poor = { ...stocks(), makerB: { cash: LOW_CASH - 1n, lots: 1n } };
    expect(decide(market(), poor, random, 0)).toEqual({ kind: "topUp", trader: "makerB" });
  });

  it("buys when the second maker has no credits left, and fills an empty side first", () => {
    const random = createRandom(7);
    for (let turn = 0; turn < 200; turn++) {
      const poor = { ...stocks(), makerB: { cash: 10n ** 13n, lots: 0n } };
      const action = decide(market(), poor, random, 0);
      if (action.kind === "place" && action.trader === "makerB") expect(action.order.side).toBe("BID");
      const empty = decide({ ...market(), bestAsk: 0, askLevels: 0 }, stocks(), random, 0);
      expect(empty).toMatchObject({ kind: "place", order: { side: "ASK", orderType: "LIMIT_GTC" } });
    }
  });
});
