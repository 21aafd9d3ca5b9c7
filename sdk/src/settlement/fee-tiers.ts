/** Seconds of the periods by which volumes are counted. */
export const VOLUME_PERIOD_SECONDS = 2_592_000n;

/** Most kilograms that a period's volume counts: 36 bits. */
export const MAX_VOLUME_KILOGRAMS = (1n << 36n) - 1n;

/** Discounts from a volume on, in pips off the market's fees. Mirrors IExchange.FeeTier. */
export type FeeTier = { fromKilograms: bigint; takerDiscountPips: number; makerDiscountPips: number };

/** A market's fees, or an account's in it; a negative maker fee is a rebate. */
export type FeePips = { makerFeePips: number; takerFeePips: number };

/** What an account traded against a quote asset in the period that was counted last, and in the one before. */
export type Volume = { period: bigint; kilograms: bigint; lastKilograms: bigint };

/** The volume as it counts at a time (unix seconds): a period that is over moves down, one before that is forgotten. */
export function volumeAt(volume: Volume, timestamp: bigint): Volume {
  const period = timestamp / VOLUME_PERIOD_SECONDS;
  if (volume.period === period) return volume;
  const lastKilograms = volume.period + 1n === period ? volume.kilograms : 0n;
  return { period, kilograms: 0n, lastKilograms };
}

/** The volume after a trade; it stops at its field's highest value. */
export function addVolume(volume: Volume, kilograms: bigint, timestamp: bigint): Volume {
  const now = volumeAt(volume, timestamp);
  const sum = now.kilograms + kilograms;
  return { ...now, kilograms: sum > MAX_VOLUME_KILOGRAMS ? MAX_VOLUME_KILOGRAMS : sum };
}

/** By which volume an account's tier is judged: the larger of this and the last period's. */
export function tierKilograms(volume: Volume, timestamp: bigint): bigint {
  const { kilograms, lastKilograms } = volumeAt(volume, timestamp);
  return kilograms > lastKilograms ? kilograms : lastKilograms;
}

/**
 * The fees of an account with a volume: the market's less the discounts of the highest tier it reaches. The taker's does not fall
 * below zero, the maker's may become a rebate. `tiers` rise. Mirrors contracts/libraries/FeeTiers.sol.
 */
export function feesAtVolume(market: FeePips, tiers: readonly FeeTier[], kilograms: bigint): FeePips {
  const tier = tiers.findLast(({ fromKilograms }) => kilograms >= fromKilograms);
  if (tier === undefined) return { makerFeePips: market.makerFeePips, takerFeePips: market.takerFeePips };
  return {
    makerFeePips: market.makerFeePips - tier.makerDiscountPips,
    takerFeePips: Math.max(0, market.takerFeePips - tier.takerDiscountPips),
  };
}
