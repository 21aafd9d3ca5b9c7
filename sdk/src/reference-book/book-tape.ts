/** What a market's trades left behind; mirrors contracts/types/MarketTape.sol. `averageFixed` is in units of 2^-16 ticks. */
export type BookTape = {
  lastTicks: number;
  averageFixed: bigint;
  lastTradeAt: number;
  volumeLots: bigint;
};

/** The tape of a market without trades. */
export const EMPTY_TAPE: BookTape = { lastTicks: 0, averageFixed: 0n, lastTradeAt: 0, volumeLots: 0n };

/** The time-weighted price at `now` (unix seconds): the last price counts by the share of the averaging time it stood. */
export function averageAt(tape: BookTape, now: number, averagingSeconds: number): bigint {
  const elapsed = now - tape.lastTradeAt;
  const last = BigInt(tape.lastTicks) << 16n;
  if (elapsed >= averagingSeconds) return last;
  const distance = last - tape.averageFixed;
  const moved = ((distance < 0n ? -distance : distance) * BigInt(elapsed)) / BigInt(averagingSeconds);
  return distance < 0n ? tape.averageFixed - moved : tape.averageFixed + moved;
}

/** The tape after a take of `lots` that ended at `priceTicks`; `averageFixed` is the average before it. */
export function afterTrade(
  tape: BookTape,
  trade: { priceTicks: number; lots: bigint; averageFixed: bigint; now: number },
): BookTape {
  const { priceTicks, lots, averageFixed, now } = trade;
  return {
    lastTicks: priceTicks,
    averageFixed: tape.lastTicks === 0 ? BigInt(priceTicks) << 16n : averageFixed,
    lastTradeAt: now,
    volumeLots: (tape.volumeLots + lots) % 2n ** 32n,
  };
}
