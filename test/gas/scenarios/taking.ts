import { ASK, BID, createGasBook } from "../gas-book.ts";
import { topic } from "../scenario.ts";

/** Market orders that meet resting ones. Each scenario works on ticks of its own. */
export const taking = topic(createGasBook, [
  {
    key: "take_1",
    title: "take 1, tick emptied",
    bound: 80_000,
    publicBooks: { cloberV2: 149, kuru: 127, gte: 176, samWitch: 119 },
    async measure(book) {
      await book.place(1, BID, 40_000, 5n);
      return book.take(ASK, 40_000, 5n);
    },
  },
  {
    key: "take_10_one_tick",
    title: "take 10 at one tick",
    bound: 185_000,
    publicBooks: { cloberV2: 149, kuru: 282, gte: 544, samWitch: 188 },
    async measure(book) {
      for (let maker = 1; maker <= 10; maker++) await book.place(maker, BID, 40_300, 5n);
      return book.take(ASK, 40_300, 50n);
    },
  },
  {
    key: "take_10_ticks",
    title: "take 10 ticks",
    bound: 270_000,
    publicBooks: { cloberV2: 431, kuru: 337, gte: 700, samWitch: 323 },
    async measure(book) {
      for (let maker = 1; maker <= 10; maker++) await book.place(maker, BID, 40_600 + maker, 5n);
      return book.take(ASK, 40_600, 50n);
    },
  },
  {
    key: "take_1_behind_100_cancelled",
    title: "take 1 behind 100 cancelled orders",
    against: { key: "take_1", most: 1.3 },
    async measure(book) {
      const ticks = Array.from({ length: 50 }, () => 40_900);
      const ids = [...(await book.placeMany(1, BID, ticks)), ...(await book.placeMany(2, BID, ticks))];
      await book.place(3, BID, 40_900, 5n);
      await book.cancelMany(1, ids.slice(0, 50));
      await book.cancelMany(2, ids.slice(50));
      return book.take(ASK, 40_900, 5n);
    },
  },
  {
    key: "take_1_of_2",
    title: "take 1, another behind it",
    async measure(book) {
      await book.place(1, BID, 41_200, 5n);
      await book.place(2, BID, 41_200, 5n);
      return book.take(ASK, 41_200, 5n);
    },
  },
  {
    key: "take_iceberg_peak",
    title: "take 1 peak, the next one shows",
    against: { key: "take_1_of_2" },
    async measure(book) {
      await book.place(1, BID, 41_500, 50n, 5);
      return book.take(ASK, 41_500, 5n);
    },
  },
]);
