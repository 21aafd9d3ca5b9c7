import type { LevelDto } from "@carbonxchange/sdk";

/** Both sides of a book. */
export type Book = { bids: LevelDto[]; asks: LevelDto[] };

/** Levels of one side that changed, with their new state; one that has gone has lots "0". */
export function diffLevels(before: readonly LevelDto[], after: readonly LevelDto[]): LevelDto[] {
  const old = new Map(before.map((level) => [level.priceTicks, level]));
  const changed = after.filter((level) => {
    const was = old.get(level.priceTicks);
    old.delete(level.priceTicks);
    return was === undefined || was.lots !== level.lots || was.orders !== level.orders;
  });
  const gone = [...old.values()].map(({ priceTicks }) => ({ priceTicks, lots: "0", orders: 0 }));
  return [...changed, ...gone];
}

/** What turns one book into the next; null when nothing changed. */
export function diffBook(before: Book, after: Book): Book | null {
  const bids = diffLevels(before.bids, after.bids);
  const asks = diffLevels(before.asks, after.asks);
  return bids.length === 0 && asks.length === 0 ? null : { bids, asks };
}
