import { describe, expect, it } from "vitest";
import { UNBOUNDED_RULES } from "../codecs/market-rules.ts";
import type { OrderInput } from "../requests/order-input.ts";
import { BookRefusal } from "./book-refusal.ts";
import type { Moment } from "./book-state.ts";
import { createReferenceBook } from "./create-reference-book.ts";

const TERMS = {
  marketId: 1,
  base: 1,
  quote: 2,
  lotUnits: 1000n,
  tickSize: 10_000n,
  minLots: 1n,
  makerFeePips: 0,
  takerFeePips: 0,
};
const FUNDS = 10n ** 12n;
const KEEPER_FEE = 70_000n;
const at = (seconds: number): Moment => ({ seconds: 1_000 + seconds, block: 1 + seconds });

function bookWithFunds() {
  const rules = { ...UNBOUNDED_RULES, keeperFeeTicks: 7, auctionSeconds: 60 };
  const book = createReferenceBook(TERMS, rules);
  for (const account of ["a", "b", "c"]) for (const asset of [1, 2]) book.deposit(account, asset, FUNDS, at(0));
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

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof BookRefusal) return error.code;
    throw error;
  }
  return "";
}

describe("a deferred order that prepays", () => {
  it("pays in quote on either side, and gets it back when it is cancelled", () => {
    const book = bookWithFunds();
    const { orderId } = book.place("a", order({ side: "ASK", maxFills: 0 }), at(1));
    expect(book.balance("a", 2)).toBe(FUNDS - KEEPER_FEE);
    expect(book.escrowed(2)).toBe(KEEPER_FEE);
    book.cancel("a", orderId ?? 0n, at(1));
    expect([book.balance("a", 1), book.balance("a", 2)]).toEqual([FUNDS, FUNDS]);
  });

  it("pays whoever lets it rest", () => {
    const book = bookWithFunds();
    book.place("a", order({ maxFills: 0 }), at(1));
    book.crank("c", 10, at(2));
    expect(book.balance("c", 2)).toBe(FUNDS + KEEPER_FEE);
    expect(book.lastEvents().map(({ name }) => name)).toEqual(["OrderPlaced", "KeeperPaid", "DeferredProgressed"]);
  });

  it("pays nobody when all of it lapses without a trade, and when its keeper may not trade", () => {
    const book = bookWithFunds();
    book.place("a", order({ orderType: "MARKET", maxFills: 0 }), at(1));
    book.crank("c", 10, at(2));
    book.setMayTrade("c", false, at(2));
    book.place("b", order({ maxFills: 0 }), at(2));
    book.crank("c", 10, at(3));
    expect(["a", "c"].map((account) => book.balance(account, 2))).toEqual([FUNDS, FUNDS]);
    expect(book.balance("b", 2)).toBe(FUNDS - 10_000_000n);
  });

  it("pays for what an earlier crank has traded, even where the rest lapses", () => {
    const book = bookWithFunds();
    book.place("b", order({ side: "ASK", lots: 4n }), at(1));
    book.place("b", order({ side: "ASK", lots: 1n, expiry: 1_003 }), at(1));
    book.place("a", order({ orderType: "LIMIT_IOC", maxFills: 0 }), at(1));
    expect(book.crank("c", 1, at(2)).steps).toBe(1);
    expect(book.balance("c", 2)).toBe(FUNDS);
    book.crank("c", 10, at(3));
    expect(book.balance("c", 2)).toBe(FUNDS + KEEPER_FEE);
    expect(book.balance("a", 2)).toBe(FUNDS - 4_000_000n - KEEPER_FEE);
  });
});

describe("an auction", () => {
  it("leaves a dead order behind the last trade where it stands", () => {
    const book = bookWithFunds();
    book.move("close", at(1));
    book.move("open", at(1));
    book.place("a", order({ lots: 5n }), at(2));
    book.place("b", order({ lots: 5n, priceTicks: 100, expiry: 1_010 }), at(2));
    book.place("c", order({ side: "ASK", lots: 5n }), at(2));
    book.uncross(150, at(70));
    expect(book.ordersAt("BID", 100)).toHaveLength(1);
  });
});

describe("a bounded order", () => {
  it("is refused as a whole where it pays more or gets less, its fee included", () => {
    const book = bookWithFunds();
    book.setFees({ makerFeePips: 0, takerFeePips: 1_000 }, at(0));
    book.place("a", order({ side: "ASK" }), at(1));
    const taking = order({ orderType: "MARKET", lots: 2n });
    expect(codeOf(() => book.placeWithin("b", taking, 2_001_999n, at(2)))).toBe("Exchange_QuoteOutOfBound");
    expect(book.placeWithin("b", taking, 2_002_000n, at(2)).filledLots).toBe(2n);
    expect(codeOf(() => book.placeWithin("b", order({}), FUNDS, at(2)))).toBe("Exchange_BoundNotAllowed");
    const waiting = { ...taking, maxFills: 0 };
    expect(codeOf(() => book.placeWithin("b", waiting, FUNDS, at(2)))).toBe("Exchange_MaxFillsRequired");
  });
});

describe("one cancel for every kind", () => {
  it("ends parents, too, and skips what is over", () => {
    const book = bookWithFunds();
    const parent = book.placeParent(
      "a",
      {
        ...{ side: "BID", kind: "TWAP", lots: 10n, limitTicks: 100, startAt: 0, interval: 60, slices: 5 },
        ...{ toleranceBps: 0, participationBps: 0, weights: [], selfTrade: "CANCEL_MAKER", clientId: 0n },
      },
      at(1),
    );
    expect(book.cancelBatch("a", [parent, parent], at(2))).toEqual([10n, 0n]);
    expect(book.balance("a", 2)).toBe(FUNDS);
  });
});
