import type { Lane } from "./action.ts";

const MILLIETHER = 10n ** 15n;

/**
 * What one call of a lane may cost at most, in wei of the chain's own currency; null: nothing but the gas price is bounded,
 * because a market that stays halted, or trades on beside its index, costs everybody more than any gas.
 */
export const LANE_WORTH_WEI: Readonly<Record<Lane, bigint | null>> = {
  halt: null,
  stop: 500n * MILLIETHER,
  match: 250n * MILLIETHER,
  slice: 100n * MILLIETHER,
  expiry: 30n * MILLIETHER,
  housekeeping: 20n * MILLIETHER,
};

/** What a call may cost at most, wei: its lane's worth, or what the exchange pays for it where that is more; null: no bound. */
export function worthOf(lane: Lane, keeperFeeWei: bigint): bigint | null {
  const worth = LANE_WORTH_WEI[lane];
  return worth === null || worth >= keeperFeeWei ? worth : keeperFeeWei;
}

/** What a bundle may cost at most, wei: the sum of its calls; no bound where one of them has none. */
export function bundleWorth(worths: readonly (bigint | null)[]): bigint | null {
  return worths.reduce<bigint | null>((sum, worth) => (sum === null || worth === null ? null : sum + worth), 0n);
}

/** Highest maxFeePerGas for a transaction of `gas`, wei: the gas price cap, or what `maxCostWei` leaves per gas where that is less. */
export function feeCapOf(maxFeePerGas: bigint, maxCostWei: bigint | null, gas: bigint): bigint {
  if (maxCostWei === null || gas === 0n) return maxFeePerGas;
  const affordable = maxCostWei / gas;
  return affordable < maxFeePerGas ? affordable : maxFeePerGas;
}
