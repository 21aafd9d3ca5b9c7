import { encodePacked, keccak256 } from "viem";
import type { Hex } from "viem";

/** A slice on schedule: due from `dueAt` (unix seconds) until its `interval` (seconds) is over. */
export type ScheduledSlice = { orderId: bigint; slice: number; dueAt: bigint; interval: bigint };

/** Part of its interval by which a slice may be early or late, in per cent, unless it is set otherwise. */
export const DEFAULT_JITTER_PERCENT = 20;

/**
 * When a slice is to be sent, so that nobody can tell it to the second beforehand: U(-j, +j) around the second at which it falls due,
 * j being `jitterPercent` of its interval, drawn by keccak256(order id, slice, block hash) and clipped to the contract's own window,
 * which never begins before the slice is due. Everybody who knows the block draws the same second, and can check it afterwards.
 * @param seedHash hash of a block that was there before the slice fell due.
 * @param jitterPercent 0 to 50.
 */
export function sliceSendAt(
  { orderId, slice, dueAt, interval }: ScheduledSlice,
  seedHash: Hex,
  jitterPercent: number,
): bigint {
  if (!(Number.isInteger(jitterPercent) && jitterPercent >= 0 && jitterPercent <= 50)) {
    throw new RangeError(`jitterPercent: ${jitterPercent} is not a whole number from 0 to 50`);
  }
  const span = (interval * BigInt(jitterPercent)) / 100n;
  const seed = keccak256(encodePacked(["uint256", "uint16", "bytes32"], [orderId, slice, seedHash]));
  // 2^256 is so much larger than the span that no second is favoured
  const jitter = (BigInt(seed) % (2n * span + 1n)) - span;
  return jitter < 0n ? dueAt : dueAt + jitter;
}
