import type { GasBook } from "./gas-book.ts";
import { ASK, BID } from "./gas-book.ts";

/** One row of the table: what is measured, against what, and how. */
export interface GasScenario {
  /** Key in gas.json. */
  readonly key: string;
  readonly title: string;
  /** Most receipt gas the design allows. */
  readonly bound: bigint;
  /** Prepares the state in earlier transactions, then returns the receipt gas of the one that counts. */
  readonly measure: (book: GasBook) => Promise<bigint>;
}

const WINDOW = 152;

/**
 * The scenarios of the design's gas table. Each works on ticks of its own, so their order does not matter; every account
 * has non-zero balances of both assets and a fresh eligibility mirror.
 */
export const SCENARIOS: readonly GasScenario[] = [
  {
    key: "place_fresh_tick",
    title: "place, fresh tick",
    bound: 112_000n,
    async measure(book) {
      await book.place(1, BID, 1001, 5n);
      return book.place(2, BID, 1000, 5n);
    },
  },
  {
    key: "place_existing_tick",
    title: "place, existing tick",
    bound: 84_000n,
    async measure(book) {
      await book.place(1, BID, 1300, 5n);
      return book.place(2, BID, 1300, 5n);
    },
  },
  {
    key: "place_reused_slot",
    title: "place, existing tick, reused slot",
    bound: 64_000n,
    async measure(book) {
      for (let placed = 0; placed < WINDOW; placed += 38) {
        const ids = await book.placeMany(
          3,
          BID,
          Array.from({ length: 38 }, () => 1600),
        );
        await book.cancelMany(3, ids);
      }
      await book.place(1, BID, 1600, 5n);
      return book.place(2, BID, 1600, 5n);
    },
  },
  {
    key: "cancel_mid_queue",
    title: "cancel, middle of queue",
    bound: 52_000n,
    async measure(book) {
      await book.place(1, BID, 1900, 5n);
      const middle = await book.placeForId(2, BID, 1900, 5n);
      await book.place(3, BID, 1900, 5n);
      return book.cancel(2, middle);
    },
  },
  {
    key: "take_1",
    title: "take 1, tick emptied",
    bound: 80_000n,
    async measure(book) {
      await book.place(1, BID, 40_000, 5n);
      return book.take(ASK, 40_000, 5n);
    },
  },
  {
    key: "take_10_one_tick",
    title: "take 10 at one tick",
    bound: 185_000n,
    async measure(book) {
      for (let maker = 1; maker <= 10; maker++) await book.place(maker, BID, 40_300, 5n);
      return book.take(ASK, 40_300, 50n);
    },
  },
  {
    key: "take_10_ticks",
    title: "take 10 ticks",
    bound: 270_000n,
    async measure(book) {
      for (let maker = 1; maker <= 10; maker++) await book.place(maker, BID, 40_600 + maker, 5n);
      return book.take(ASK, 40_600, 50n);
    },
  },
  {
    key: "place_10_one_tx_each",
    title: "10 places in one transaction, each",
    bound: 43_000n,
    async measure(book) {
      const ticks = Array.from({ length: 10 }, (_, index) => 2200 + index);
      for (const tick of ticks) await book.place(1, BID, tick, 5n);
      return (await book.placeManyGas(2, BID, ticks)) / 10n;
    },
  },
];
