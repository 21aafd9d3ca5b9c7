import type { Moment } from "./book-state.ts";

/**
 * What a market's trades left behind; mirrors contracts/types/MarketTape.sol. `averageFixed` is in units of 2^-16 ticks;
 * `settledTicks` the price before the block of the last trade.
 */
export type BookTape = Readonly<{
  lastTicks: number;
  settledTicks: number;
  averageFixed: bigint;
  lastTradeAt: number;
  lastTradeBlock: number;
  volumeLots: bigint;
}>;

/** The tape of a market without trades. */
export const EMPTY_TAPE: BookTape = {
  lastTicks: 0,
  settledTicks: 0,
  averageFixed: 0n,
  lastTradeAt: 0,
  lastTradeBlock: 0,
  volumeLots: 0n,
};

/** The time-weighted price at `seconds`: the last price counts by the share of the averaging time it stood. */
export function averageAt(tape: BookTape, seconds: number, averagingSeconds: number): bigint {
  const elapsed = seconds - tape.lastTradeAt;
  const last = BigInt(tape.lastTicks) << 16n;
  if (elapsed >= averagingSeconds) return last;
  const distance = last - tape.averageFixed;
  const moved = ((distance < 0n ? -distance : distance) * BigInt(elapsed)) / BigInt(averagingSeconds);
  return distance < 0n ? tape.averageFixed - moved : tape.averageFixed + moved;
}

/** The price of the last trade of an earlier block; zero for none. */
export function settledAt(tape: BookTape, block: number): number {
  return tape.lastTradeBlock === block ? tape.settledTicks : tape.lastTicks;
}

/** The tape after a take of `lots` that ended at `priceTicks`; `averageFixed` is the average before it. */
export function afterTrade(
  tape: BookTape,
  trade: { priceTicks: number; lots: bigint; averageFixed: bigint; at: Moment },
): BookTape {
  const { priceTicks, lots, averageFixed, at } = trade;
  return {
    lastTicks: priceTicks,
    settledTicks: settledAt(tape, at.block),
    averageFixed: tape.lastTicks === 0 ? BigInt(priceTicks) << 16n : averageFixed,
    lastTradeAt: at.seconds,
    lastTradeBlock: at.block,
    volumeLots: (tape.volumeLots + lots) % 2n ** 32n,
  };
}
