import { packOrderId } from "@carbonxchange/sdk";
import { ASK, BID, createGasBook } from "../gas-book.ts";
import { MARKET } from "../gas-market.ts";
import { topic } from "../scenario.ts";

const KEEPER = 29;
const INTERVAL = 60;
const TWAP = 0;

/** Orders that are worked off over time. */
export const slices = topic(createGasBook, [
  {
    key: "twap_slice",
    title: "TWAP slice that meets 1 order",
    async measure(book) {
      const parent = {
        marketId: MARKET,
        side: ASK,
        kind: TWAP,
        lots: 50,
        limitTicks: 49_000,
        startAt: 0,
        interval: INTERVAL,
        slices: 10,
        toleranceBps: 500,
        participationBps: 0,
        weights: `0x${"00".repeat(32)}`,
        selfTrade: 0,
        clientId: 1n,
      };
      await book.gas(2, "placeParent", [parent]);
      const id = packOrderId({ marketId: MARKET, kind: "PARENT", priceTicks: 0, sequence: 1 });
      // the first slice is like those that follow only in what it finds, so the second is measured
      for (const maker of [1, 3]) await book.place(maker, BID, 50_000, 5n);
      await book.gas(KEEPER, "executeSlice", [id, 10]);
      book.chain.wait(BigInt(INTERVAL));
      return book.gas(KEEPER, "executeSlice", [id, 10]);
    },
  },
]);
