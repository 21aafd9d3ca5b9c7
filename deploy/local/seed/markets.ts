import {
  buildCreateMarketRequest,
  buildDepositRequest,
  buildSendCreditsToVaultRequest,
  buildSetFeeTiersRequest,
  exchangeAbi,
  type FeeTier,
  type MarketRules,
} from "@carbonxchange/sdk";
import { localAccount, type LocalRole } from "../accounts.ts";
import { CASH } from "./accounts.ts";
import { act, LOT_UNITS, TICK_SIZE, TONNE, type SeedContext } from "./context.ts";
import type { SeededBatch } from "./registry.ts";

export type SeededMarket = { marketId: number; asset: number; anchorTicks: number; tonnes: number; batchId: bigint };

const FEES = { makerFeePips: 500, takerFeePips: 1_000 };
/** The first market pays its makers; the second asks less of those who trade much. */
const REBATE_FEES = { makerFeePips: -200, takerFeePips: 1_000 };
const FEE_TIERS: readonly FeeTier[] = [
  { fromKilograms: 1_000_000n, takerDiscountPips: 200, makerDiscountPips: 100 },
  { fromKilograms: 10_000_000n, takerDiscountPips: 400, makerDiscountPips: 200 },
];

/**
 * Price bands about as wide as exchanges set them for illiquid commodities, and wide enough that the demonstration's own order
 * flow seldom stops a market: a test holds the model's prices against them. A breach opens an auction of a minute.
 */
export const MARKET_RULES: Omit<MarketRules, "staticTicks"> = {
  dynamicBandBps: 1_000,
  staticBandBps: 3_000,
  moveCapBps: 1_000,
  triggerBandBps: 500,
  averagingSeconds: 600,
  auctionSeconds: 60,
  maxHaltSeconds: 86_400,
  keeperFeeTicks: 1,
};

/** The rules of one market: the static band lies around the price that the demonstration returns to. */
export function marketRules(anchorTicks: number): MarketRules {
  return { ...MARKET_RULES, staticTicks: anchorTicks };
}

/** Who moves what share of the wallet into the vault, in percent. */
const DEPOSITS: readonly (readonly [LocalRole, bigint])[] = [
  ["makerA", 80n],
  ["makerB", 80n],
  ["alice", 50n],
  ["bob", 50n],
];

/** Lists the quote token and the credits that have a price, opens their markets and fills the vault. */
export async function seedMarkets(context: SeedContext, batches: readonly SeededBatch[]): Promise<SeededMarket[]> {
  const { access, deployment, sender } = context;
  const exchange = { address: deployment.contracts.exchange.address, abi: exchangeAbi } as const;
  const credits = deployment.contracts.carbonCredits.address;
  const [assets, marketCount] = await access.client.readContract({ ...exchange, functionName: "counts" });
  const list = (token: string, batchId: bigint, isCredit: boolean) =>
    act(context, "deployer", { ...exchange, functionName: "listAsset", args: [token, batchId, isCredit] });

  const traded = batches.flatMap(({ entry, batchId }) =>
    entry.priceTicks === undefined ? [] : [{ batchId, anchorTicks: entry.priceTicks, tonnes: entry.tonnes }],
  );
  const quoteAsset = assets + 1;
  await list(deployment.contracts.quoteToken.address, 0n, false);
  for (const { batchId } of traded) await list(credits, batchId, true);
  await sender.settle();

  const markets = traded.map((market, index) => ({
    ...market,
    asset: quoteAsset + 1 + index,
    marketId: marketCount + 1 + index,
  }));
  for (const [index, { asset, anchorTicks }] of markets.entries()) {
    const market = {
      baseAsset: asset,
      quoteAsset,
      lotUnits: BigInt(LOT_UNITS),
      tickSize: TICK_SIZE,
      minLots: 1n,
      ...(index === 0 ? REBATE_FEES : FEES),
    };
    await act(context, "deployer", buildCreateMarketRequest(deployment, market, marketRules(anchorTicks)));
  }
  const tiered = markets[1];
  if (tiered !== undefined) {
    await act(context, "deployer", buildSetFeeTiersRequest(deployment, tiered.marketId, FEE_TIERS));
  }
  for (const [role, percent] of DEPOSITS) {
    await act(context, role, buildDepositRequest(deployment, quoteAsset, ((CASH[role] ?? 0n) * percent) / 100n));
    const holder = localAccount(role).account.address;
    for (const { batchId, tonnes } of markets) {
      const share = role === "makerA" ? 51n : role === "makerB" ? 45n : 2n;
      const units = ((BigInt(tonnes) * share * percent) / 10_000n) * TONNE;
      await act(context, role, buildSendCreditsToVaultRequest(deployment, holder, batchId, units));
    }
  }
  await sender.settle();
  return markets;
}
