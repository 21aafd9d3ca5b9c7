import { addVolume, feesAtVolume, tierKilograms } from "@carbonxchange/sdk";
import type { FeeTier } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import type { Projection } from "./context.ts";
import type { EventMeta } from "./events.ts";
import type { Row } from "./rows.ts";
import type { Store } from "./store.ts";

/** Most tiers of a market (IExchange.setFeeTiers). */
const MOST_TIERS = 3;

const NO_TIER: FeeTier = { fromKilograms: 0n, takerDiscountPips: 0, makerDiscountPips: 0 };

/** The tiers replace all earlier ones, so every position is written. */
export const feeTiersSet: Projection<"Exchange:FeeTiersSet"> = async ({ args, meta }, { store }) => {
  const { marketId } = args;
  for (let position = 0; position < MOST_TIERS; position++) {
    const tier = args.tiers[position] ?? NO_TIER;
    const fromKilograms = BigInt(tier.fromKilograms);
    await store.put("feeTiers", { ...tier, marketId, position, fromKilograms, block: meta.block });
  }
};

/** A market's tiers, volumes rising. */
export async function tiersOf(store: Store, marketId: number): Promise<FeeTier[]> {
  const tiers: FeeTier[] = [];
  for (let position = 0; position < MOST_TIERS; position++) {
    const tier = await store.find("feeTiers", { marketId, position });
    if (tier === null || tier.fromKilograms === 0n) break;
    tiers.push(tier);
  }
  return tiers;
}

/** What an account pays as a taker in a market at the time of an event. */
export async function takerFeePipsOf(
  store: Store,
  meta: EventMeta,
  market: Row<"markets">,
  tiers: readonly FeeTier[],
  account: Hex,
): Promise<number> {
  if (tiers.length === 0) return market.takerFeePips;
  const volume = await store.find("volumes", { account, quoteAsset: market.quoteAsset });
  const kilograms = volume === null ? 0n : tierKilograms(volume, meta.timestamp);
  return feesAtVolume(market, tiers, kilograms).takerFeePips;
}

/** Counts what an account took, or its asks sold, in a market with tiers. */
export async function countVolume(
  store: Store,
  meta: EventMeta,
  market: Row<"markets">,
  account: Hex,
  lots: bigint,
): Promise<void> {
  if (lots === 0n) return;
  const key = { account, quoteAsset: market.quoteAsset };
  const before = (await store.find("volumes", key)) ?? { period: 0n, kilograms: 0n, lastKilograms: 0n };
  const after = addVolume(before, lots * market.lotUnits, meta.timestamp);
  await store.put("volumes", { ...key, ...after, block: meta.block });
}
