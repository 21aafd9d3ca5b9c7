import { MAX_WEIGHTS } from "../requests/parents.ts";

/** How an order is spread over its slices: this part of a `ParentInput`. */
export type SliceSpread = { kind: "TWAP"; slices: number } | { kind: "VWAP"; weights: number[] };

const LARGEST_WEIGHT = 255;

/**
 * Shares of an order as the weights the contract takes: whole numbers, the largest 255 and none below 1, so that a share below
 * 1/510 of the largest one is rounded up to 1/255 of it. Throws `RangeError` unless there are 2 to 32 shares, none negative, and one positive.
 */
export function weightsOf(shares: readonly number[]): number[] {
  const most = Math.max(...shares);
  const isGood = shares.length >= 2 && shares.length <= MAX_WEIGHTS && shares.every((share) => share >= 0);
  if (!isGood || !Number.isFinite(most) || most <= 0) {
    throw new RangeError(`shares: ${shares.join(", ")} are not 2 to ${MAX_WEIGHTS} shares of an order`);
  }
  return shares.map((share) => Math.max(1, Math.round((share / most) * LARGEST_WEIGHT)));
}
