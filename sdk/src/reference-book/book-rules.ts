import type { MarketRules } from "../codecs/market-rules.ts";

/** Prices in ticks at which a trade may happen, both ends included; empty when low is above high. */
export type PriceBand = { low: number; high: number };

const BPS = 10_000n;
const MAX_TICKS = 65_535n;

/**
 * The prices a trade may have; mirrors contracts/types/MarketBounds.sol.
 * @param averageFixed time-weighted price in units of 2^-16 ticks, zero for none.
 * @param lastTicks last price before the take, zero for none.
 */
export function priceBand(rules: MarketRules, averageFixed: bigint, lastTicks: number): PriceBand {
  const around: readonly (readonly [bigint, number])[] = [
    [averageFixed, rules.dynamicBandBps],
    [BigInt(rules.staticTicks) << 16n, rules.staticBandBps],
    [BigInt(lastTicks) << 16n, rules.moveCapBps],
  ];
  let [low, high] = [1n, MAX_TICKS];
  for (const [center, bps] of around) {
    if (center === 0n || bps === 0) continue;
    const width = BigInt(bps);
    const unit = BPS << 16n;
    const from = width >= BPS ? 0n : (center * (BPS - width) + unit - 1n) / unit;
    const to = (center * (BPS + width)) / unit;
    if (from > low) low = from;
    if (to < high) high = to;
  }
  return { low: Number(low), high: Number(high) };
}
