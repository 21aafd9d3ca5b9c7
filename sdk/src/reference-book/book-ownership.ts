import { requireThat } from "./book-refusal.ts";

/** Refuses somebody else's order. */
export function requireOwner(caller: string, owner: string): void {
  requireThat(owner === caller, "Exchange_NotOrderOwner", caller, owner);
}
