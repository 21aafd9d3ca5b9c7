import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SELF_TRADES } from "../codecs/enums.ts";
import { UNBOUNDED_RULES } from "../codecs/market-rules.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import { unpackOrderId } from "../codecs/order-id.ts";
import type { OrderInput } from "../requests/order-input.ts";
import { BookRefusal } from "./book-refusal.ts";
import { createReferenceBook } from "./create-reference-book.ts";
import type { Moment } from "./book-state.ts";
import type { ReferenceBook } from "./create-reference-book.ts";

const TERMS = {
  marketId: 1,
  base: 1,
  quote: 2,
  lotUnits: 1000n,
  tickSize: 10_000n,
  minLots: 1n,
  makerFeePips: 1000,
  takerFeePips: 2500,
};
const NOW = 1_000;
/** So many seconds after the start, in a block of that number. */
const at = (later = 0, block = NOW + later): Moment => ({ seconds: NOW + later, block });
const ACCOUNTS = ["a", "b", "c"];
const FUNDS = 10n ** 12n;

function fundedBook(rules: MarketRules = UNBOUNDED_RULES): ReferenceBook {
  const book = createReferenceBook(TERMS, rules);
  for (const account of ACCOUNTS) {
    book.deposit(account, 1, FUNDS, at());
    book.deposit(account, 2, FUNDS, at());
  }
  return book;
}

const order = (change: Partial<OrderInput>): OrderInput => ({
  marketId: 1,
  side: "BID",
  orderType: "LIMIT_GTC",
  priceTicks: 100,
  lots: 10n,
  ...change,
});

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof BookRefusal) return error.message;
    throw error;
  }
  return "";
}

