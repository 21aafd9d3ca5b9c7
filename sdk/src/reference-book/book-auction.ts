import type { Side } from "../codecs/enums.ts";
import { liveLevels } from "./book-level.ts";
import type { BookState, RunningAuction } from "./book-state.ts";

/** Most levels of both sides together that one price looks at. */
const MAX_LEVELS = 1024;

/** How far the walk has come on one side: the level reached, its lots not traded yet, and the last level that traded. */
type Reach = { levels: { priceTicks: number; lots: bigint }[]; at: number; lots: bigint; last: number };

/**
 * The one price at which a crossed book trades the most, and how much shows; null when nothing crosses. Of several such prices the
 * one closest to the last price, else to the static reference, else the middle. Mirrors contracts/libraries/Auction.sol.
 */
export function auctionPrice(state: BookState): RunningAuction | null {
  const [bid, ask] = [reach(state, "BID"), reach(state, "ASK")];
  let lots = 0n;
  let levels = 2;
  while (cross(bid, ask) && levels <= MAX_LEVELS) {
    const part = bid.lots < ask.lots ? bid.lots : ask.lots;
    lots += part;
    for (const side of [bid, ask]) levels += trade(side, part);
  }
  if (lots === 0n) return null;
  const [low, high] = range(bid, ask);
  return { priceTicks: referenceWithin(state, low, high), lots };
}

function reach(state: BookState, side: Side): Reach {
  const levels = liveLevels(state, side).map(([priceTicks, level]) => ({ priceTicks, lots: level.lots }));
  return { levels, at: 0, lots: levels[0]?.lots ?? 0n, last: 0 };
}

const ticksAt = ({ levels, at }: Reach): number | undefined => levels[at]?.priceTicks;

function cross(bid: Reach, ask: Reach): boolean {
  const [bidTicks, askTicks] = [ticksAt(bid), ticksAt(ask)];
  return bidTicks !== undefined && askTicks !== undefined && bidTicks >= askTicks;
}

/** Returns 1 where the walk goes on to the next level. */
function trade(side: Reach, part: bigint): number {
  side.last = ticksAt(side) ?? 0;
  side.lots -= part;
  if (side.lots !== 0n) return 0;
  side.at += 1;
  side.lots = side.levels[side.at]?.lots ?? 0n;
  return 1;
}

/** The prices of maximum volume that leave nobody with a better limit untraded, from where the walk has ended. */
function range(bid: Reach, ask: Reach): [number, number] {
  const [bidTicks, askTicks] = [ticksAt(bid), ticksAt(ask)];
  if (bidTicks !== undefined && askTicks !== undefined && bidTicks >= askTicks) return [askTicks, bidTicks];
  // a level partly used: beyond it somebody with a better limit would go without
  if (bidTicks === bid.last) return [bid.last, bid.last];
  if (askTicks === ask.last) return [ask.last, ask.last];
  return [Math.max(ask.last, bidTicks ?? 0), Math.min(bid.last, askTicks ?? Infinity)];
}

function referenceWithin(state: BookState, low: number, high: number): number {
  const ticks = state.tape.lastTicks || state.rules.staticTicks;
  if (ticks === 0) return Math.floor((low + high) / 2);
  return Math.max(Math.min(ticks, high), low);
}
