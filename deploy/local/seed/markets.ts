import {
  buildCreateMarketRequest,
  buildDepositRequest,
  buildSendCreditsToVaultRequest,
  exchangeAbi,
  type MarketRules,
} from "@carbonxchange/sdk";
import { localAccount, type LocalRole } from "../accounts.ts";
import { CASH } from "./accounts.ts";
import { act, LOT_UNITS, TICK_SIZE, TONNE, type SeedContext } from "./context.ts";
import type { SeededBatch } from "./registry.ts";

export type SeededMarket = { marketId: number; asset: number; anchorTicks: number; tonnes: number; batchId: bigint };

const MAKER_FEE_PIPS = 500;
const TAKER_FEE_PIPS = 1_000;

/**
 * No price bands: a breach opens an auction, which anybody may uncross, but the keeper does not do so yet, and the indexer
 * does not follow it. The demonstration must not stand still for that.
 */
export const MARKET_RULES: Omit<MarketRules, "staticTicks"> = {
  dynamicBandBps: 0,
  staticBandBps: 0,
  moveCapBps: 0,
  triggerBandBps: 500,
  averagingSeconds: 600,
  auctionSeconds: 300,
  maxHaltSeconds: 86_400,
  keeperFeeTicks: 0,
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
  for (const { asset, anchorTicks } of markets) {
    const market = {
      baseAsset: asset,
      quoteAsset,
      lotUnits: BigInt(LOT_UNITS),
      tickSize: TICK_SIZE,
      minLots: 1n,
      makerFeePips: MAKER_FEE_PIPS,
      takerFeePips: TAKER_FEE_PIPS,
    };
    await act(context, "deployer", buildCreateMarketRequest(deployment, market, marketRules(anchorTicks)));
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
