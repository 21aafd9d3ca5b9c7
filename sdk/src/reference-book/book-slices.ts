/** How large the slices of an order are that is worked off over time; mirrors contracts/libraries/Slices.sol. */

/** Most weights, one byte each in a word. */
export const MOST_WEIGHTS = 32;
/** A slice is at most this many times what it would be on schedule. */
const CATCH_UP = 3n;
const BPS = 10_000n;

/** The slice whose interval `seconds` falls into, counting from zero and past the last one. */
export function indexAt(start: number, interval: number, seconds: number): number {
  return seconds <= start ? 0 : Math.floor((seconds - start) / interval);
}

const isWeighted = (weights: readonly number[]): boolean => weights.some((weight) => weight !== 0);

/** Sum of the weights from slice `index` on; of equal slices how many are left. */
export function weightFrom(weights: readonly number[], slices: number, index: number): number {
  if (!isWeighted(weights)) return slices - index;
  return weights.slice(index, slices).reduce((sum, weight) => sum + weight, 0);
}

/** The share of `lots` of slice `index` when the slices from `first` on trade all of it, rounded up. */
function shareUp(lots: bigint, weights: readonly number[], slices: number, first: number, index: number): bigint {
  const whole = BigInt(weightFrom(weights, slices, first));
  const weight = isWeighted(weights) ? (weights[index] ?? 0) : 1;
  return (lots * BigInt(weight) + whole - 1n) / whole;
}

/**
 * What slice `index` trades: its share of what is left, at most three times its share on schedule and at least the market's
 * minimum, unless less is left.
 */
export function sliceSize(
  order: { lots: bigint; left: bigint; weights: readonly number[]; slices: number },
  index: number,
  minLots: bigint,
): bigint {
  const { lots, left, weights, slices } = order;
  let size = shareUp(left, weights, slices, index, index);
  const most = CATCH_UP * shareUp(lots, weights, slices, 0, index);
  if (size > most) size = most;
  if (size < minLots) size = minLots;
  return size > left ? left : size;
}

/** What a participation cap allows of the volume (modulo 2^32) that the market traded since `seen`, rounded down. */
export function allowance(volume: bigint, seen: bigint, bps: number): bigint {
  return (BigInt.asUintN(32, volume - seen) * BigInt(bps)) / BPS;
}
