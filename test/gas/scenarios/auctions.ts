import { ASK, BID, createGasBook } from "../gas-book.ts";
import type { GasBook } from "../gas-book.ts";
import { MARKET } from "../gas-market.ts";
import { topic } from "../scenario.ts";

const MORE = 10;
const AUCTION_SECONDS = 300n;

/** Receipt gas of uncrossing `bids` orders with one large ask. */
async function uncross(book: GasBook, bids: number): Promise<bigint> {
  await book.gas(0, "haltMarket", [MARKET]);
  await book.gas(0, "openMarket", [MARKET]);
  for (let maker = 1; maker <= bids; maker++) await book.place(maker, BID, 45_000, 5n);
  await book.place(20, ASK, 45_000, BigInt(bids) * 5n);
  book.chain.wait(AUCTION_SECONDS);
  return book.gas(21, "uncross", [MARKET, 100]);
}

/** Uncrossing. */
export const auctions = topic(createGasBook, [
  {
    key: "uncross_per_order",
    title: "uncross, each of 10 more orders",
    async measure(book) {
      const one = await uncross(book, 1);
      return ((await uncross(book, 1 + MORE)) - one) / BigInt(MORE);
    },
  },
]);
