import type { Side } from "@carbonxchange/sdk";
import type { SideLevels } from "./depth-book.ts";

/** One row of the ladder. `depthPct` is the running total as a share of the deeper side shown. */
export type LadderRow = { priceTicks: number; lots: bigint; totalLots: bigint; depthPct: number; own: boolean };
export type Ladder = { bids: LadderRow[]; asks: LadderRow[]; spreadTicks: number | null; midTicksTwice: number | null };

export const GROUPINGS = [1, 5, 10, 50, 100] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Bids group downward and asks upward, so that a group's price is one at which all of it can be had. */
function groupPrice(priceTicks: number, grouping: number, side: Side): number {
  const steps = side === "BID" ? Math.floor(priceTicks / grouping) : Math.ceil(priceTicks / grouping);
  return steps * grouping;
}

function rowsOf(levels: SideLevels, side: Side, grouping: number, count: number, own: ReadonlySet<number>) {
  const groups = new Map<number, { lots: bigint; own: boolean }>();
  for (const [priceTicks, lots] of levels) {
    const price = groupPrice(priceTicks, grouping, side);
    const group = groups.get(price);
    groups.set(price, { lots: (group?.lots ?? 0n) + lots, own: (group?.own ?? false) || own.has(priceTicks) });
  }
  const direction = side === "BID" ? -1 : 1;
  let totalLots = 0n;
  return [...groups]
    .sort(([a], [b]) => (a - b) * direction)
    .slice(0, count)
    .map(([priceTicks, group]) => ({ priceTicks, ...group, totalLots: (totalLots += group.lots) }));
}

/** The ladder to show: both sides best first, grouped, with running totals, own orders marked. */
export function buildLadder(
  book: { bids: SideLevels; asks: SideLevels },
  own: { bids: ReadonlySet<number>; asks: ReadonlySet<number> },
  { grouping, rows }: { grouping: number; rows: number },
): Ladder {
  const bids = rowsOf(book.bids, "BID", grouping, rows, own.bids);
  const asks = rowsOf(book.asks, "ASK", grouping, rows, own.asks);
  const deepest = [...bids.slice(-1), ...asks.slice(-1)].reduce(
    (most, { totalLots }) => (totalLots > most ? totalLots : most),
    1n,
  );
  const withShare = (list: typeof bids): LadderRow[] =>
    list.map((row) => ({ ...row, depthPct: Number((row.totalLots * 100n) / deepest) }));
  const bestBid = book.bids.size > 0 ? Math.max(...book.bids.keys()) : null;
  const bestAsk = book.asks.size > 0 ? Math.min(...book.asks.keys()) : null;
  const both = bestBid !== null && bestAsk !== null;
  return {
    bids: withShare(bids),
    asks: withShare(asks),
    spreadTicks: both ? bestAsk - bestBid : null,
    midTicksTwice: both ? bestAsk + bestBid : null,
  };
}
