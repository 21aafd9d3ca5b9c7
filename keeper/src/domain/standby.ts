import type { Action } from "./action.ts";

/** The block in which each work id was first seen due, without a break since. */
export type DueBlocks = ReadonlyMap<string, bigint>;

/** Carries the record forward: work that is no longer due is forgotten; progress gives work another id, hence a new start. */
export function trackDueBlocks(previous: DueBlocks, due: readonly Action[], block: bigint): DueBlocks {
  const next = new Map<string, bigint>();
  for (const { works } of due) {
    for (const { id } of works) next.set(id, earlier(previous.get(id) ?? block, block));
  }
  return next;
}

/** Actions of which all work has been due for at least `blocks` blocks: whoever leads is not doing it. */
export function overdueActions(due: readonly Action[], since: DueBlocks, block: bigint, blocks: bigint): Action[] {
  return due.filter(({ works }) => works.every(({ id }) => block - (since.get(id) ?? block) >= blocks));
}

function earlier(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