describe("the reference book", () => {
  it("fills by price, then by time, at the maker's price", () => {
    const book = fundedBook();
    const late = book.place("a", order({ side: "ASK", priceTicks: 101 }), at());
    const first = book.place("a", order({ side: "ASK", lots: 4n }), at());
    const second = book.place("b", order({ side: "ASK", lots: 4n }), at());
    const report = book.place("c", order({ priceTicks: 105, lots: 10n }), at());
    expect(report.fills.map((fill) => [fill.priceTicks, fill.sequence, fill.lots, fill.remainingLots])).toEqual([
      [100, 1, 4n, 0n],
      [100, 2, 4n, 0n],
      [101, 1, 2n, 8n],
    ]);
    expect(report.notional).toBe((800n + 202n) * 10_000n);
    expect(report.takerFee).toBe(25_050n);
    expect([first.orderId, second.orderId, late.orderId].every((id) => id !== null)).toBe(true);
    expect(book.balance("c", 1)).toBe(FUNDS + 10_000n);
    expect(book.balance("c", 2)).toBe(FUNDS - report.notional - report.takerFee);
    expect(book.balance("b", 2)).toBe(FUNDS + 4_000_000n - 4_000n);
  });

  it("leaves the rest of a bounded sweep in the queue, which the crank finishes", () => {
    const book = fundedBook();
    for (let i = 0; i < 3; i++) book.place("a", order({ side: "ASK", lots: 2n }), at());
    const report = book.place("b", order({ lots: 10n, maxFills: 2 }), at());
    expect(report.filledLots).toBe(4n);
    expect(book.queue()).toEqual({ head: 1, tail: 2 });
    expect(book.crank("c", 10, at()).steps).toBe(2);
    expect(book.best()).toEqual({ bidTicks: 100, askTicks: null });
    expect(book.depth("BID")).toEqual([{ priceTicks: 100, lots: 4n }]);
    expect(book.queue()).toEqual({ head: 2, tail: 2 });
  });

  it("removes expired, own and barred orders from a taker's way and refunds them", () => {
    const book = fundedBook();
    book.place("a", order({ side: "ASK", lots: 1n, expiry: NOW + 5 }), at());
    book.place("b", order({ side: "ASK", lots: 2n }), at());
    book.place("c", order({ side: "ASK", lots: 3n }), at());
    book.setMayTrade("c", false, at());
    const report = book.place("b", order({ lots: 9n, orderType: "MARKET" }), at(5));
    expect(report.fills.map((fill) => fill.outcome)).toEqual([
      "REMOVED_EXPIRED",
      "REMOVED_SELF_TRADE",
      "REMOVED_INELIGIBLE",
    ]);
    expect(ACCOUNTS.map((account) => book.balance(account, 1))).toEqual([FUNDS, FUNDS, FUNDS]);
    expect(book.best().askTicks).toBeNull();
  });

  it("refuses by the first broken rule and changes nothing", () => {
    const book = fundedBook();
    book.place("a", order({ side: "ASK", lots: 1n }), at());
    const cases: [Partial<OrderInput>, string][] = [
      [{ priceTicks: 0 }, "Exchange_PriceOutOfRange(0, 1, 65535)"],
      [{ lots: 0n }, "Exchange_SizeBelowMinimum(0, 1)"],
      [{ maxFills: 151 }, "Exchange_MaxFillsAboveCap(151, 150)"],
      [{ orderType: "LIMIT_FOK", maxFills: 0 }, "Exchange_MaxFillsRequired(2)"],
      [{ minFillLots: 1n }, "Exchange_MinFillNotAllowed(0, 1)"],
      [{ orderType: "MARKET", minFillLots: 11n }, "Exchange_MinFillAboveSize(11, 10)"],
      [{ orderType: "MARKET", expiry: NOW + 1 }, `Exchange_ExpiryNotAllowed(4, ${NOW + 1})`],
      [{ expiry: NOW }, `Exchange_Expired(${NOW}, ${NOW})`],
      [{ orderType: "LIMIT_POST_ONLY" }, "Exchange_PostOnlyWouldCross(100, 100)"],
      [{ orderType: "LIMIT_FOK", lots: 2n }, "Exchange_NotFilled(1, 2)"],
      [{ lots: 10n ** 9n }, `Exchange_InsufficientBalance(2, ${FUNDS}, ${10n ** 15n + 10n ** 12n - 1_000n + 2_500n})`],
    ];
    for (const [change, message] of cases) expect(refusal(() => book.place("b", order(change), at()))).toBe(message);
    book.setMayTrade("b", false, at());
    expect(refusal(() => book.place("b", order({}), at()))).toBe("Exchange_NotEligible(b)");
    expect(book.depth("ASK")).toEqual([{ priceTicks: 100, lots: 1n }]);
    expect(book.balance("b", 2)).toBe(FUNDS);
  });

  it("gives everything back when a market is delisted", () => {
    const book = fundedBook();
    const resting = book.place("a", order({}), at());
    book.place("b", order({ side: "ASK", maxFills: 0 }), at());
    book.move("halt", at());
    expect(book.crank("c", 10, at()).steps).toBe(0);
    expect(refusal(() => book.place("a", order({}), at()))).toBe("Exchange_MarketNotOpen(1, 2)");
    book.move("delist", at());
    expect(refusal(() => book.move("open", at()))).toBe("Exchange_BadMarketPhase(1, 3, 5)");
    expect(book.crank("c", 10, at()).steps).toBe(1);
    expect(resting.orderId !== null && book.cancel("a", resting.orderId, at())).toBe(10n);
    expect(ACCOUNTS.flatMap((account) => [book.balance(account, 1), book.balance(account, 2)])).toEqual(
      Array(6).fill(FUNDS),
    );
  });

  it("lets only the owner cancel, and only once", () => {
    const book = fundedBook();
    const { orderId } = book.place("a", order({}), at());
    const id = orderId ?? 0n;
    expect(refusal(() => book.cancel("b", id, at()))).toBe("Exchange_NotOrderOwner(b, a)");
    expect(book.cancelBatch("a", [id, id], at())).toEqual([10n, 0n]);
    expect(refusal(() => book.cancel("a", id, at()))).toBe(`Exchange_OrderNotLive(${id})`);
  });

  describe("meeting an own order", () => {
    const met = (selfTrade: "CANCEL_MAKER" | "CANCEL_TAKER" | "CANCEL_BOTH" | "DECREMENT") => {
      const book = fundedBook();
      book.place("a", order({ side: "ASK", lots: 6n }), at());
      book.place("b", order({ side: "ASK", lots: 6n, priceTicks: 101 }), at());
      const report = book.place("a", order({ priceTicks: 101, lots: 8n, selfTrade }), at());
      return { book, report, own: book.ordersAt("ASK", 100).map(({ lots }) => lots) };
    };

    it("removes it and goes on, unless said otherwise", () => {
      const { report, own } = met("CANCEL_MAKER");
      expect([report.filledLots, own]).toEqual([6n, []]);
      expect(report.fills[0]).toMatchObject({ outcome: "REMOVED_SELF_TRADE", lots: 6n, remainingLots: 0n });
      expect(report.orderId).not.toBeNull();
    });

    it("drops the rest of the arriving one", () => {
      const { report, own } = met("CANCEL_TAKER");
      expect(report).toMatchObject({ filledLots: 0n, fills: [], orderId: null });
      expect(own).toEqual([6n]);
    });

    it("does both", () => {
      const { report, own, book } = met("CANCEL_BOTH");
      expect([report.filledLots, report.orderId, own]).toEqual([0n, null, []]);
      expect(book.balance("a", 1)).toBe(FUNDS);
    });

    it("takes the smaller size off both", () => {
      const { report } = met("DECREMENT");
      expect(report.filledLots).toBe(2n);
      expect(report.orderId).toBeNull();
      const book = fundedBook();
      const { orderId } = book.place("a", order({ lots: 6n }), at());
      const taken = book.place("a", order({ side: "ASK", lots: 2n, selfTrade: "DECREMENT" }), at());
      expect(taken.fills).toMatchObject([{ outcome: "REMOVED_SELF_TRADE", lots: 2n, remainingLots: 4n }]);
      expect(book.cancel("a", orderId ?? 0n, at())).toBe(4n);
      expect([book.balance("a", 1), book.balance("a", 2)]).toEqual([FUNDS, FUNDS]);
    });
  });

  it("slides a post-only order to one tick behind the best opposite price", () => {
    const book = fundedBook();
    book.place("a", order({ side: "ASK", priceTicks: 105 }), at());
    book.place("b", order({ orderType: "LIMIT_POST_ONLY_SLIDE", priceTicks: 110 }), at());
    expect(book.best()).toEqual({ bidTicks: 104, askTicks: 105 });
    book.place("c", order({ side: "ASK", orderType: "LIMIT_POST_ONLY_SLIDE", priceTicks: 90 }), at());
    expect(book.depth("ASK")).toEqual([{ priceTicks: 105, lots: 20n }]);
    const edge = fundedBook();
    edge.place("a", order({ side: "ASK", priceTicks: 1 }), at());
    const slide = order({ orderType: "LIMIT_POST_ONLY_SLIDE", priceTicks: 1 });
    expect(refusal(() => edge.place("b", slide, at()))).toBe("Exchange_PostOnlyWouldCross(1, 1)");
  });

  describe("an iceberg", () => {
    it("shows a part at a time, each at the tail, and sells all of it", () => {
      const book = fundedBook();
      const { orderId } = book.place("a", order({ side: "ASK", lots: 10n, displayLots: 4 }), at());
      book.place("b", order({ side: "ASK", lots: 3n }), at());
      expect(unpackOrderId(orderId ?? 0n)).toMatchObject({ kind: "ICEBERG_ASK", priceTicks: 100, sequence: 1 });
      expect(book.depth("ASK")).toEqual([{ priceTicks: 100, lots: 7n }]);
      expect(book.iceberg(1)).toEqual({ hiddenLots: 6n, peakLots: 4n });
      const report = book.place("c", order({ lots: 13n }), at());
      expect(report.fills.map(({ sequence, lots, levelLots }) => [sequence, lots, levelLots])).toEqual([
        [1, 4n, 7n],
        [2, 3n, 4n],
        [3, 4n, 2n],
        [4, 2n, 0n],
      ]);
      expect(book.iceberg(1)).toBeNull();
      expect(book.escrowed(1)).toBe(0n);
    });

    it("is cancelled as a whole, by its own id or by that of its part", () => {
      const book = fundedBook();
      const { orderId } = book.place("a", order({ lots: 10n, displayLots: 3 }), at());
      expect(book.cancel("a", orderId ?? 0n, at())).toBe(10n);
      expect(book.balance("a", 2)).toBe(FUNDS);
      book.place("a", order({ lots: 10n, displayLots: 3 }), at());
      const [part] = book.ordersAt("BID", 100);
      expect(book.cancel("a", part?.id ?? 0n, at())).toBe(10n);
      expect(book.balance("a", 2)).toBe(FUNDS);
      expect(refusal(() => book.cancel("a", orderId ?? 0n, at()))).toBe(`Exchange_OrderNotLive(${orderId})`);
    });

    it("is refused where it could not rest or would show whole", () => {
      const book = fundedBook();
      const market = order({ orderType: "MARKET", displayLots: 3 });
      expect(refusal(() => book.place("a", market, at()))).toBe("Exchange_DisplayNotAllowed(4, 3)");
      expect(refusal(() => book.place("a", order({ displayLots: 10 }), at()))).toBe(
        "Exchange_DisplayAboveSize(10, 10)",
      );
    });
  });

  describe("a price outside of the band", () => {
    const RULES = { ...UNBOUNDED_RULES, moveCapBps: 500, auctionSeconds: 60 };
    const trading = () => {
      const book = fundedBook(RULES);
      book.place("a", order({ side: "ASK", lots: 1n }), at());
      book.place("b", order({ lots: 1n }), at());
      book.place("a", order({ side: "ASK", lots: 5n, priceTicks: 104 }), at());
      book.place("a", order({ side: "ASK", lots: 5n, priceTicks: 106 }), at());
      return book;
    };

    it("stops the take before that fill, keeps the rest and opens an auction", () => {
      const book = trading();
      expect(book.priceBand(at())).toEqual({ low: 95, high: 105 });
      const report = book.place("b", order({ priceTicks: 110, lots: 10n }), at(1));
      expect(report).toMatchObject({ filledLots: 5n, breach: { priceTicks: 106, low: 95, high: 105 } });
      expect(book.phase()).toEqual({ phase: "AUCTION", endsAt: NOW + 61 });
      expect(book.best()).toEqual({ bidTicks: 110, askTicks: 106 });
      expect(book.tape(at(1))).toMatchObject({ lastTicks: 104, lastTradeAt: NOW + 1, volumeLots: 6n });
    });

    it("leaves a deferred order at the head of the queue", () => {
      const book = trading();
      book.place("b", order({ priceTicks: 110, lots: 10n, maxFills: 0 }), at());
      expect(book.crank("c", 50, at())).toMatchObject({ steps: 1, breach: { priceTicks: 106 } });
      expect(book.queue()).toEqual({ head: 1, tail: 2 });
      expect(book.crank("c", 50, at()).steps).toBe(0);
    });

    it("lets the auction collect limit orders only, without matching", () => {
      const book = trading();
      book.place("b", order({ priceTicks: 110, lots: 10n }), at());
      const market = order({ orderType: "MARKET" });
      expect(refusal(() => book.place("c", market, at()))).toBe("Exchange_NotInAuction(4)");
      const report = book.place("c", order({ side: "ASK", priceTicks: 90, maxFills: 0 }), at());
      expect(report.fills).toEqual([]);
      expect(book.best()).toEqual({ bidTicks: 110, askTicks: 90 });
    });

    it("follows the time-weighted price", () => {
      const book = fundedBook({ ...UNBOUNDED_RULES, dynamicBandBps: 1_000, averagingSeconds: 100 });
      book.place("a", order({ side: "ASK", lots: 1n }), at());
      book.place("b", order({ lots: 1n }), at());
      book.place("a", order({ side: "ASK", lots: 1n, priceTicks: 108 }), at());
      book.place("b", order({ lots: 1n, priceTicks: 108 }), at());
      expect(book.priceBand(at())).toEqual({ low: 90, high: 110 });
      expect(book.priceBand(at(50))).toEqual({ low: 94, high: 114 });
      expect(book.priceBand(at(100))).toEqual({ low: 98, high: 118 });
    });
  });

  it("never makes or loses a unit, and never stays crossed with an empty queue", () => {
    const step = fc.record({
      who: fc.constantFrom(...ACCOUNTS),
      act: fc.constantFrom("place", "place", "place", "cancel", "crank", "prune"),
      side: fc.constantFrom("BID" as const, "ASK" as const),
      orderType: fc.constantFrom(
        "LIMIT_GTC" as const,
        "LIMIT_IOC" as const,
        "MARKET" as const,
        "LIMIT_POST_ONLY" as const,
        "LIMIT_POST_ONLY_SLIDE" as const,
      ),
      selfTrade: fc.constantFrom(...SELF_TRADES),
      displayLots: fc.constantFrom(0, 0, 0, 3, 7),
      priceTicks: fc.integer({ min: 95, max: 105 }),
      lots: fc.bigInt(1n, 50n),
      maxFills: fc.integer({ min: 0, max: 3 }),
      expiry: fc.constantFrom(0, 0, 3),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.constantFrom(0, 0, 300), (steps, moveCapBps) => {
        const book = fundedBook({ ...UNBOUNDED_RULES, moveCapBps });
        const ids: bigint[] = [];
        steps.forEach(({ who, act, expiry, ...rest }, index) => {
          const now = NOW + index;
          try {
            if (act === "place")
              ids.push(
                book.place(who, order({ ...rest, ...(expiry ? { expiry: now + expiry } : {}) }), at(index)).orderId ??
                  0n,
              );
            else if (act === "cancel") book.cancel(who, ids[index % (ids.length || 1)] ?? 1n, at(index));
            else if (act === "crank") book.crank("c", 3, at(index));
            else book.prune(ids, at(index));
          } catch (error) {
            if (!(error instanceof BookRefusal)) throw error;
          }
          for (const asset of [1, 2]) {
            const free = ACCOUNTS.reduce((sum, account) => sum + book.balance(account, asset), 0n);
            expect(free + book.escrowed(asset) + (asset === 2 ? book.fees() : 0n)).toBe(3n * FUNDS);
          }
          const { bidTicks, askTicks } = book.best();
          if (bidTicks !== null && askTicks !== null && book.phase().phase === "CONTINUOUS")
            expect(bidTicks).toBeLessThan(askTicks);
        });
      }),
      { numRuns: 60 },
    );
  });
});
