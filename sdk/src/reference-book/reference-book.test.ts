import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderInput } from "../requests/order-input.ts";
import { BookRefusal } from "./book-refusal.ts";
import { createReferenceBook } from "./create-reference-book.ts";
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
const ACCOUNTS = ["a", "b", "c"];
const FUNDS = 10n ** 12n;

function fundedBook(): ReferenceBook {
  const book = createReferenceBook(TERMS);
  for (const account of ACCOUNTS) {
    book.deposit(account, 1, FUNDS);
    book.deposit(account, 2, FUNDS);
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
    const late = book.place("a", order({ side: "ASK", priceTicks: 101 }), NOW);
    const first = book.place("a", order({ side: "ASK", lots: 4n }), NOW);
    const second = book.place("b", order({ side: "ASK", lots: 4n }), NOW);
    const report = book.place("c", order({ priceTicks: 105, lots: 10n }), NOW);
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
    for (let i = 0; i < 3; i++) book.place("a", order({ side: "ASK", lots: 2n }), NOW);
    const report = book.place("b", order({ lots: 10n, maxFills: 2 }), NOW);
    expect(report.filledLots).toBe(4n);
    expect(book.queue()).toEqual({ head: 1, tail: 2 });
    expect(book.crank(10, NOW).steps).toBe(2);
    expect(book.best()).toEqual({ bidTicks: 100, askTicks: null });
    expect(book.depth("BID")).toEqual([{ priceTicks: 100, lots: 4n }]);
    expect(book.queue()).toEqual({ head: 2, tail: 2 });
  });

  it("removes expired, own and barred orders from a taker's way and refunds them", () => {
    const book = fundedBook();
    book.place("a", order({ side: "ASK", lots: 1n, expiry: NOW + 5 }), NOW);
    book.place("b", order({ side: "ASK", lots: 2n }), NOW);
    book.place("c", order({ side: "ASK", lots: 3n }), NOW);
    book.setMayTrade("c", false);
    const report = book.place("b", order({ lots: 9n, orderType: "MARKET" }), NOW + 5);
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
    book.place("a", order({ side: "ASK", lots: 1n }), NOW);
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
    for (const [change, message] of cases) expect(refusal(() => book.place("b", order(change), NOW))).toBe(message);
    book.setMayTrade("b", false);
    expect(refusal(() => book.place("b", order({}), NOW))).toBe("Exchange_NotEligible(b)");
    expect(book.depth("ASK")).toEqual([{ priceTicks: 100, lots: 1n }]);
    expect(book.balance("b", 2)).toBe(FUNDS);
  });

  it("gives everything back when a market closes", () => {
    const book = fundedBook();
    const resting = book.place("a", order({}), NOW);
    book.place("b", order({ side: "ASK", maxFills: 0 }), NOW);
    book.setStatus("PAUSED");
    expect(book.crank(10, NOW).steps).toBe(0);
    book.setStatus("CLOSED");
    expect(book.crank(10, NOW).steps).toBe(1);
    expect(resting.orderId !== null && book.cancel("a", resting.orderId)).toBe(10n);
    expect(ACCOUNTS.flatMap((account) => [book.balance(account, 1), book.balance(account, 2)])).toEqual(
      Array(6).fill(FUNDS),
    );
  });

  it("lets only the owner cancel, and only once", () => {
    const book = fundedBook();
    const { orderId } = book.place("a", order({}), NOW);
    const id = orderId ?? 0n;
    expect(refusal(() => book.cancel("b", id))).toBe("Exchange_NotOrderOwner(b, a)");
    expect(book.cancelBatch("a", [id, id])).toEqual([10n, 0n]);
    expect(refusal(() => book.cancel("a", id))).toBe(`Exchange_OrderNotLive(${id})`);
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
      ),
      priceTicks: fc.integer({ min: 95, max: 105 }),
      lots: fc.bigInt(1n, 50n),
      maxFills: fc.integer({ min: 0, max: 3 }),
      expiry: fc.constantFrom(0, 0, 3),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const book = fundedBook();
        const ids: bigint[] = [];
        steps.forEach(({ who, act, expiry, ...rest }, index) => {
          const now = NOW + index;
          try {
            if (act === "place")
              ids.push(
                book.place(who, order({ ...rest, ...(expiry ? { expiry: now + expiry } : {}) }), now).orderId ?? 0n,
              );
            else if (act === "cancel") book.cancel(who, ids[index % (ids.length || 1)] ?? 1n);
            else if (act === "crank") book.crank(3, now);
            else book.prune(ids, now);
          } catch (error) {
            if (!(error instanceof BookRefusal)) throw error;
          }
          for (const asset of [1, 2]) {
            const free = ACCOUNTS.reduce((sum, account) => sum + book.balance(account, asset), 0n);
            expect(free + book.escrowed(asset) + (asset === 2 ? book.fees() : 0n)).toBe(3n * FUNDS);
          }
          const { bidTicks, askTicks } = book.best();
          if (bidTicks !== null && askTicks !== null) expect(bidTicks).toBeLessThan(askTicks);
        });
      }),
      { numRuns: 60 },
    );
  });
});
