import { requireThat } from "./book-refusal.ts";
import type { BookState } from "./book-state.ts";

/** Discounts from a least volume in kilograms on; mirrors IExchange.FeeTier. */
export type FeeTier = Readonly<{ fromKilograms: bigint; takerDiscountPips: number; makerDiscountPips: number }>;

/** Kilograms an account traded in the period of 30 days `period` and in the one before. */
export type TradedVolume = Readonly<{ period: number; current: bigint; last: bigint }>;

/** Fees in millionths of notional; a negative maker fee is a rebate. */
export type FeePips = { takerFeePips: number; makerFeePips: number };

const PERIOD_SECONDS = 30 * 86_400;
const MAX_VOLUME = 2n ** 36n - 1n;
const MOST_TIERS = 3;
const CAP_PIPS = 20_000;

/** What an account's volumes are now: a period that is over moves down, one before that is forgotten. */
function volumesOf(state: BookState, account: string): TradedVolume {
  const period = Math.floor(state.at.seconds / PERIOD_SECONDS);
  const stored = state.volumes.get(account);
  if (stored?.period === period) return stored;
  return { period, current: 0n, last: stored?.period === period - 1 ? stored.current : 0n };
}

/** The larger of an account's volumes of this and the last period, kilograms. */
export function volumeKilograms(state: BookState, account: string): bigint {
  const { current, last } = volumesOf(state, account);
  return current > last ? current : last;
}

/** Counts what an account took, or its asks sold, in a market with tiers. */
export function addVolume(state: BookState, account: string, lots: bigint): void {
  if (state.tiers.length === 0) return;
  const volumes = volumesOf(state, account);
  const sum = volumes.current + lots * state.terms.lotUnits;
  state.volumes.set(account, { ...volumes, current: sum > MAX_VOLUME ? MAX_VOLUME : sum });
}

/** What an account pays now: the market's fees less its tier's discounts; a taker's fee does not fall below zero. */
export function feesOf(state: BookState, account: string): FeePips {
  const { takerFeePips, makerFeePips } = state.terms;
  if (state.tiers.length === 0) return { takerFeePips, makerFeePips };
  const volume = volumeKilograms(state, account);
  const tier = state.tiers.findLast(({ fromKilograms }) => volume >= fromKilograms);
  return {
    takerFeePips: Math.max(takerFeePips - (tier?.takerDiscountPips ?? 0), 0),
    makerFeePips: makerFeePips - (tier?.makerDiscountPips ?? 0),
  };
}

/** IExchange.setMarketFees. Throws `BookRefusal`. */
export function setFees(state: BookState, { makerFeePips, takerFeePips }: FeePips): void {
  checkFees(makerFeePips, takerFeePips, state.tiers);
  state.terms = { ...state.terms, makerFeePips, takerFeePips };
}

/** IExchange.setFeeTiers: replaces all. Throws `BookRefusal`. */
export function setTiers(state: BookState, tiers: readonly FeeTier[]): void {
  requireThat(tiers.length <= MOST_TIERS, "Exchange_BatchTooLarge", tiers.length, MOST_TIERS);
  let before: FeeTier = { fromKilograms: 0n, takerDiscountPips: 0, makerDiscountPips: 0 };
  for (const tier of tiers) {
    checkTier(tier, before);
    before = tier;
  }
  const { makerFeePips, takerFeePips } = state.terms;
  checkFees(makerFeePips, takerFeePips, tiers);
  state.tiers = [...tiers];
}

function checkTier(tier: FeeTier, before: FeeTier): void {
  const bounded = (ok: boolean, name: keyof FeeTier) =>
    requireThat(ok, "Exchange_BadMarketParameter", name, tier[name], before[name]);
  bounded(tier.fromKilograms > before.fromKilograms, "fromKilograms");
  for (const name of ["takerDiscountPips", "makerDiscountPips"] as const)
    bounded(tier[name] >= before[name] && tier[name] <= CAP_PIPS, name);
}

/** Fees within the cap, and no rebate of any tier above the lowest taker fee. */
function checkFees(maker: number, taker: number, tiers: readonly FeeTier[]): void {
  requireThat(taker <= CAP_PIPS, "Exchange_FeeAboveCap", taker, CAP_PIPS);
  requireThat(maker <= taker, "Exchange_FeeAboveCap", maker, taker);
  const largest = tiers.at(-1);
  const lowestTaker = Math.max(taker - (largest?.takerDiscountPips ?? 0), 0);
  const lowestMaker = maker - (largest?.makerDiscountPips ?? 0);
  requireThat(lowestMaker + lowestTaker >= 0, "Exchange_RebateAboveFee", lowestMaker, lowestTaker);
}
