import { ASK, BID, createGasBook } from "../gas-book.ts";
import type { GasBook } from "../gas-book.ts";
import { MARKET } from "../gas-market.ts";
import { topic } from "../scenario.ts";

const KEEPER = 29;
const STOP_MARKET = 0;

/** A stop that buys when the price has risen to its trigger. */
const stop = (triggerAboveTicks: number) => ({
  marketId: MARKET,
  side: BID,
  kind: STOP_MARKET,
  selfTrade: 0,
  lots: 5,
  limitTicks: 60_000,
  limitAboveTicks: 0,
  triggerAboveTicks,
  triggerBelowTicks: 0,
  trailTicks: 0,
  expiry: 0,
  clientId: 1n,
});

const placeStop = (book: GasBook, owner: number, trigger: number) =>
  book.gas(owner, "placeConditional", [stop(trigger)]);

/** Stops and their firing; the market's last price is 50,000. */
export const stops = topic(createGasBook, [
  {
    key: "place_stop",
    title: "place a stop",
    async measure(book) {
      await placeStop(book, 1, 50_101);
      return placeStop(book, 2, 50_100);
    },
  },
  {
    key: "fire_1_stop",
    title: "fire 1 stop",
    async measure(book) {
      await placeStop(book, 3, 50_100);
      await book.place(4, BID, 50_100, 5n);
      await book.take(ASK, 50_100, 5n);
      // the first to fire sets up what the work queue and the keeper keep
      await book.gas(KEEPER, "fireStops", [MARKET, 1]);
      return book.gas(KEEPER, "fireStops", [MARKET, 1]);
    },
  },
]);
