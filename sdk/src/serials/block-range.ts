import { err, ok } from "../result.ts";
import type { Result } from "../result.ts";
import type { SerialContext } from "./serial-block.ts";

/** Serial numbers are stored in 40 bits. */
const MAX_SERIAL = (1n << 40n) - 1n;

export type BlockRange = { blockStart: bigint; blockEnd: bigint; quantity: bigint };

/** Checks a block: from 0 to 2^40-1, start not after end, and as many serials as the quantity beside it says. */
export function blockRange(start: bigint, end: bigint, context: SerialContext): Result<BlockRange> {
  if (start < 0n || end > MAX_SERIAL) return err(`serials ${start} to ${end} do not fit 40 bits`);
  if (start > end) return err(`the block starts at ${start} but ends at ${end}`);
  const quantity = end - start + 1n;
  if (context.quantity !== undefined && context.quantity !== quantity) {
    return err(`the block ${start} to ${end} has ${quantity} serials, but the quantity is ${context.quantity}`);
  }
  return ok({ blockStart: start, blockEnd: end, quantity });
}

/** The block of a serial that prints no numbers: `from` and `to` where given, else 1 to `quantity`. */
export function blockFromContext(context: SerialContext): Result<BlockRange> {
  if (context.from !== undefined && context.to !== undefined) return blockRange(context.from, context.to, context);
  if (context.quantity === undefined) return err("the serial prints no block; give from and to, or a quantity");
  if (context.quantity < 1n) return err(`the quantity is ${context.quantity}, less than one tonne`);
  return blockRange(1n, context.quantity, context);
}
