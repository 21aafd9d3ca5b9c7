import type { Side } from "../codecs/enums.ts";
import type { BookState, RestingOrder } from "./book-state.ts";

/** Orders of one level that the contract keeps in its ring; those behind them wait in the level's overflow. */
export const RING_ORDERS = 152;
/** Orders moved from the overflow into an empty ring at a time. */
const REFILL_ORDERS = 8;
/** Most lots of one level: 48 bits. */
const MAX_LEVEL_LOTS = 2n ** 48n - 1n;

/**
 * One price level; mirrors contracts/types/LevelHeader.sol and LevelOverflow.sol.
 * @property orders live ones in time order.
 * @property ringCount how many of them, the oldest, are in the ring.
 * @property first sequence at which the ring's window starts.
 * @property overflowing whether new orders queue behind the ring.
 */
export type Level = {
  orders: RestingOrder[];
  lots: bigint;
  nextSequence: number;
  ringCount: number;
  first: number;
  overflowing: boolean;
};

/** The level at a price, made where there is none yet. */
export function levelAt(state: BookState, side: Side, priceTicks: number): Level {
  const levels = state.levels[side];
  const found = levels.get(priceTicks);
  if (found) return found;
  const level = { orders: [], lots: 0n, nextSequence: 1, ringCount: 0, first: 1, overflowing: false };
  levels.set(priceTicks, level);
  return level;
}

/** Levels of a side that have live orders, best price first. */
export function liveLevels(state: BookState, side: Side): [number, Level][] {
  const live = [...state.levels[side]].filter(([, level]) => level.orders.length > 0);
  return live.sort(([a], [b]) => (side === "BID" ? b - a : a - b));
}

/** Best price of a side, or undefined. */
export function bestTicks(state: BookState, side: Side): number | undefined {
  let best: number | undefined;
  for (const [priceTicks, level] of state.levels[side]) {
    if (level.orders.length === 0) continue;
    if (best === undefined || (side === "BID" ? priceTicks > best : priceTicks < best)) best = priceTicks;
  }
  return best;
}

/** Whether a level takes `lots` more. */
export function hasRoom(level: Level, lots: bigint): boolean {
  return level.lots + lots <= MAX_LEVEL_LOTS;
}

/** Puts an order behind all others. Returns its sequence. */
export function pushOrder(level: Level, order: Omit<RestingOrder, "sequence">): number {
  const sequence = level.nextSequence;
  if (level.overflowing || sequence - level.first === RING_ORDERS) level.overflowing = true;
  else level.ringCount += 1;
  level.nextSequence += 1;
  level.orders.push({ ...order, sequence });
  level.lots += order.lots;
  return sequence;
}

/** Replaces the order at a place by itself with other lots. */
export function resize(level: Level, place: number, lots: bigint): void {
  const order = level.orders[place];
  if (!order) throw new RangeError("no order at that place");
  level.lots += lots - order.lots;
  level.orders[place] = { ...order, lots };
}

/** Takes the oldest order out; the window stays until `settle`. */
export function dropHead(level: Level): void {
  const order = level.orders.shift();
  if (!order) return;
  level.ringCount -= 1;
  level.lots -= order.lots;
}

/** Takes the order at a place out, outside of matching. */
export function dropOrder(level: Level, place: number): void {
  const [order] = level.orders.splice(place, 1);
  if (!order) return;
  level.lots -= order.lots;
  if (place < level.ringCount) {
    level.ringCount -= 1;
    advance(level);
  }
  settle(level);
}

/** Moves the oldest orders of the overflow into the empty ring, at most `most`. Returns how many moved. */
export function refill(level: Level, most: number): number {
  const first = level.orders[0]?.sequence ?? level.nextSequence;
  const fits = level.orders.findIndex((order) => order.sequence - first >= RING_ORDERS);
  const within = fits < 0 ? level.orders.length : fits;
  const moved = Math.min(most, REFILL_ORDERS, within);
  level.ringCount = moved;
  level.first = first;
  level.overflowing = level.orders.length > moved || level.nextSequence - first > RING_ORDERS;
  return moved;
}

/** Moves the window on after orders left the ring in a take. */
export function leaveLevel(level: Level): void {
  advance(level);
  settle(level);
}

function advance(level: Level): void {
  const oldest = level.ringCount > 0 ? level.orders[0] : undefined;
  level.first = oldest?.sequence ?? (level.overflowing ? level.first : level.nextSequence);
}

/** A level in which nothing lives uses the ring again. */
function settle(level: Level): void {
  if (level.orders.length > 0 || !level.overflowing) return;
  level.overflowing = false;
  level.first = level.nextSequence;
}
