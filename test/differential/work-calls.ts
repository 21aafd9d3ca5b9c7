import { MARKET } from "./exchange-rig.ts";
import type { CallTable } from "./market-call.ts";

/** Anybody's work on a market. */
export const WORK: CallTable<"crank" | "fireStops" | "uncross" | "reopen" | "checkAndHalt"> = {
  crank: ({ book, at }, { most }, caller) => {
    return { functionName: "crank", args: [MARKET, most], run: () => book.crank(caller, most, at).steps };
  },
  fireStops: ({ book, at }, { most }, caller) => {
    return { functionName: "fireStops", args: [MARKET, most], run: () => book.fireStops(caller, most, at) };
  },
  uncross: ({ book, at }, { most }) => {
    return { functionName: "uncross", args: [MARKET, most], run: () => book.uncross(most, at) };
  },
  reopen: ({ book, at }) => ({ functionName: "reopen", args: [MARKET], run: () => book.reopen(at) }),
  checkAndHalt: ({ book, at }) => ({ functionName: "checkAndHalt", args: [MARKET], run: () => book.checkAndHalt(at) }),
};
