import type { Hex } from "viem";
import type { LossPortion } from "./buffer-book.ts";
import type { Place } from "./figures.ts";

/** A retirement that was asked for; `isOpen` while its units wait with the registry. */
export type RequestFact = { account: Hex; portions: LossPortion[]; isOpen: boolean };

/** An import of issuances by the root of a tree: how many it has, and which were minted. */
export type ImportFact = { count: number; issued: Set<number>; place: Place };

/** What waits in the registry: retirements for the source registry's word, issuances of imports. */
export type WaitingBook = { requests: Map<bigint, RequestFact>; imports: Map<Hex, ImportFact> };

export function createWaitingBook(): WaitingBook {
  return { requests: new Map(), imports: new Map() };
}
