import type { MarketRules } from "../codecs/market-rules.ts";

/** Prices in ticks at which a trade may happen, both ends included; empty when low is above high. */
export type PriceBand = { low: number; high: number };

const BPS = 10_000n;
/** Highest price in ticks. */
export const HIGHEST_TICKS = 65_535;

/** Any price. */
export const ANY_PRICE: PriceBand = { low: 1, high: HIGHEST_TICKS };

/**
 * A band without what lies further than `bps` from a centre; mirrors MarketBounds.narrowed.
 * @param centerFixed in units of 2^-16 ticks; zero for none.
 * @param bps zero for no bound.
 */
export function narrowed(band: PriceBand, centerFixed: bigint, bps: number): PriceBand {
  if (centerFixed === 0n || bps === 0) return band;
  const width = BigInt(bps);
  const unit = BPS << 16n;
  const from = width >= BPS ? 0n : (centerFixed * (BPS - width) + unit - 1n) / unit;
  const to = (centerFixed * (BPS + width)) / unit;
  return { low: Math.max(band.low, Number(from)), high: Math.min(band.high, Number(to)) };
}

/**
 * The prices a trade may have; mirrors contracts/types/MarketBounds.sol.
 * @param averageFixed time-weighted price in units of 2^-16 ticks, zero for none.
 * @param lastTicks last price before the take, zero for none.
 */
export function priceBand(rules: MarketRules, averageFixed: bigint, lastTicks: number): PriceBand {
  let band = narrowed(ANY_PRICE, averageFixed, rules.dynamicBandBps);
  band = narrowed(band, BigInt(rules.staticTicks) << 16n, rules.staticBandBps);
  return narrowed(band, BigInt(lastTicks) << 16n, rules.moveCapBps);
}

/** A price brought within a band; one narrower than a tick may hold none, then the tick above it. */
export function clamped(ticks: number, { low, high }: PriceBand): number {
  return Math.max(Math.min(ticks, high), low);
}
