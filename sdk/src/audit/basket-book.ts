import type { Hex } from "viem";
import type { Place } from "./figures.ts";

/**
 * A basket, amounts in kg. `current` are the rules in force before the announcement, `announced` is zero without one; it holds from
 * `effectiveAt` on, unix seconds. `shelves` are the batches held by calendar year of their vintage, in the basket's own order.
 */
export type BasketBook = {
  current: bigint;
  announced: bigint;
  effectiveAt: bigint;
  /** Fee for choosing by version of the rules, in basis points. */
  feeBps: Map<bigint, bigint>;
  supplyUnits: bigint;
  /** Fees taken so far. */
  feeUnits: bigint;
  shelves: Map<bigint, bigint[]>;
  /** The last log about the rules, and the last that moved units. */
  rulesPlace: Place;
  unitsPlace: Place;
};

/** The basket behind an event, entered when it is first heard of. */
export function basketOf(baskets: Map<Hex, BasketBook>, address: Hex, place: Place): BasketBook {
  const known = baskets.get(address);
  if (known !== undefined) return known;
  const basket: BasketBook = {
    current: 0n,
    announced: 0n,
    effectiveAt: 0n,
    feeBps: new Map(),
    supplyUnits: 0n,
    feeUnits: 0n,
    shelves: new Map(),
    rulesPlace: place,
    unitsPlace: place,
  };
  baskets.set(address, basket);
  return basket;
}

/** The rules in force at a moment, unix seconds. */
export function activeVersion({ current, announced, effectiveAt }: BasketBook, nowSeconds: bigint): bigint {
  return announced !== 0n && nowSeconds >= effectiveAt ? announced : current;
}

/** Puts a batch on the shelf of its year unless it stands there. */
export function shelve({ shelves }: BasketBook, year: bigint, batchId: bigint): void {
  const shelf = shelves.get(year) ?? [];
  shelves.set(year, shelf);
  if (!shelf.includes(batchId)) shelf.push(batchId);
}

/** Takes a batch off its shelf; the last one of the shelf takes its place, as on the chain. */
export function unshelve({ shelves }: BasketBook, batchId: bigint): void {
  for (const shelf of shelves.values()) {
    const at = shelf.indexOf(batchId);
    if (at < 0) continue;
    const last = shelf.pop();
    if (last !== undefined && at < shelf.length) shelf[at] = last;
    return;
  }
}
