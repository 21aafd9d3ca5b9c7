import { describe, expect, it } from "vitest";
import type { OrderInput } from "../requests/order-input.ts";
import { createReferenceBook } from "./create-reference-book.ts";

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
const AT = { seconds: 1_000, block: 1 };
const FUNDS = 10n ** 12n;

const order = (change: Partial<OrderInput>): OrderInput => ({
  marketId: 1,
  side: "ASK",
  orderType: "LIMIT_GTC",
  priceTicks: 100,
  lots: 4n,
  ...change,
});

function funded(account: string) {
  const book = createReferenceBook(TERMS);
  for (const asset of [1, 2]) book.deposit(account, asset, FUNDS, AT);
  return book;
}

describe("a snapshot", () => {
  it("previews an order as the book it was taken of would carry it out", () => {
    const original = funded("maker");
    for (const asset of [1, 2]) original.deposit("taker", asset, FUNDS, AT);
    for (const change of [{}, { priceTicks: 101 }, { lots: 2n }]) original.place("maker", order(change), AT);
    const copy = funded("taker");
    const orders = original.depth("ASK").flatMap(({ priceTicks }) => original.ordersAt("ASK", priceTicks));
    copy.load({ ...original.phase(), orders }, AT);
    const taking = order({ side: "BID", priceTicks: 101, lots: 9n });
    expect(copy.place("taker", taking, AT)).toEqual(original.place("taker", taking, AT));
    expect(copy.balance("taker", 2)).toBe(original.balance("taker", 2));
  });

  it("is loaded into an empty book only", () => {
    const book = funded("maker");
    book.place("maker", order({}), AT);
    expect(() => book.load({ phase: "CONTINUOUS", endsAt: 0, orders: [] }, AT)).toThrow(RangeError);
  });
});
