import { crankQueue } from "./book-crank.ts";
import type { CrankReport } from "./book-crank.ts";
import { pruneConditionals } from "./book-conditionals.ts";
import { fireStops, trailStops } from "./book-firing.ts";
import { checkAndHalt, reopenMarket } from "./book-phases.ts";
import { pruneOrders } from "./book-removal.ts";
import { executeSlice } from "./book-slicing.ts";
import type { SliceResult } from "./book-slicing.ts";
import type { Moment } from "./book-state.ts";
import { uncross } from "./book-uncross.ts";
import type { Change } from "./book-change.ts";

/** Anybody's work. `keeper` is who calls and earns what an order has prepaid. Numbers returned are how much was done. */
export type WorkCalls = {
  crank: (keeper: string, maxSteps: number, at: Moment) => CrankReport;
  prune: (orderIds: readonly bigint[], at: Moment) => number;
  fireStops: (keeper: string, most: number, at: Moment) => number;
  trail: (ids: readonly bigint[], at: Moment) => number;
  pruneConditionals: (ids: readonly bigint[], at: Moment) => number;
  executeSlice: (keeper: string, id: bigint, maxFills: number, at: Moment) => SliceResult;
  uncross: (maxSteps: number, at: Moment) => number;
  reopen: (at: Moment) => void;
  checkAndHalt: (at: Moment) => void;
};

/** The calls, made by `change`. */
export function workCalls(change: Change): WorkCalls {
  return {
    crank: (keeper, maxSteps, at) => change(at, (book) => crankQueue(book, keeper, maxSteps)),
    prune: (orderIds, at) => change(at, (book) => pruneOrders(book, orderIds)),
    fireStops: (keeper, most, at) => change(at, (book) => fireStops(book, keeper, most)),
    trail: (ids, at) => change(at, (book) => trailStops(book, ids)),
    pruneConditionals: (ids, at) => change(at, (book) => pruneConditionals(book, ids)),
    executeSlice: (keeper, id, maxFills, at) => change(at, (book) => executeSlice(book, keeper, id, maxFills)),
    uncross: (maxSteps, at) => change(at, (book) => uncross(book, maxSteps)),
    reopen: (at) => change(at, reopenMarket),
    checkAndHalt: (at) => change(at, checkAndHalt),
  };
}
