import { BID, createGasBook } from "../gas-book.ts";
import { topic } from "../scenario.ts";

/** Orders that fit into the ring of one level. */
const WINDOW = 152;
const PER_BATCH = 38;

const EXISTING_TICK = { cloberV2: 177, kuru: 138, gte: 257, samWitch: 110 } as const;

/** Placing and cancelling. Each scenario works on ticks of its own. */
export const placing = topic(createGasBook, [
  {
    key: "place_fresh_tick",
    title: "place, fresh tick",
    bound: 112_000,
    publicBooks: { cloberV2: 266, kuru: 153, gte: 319, samWitch: 188 },
    async measure(book) {
      await book.place(1, BID, 1001, 5n);
      return book.place(2, BID, 1000, 5n);
    },
  },
  {
    key: "place_existing_tick",
    title: "place, existing tick",
    bound: 84_000,
    publicBooks: EXISTING_TICK,
    async measure(book) {
      await book.place(1, BID, 1300, 5n);
      return book.place(2, BID, 1300, 5n);
    },
  },
  {
    key: "place_reused_slot",
    title: "place, existing tick, reused slot",
    bound: 64_000,
    publicBooks: EXISTING_TICK,
    async measure(book) {
      const ticks = Array.from({ length: PER_BATCH }, () => 1600);
      for (let placed = 0; placed < WINDOW; placed += PER_BATCH) {
        await book.cancelMany(3, await book.placeMany(3, BID, ticks));
      }
      await book.place(1, BID, 1600, 5n);
      return book.place(2, BID, 1600, 5n);
    },
  },
  {
    key: "place_10_one_tx_each",
    title: "10 places in one transaction, each",
    bound: 43_000,
    async measure(book) {
      const ticks = Array.from({ length: 10 }, (_, index) => 2200 + index);
      for (const tick of ticks) await book.place(1, BID, tick, 5n);
      return (await book.placeManyGas(2, BID, ticks)) / 10n;
    },
  },
  {
    key: "cancel_mid_queue",
    title: "cancel, middle of queue",
    bound: 52_000,
    publicBooks: { cloberV2: 125, kuru: 76, gte: 103, samWitch: 74 },
    async measure(book) {
      await book.place(1, BID, 1900, 5n);
      const middle = await book.placeForId(2, BID, 1900, 5n);
      await book.place(3, BID, 1900, 5n);
      return book.gas(2, "cancel", [middle]);
    },
  },
]);
