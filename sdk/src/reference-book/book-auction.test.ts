import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNBOUNDED_RULES } from "../codecs/market-rules.ts";
import { createReferenceBook } from "./create-reference-book.ts";

const TERMS = {
  marketId: 1,
  base: 1,
  quote: 2,
  lotUnits: 1n,
  tickSize: 1n,
  minLots: 1n,
  makerFeePips: 0,
  takerFeePips: 0,
};
const AT = { seconds: 1_000, block: 1 };
type Quote = { side: "BID" | "ASK"; priceTicks: number; lots: bigint };

function collecting(quotes: readonly Quote[], staticTicks: number) {
  const book = createReferenceBook(TERMS, { ...UNBOUNDED_RULES, staticTicks });
  for (const asset of [1, 2]) book.deposit("a", asset, 10n ** 9n, AT);
  book.move("close", AT);
  book.move("open", AT);
  for (const quote of quotes) book.place("a", { marketId: 1, orderType: "LIMIT_GTC", ...quote }, AT);
  return book;
}

const quote: fc.Arbitrary<Quote> = fc.record({
  side: fc.constantFrom("BID" as const, "ASK" as const),
  priceTicks: fc.integer({ min: 90, max: 110 }),
  lots: fc.bigInt(1n, 30n),
});

describe("an auction's price", () => {
  it("trades the most there is, and leaves nobody with a better limit untraded", () => {
    fc.assert(
      fc.property(fc.array(quote, { maxLength: 20 }), fc.constantFrom(0, 95, 100, 105), (quotes, staticTicks) => {
        const demand = (least: number) => sum(quotes, "BID", (ticks) => ticks >= least);
        const supply = (most: number) => sum(quotes, "ASK", (ticks) => ticks <= most);
        const tradeAt = (ticks: number) => (demand(ticks) < supply(ticks) ? demand(ticks) : supply(ticks));
        const found = collecting(quotes, staticTicks).auctionPrice();
        const prices = Array.from({ length: 21 }, (_, index) => 90 + index);
        const most = prices.map(tradeAt).reduce((best, lots) => (lots > best ? lots : best), 0n);
        if (most === 0n) {
          expect(found).toBeNull();
          return;
        }
        const { priceTicks = 0, lots = 0n } = found ?? {};
        expect([lots, tradeAt(priceTicks)]).toEqual([most, most]);
        expect(demand(priceTicks) >= supply(priceTicks - 1)).toBe(true);
        expect(supply(priceTicks) >= demand(priceTicks + 1)).toBe(true);
      }),
    );
  });

  it("is the one nearest to the reference among equals, else the middle one", () => {
    const quotes: Quote[] = [
      { side: "BID", priceTicks: 108, lots: 5n },
      { side: "ASK", priceTicks: 93, lots: 5n },
    ];
    expect([0, 90, 100, 110].map((ticks) => collecting(quotes, ticks).auctionPrice()?.priceTicks)).toEqual([
      100, 93, 100, 108,
    ]);
  });
});

function sum(quotes: readonly Quote[], side: Quote["side"], accepts: (ticks: number) => boolean): bigint {
  const fitting = quotes.filter((one) => one.side === side && accepts(one.priceTicks));
  return fitting.reduce((total, { lots }) => total + lots, 0n);
}
