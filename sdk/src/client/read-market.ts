import type { Address } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { MARKET_PHASES, enumName } from "../codecs/enums.ts";
import type { MarketPhase } from "../codecs/enums.ts";
import { labelIds } from "../codecs/labels.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** A market's terms and phase. `lotUnits` kg per lot, `tickSize` quote base units per lot and tick. */
export type Market = {
  id: number;
  baseAsset: number;
  quoteAsset: number;
  lotUnits: bigint;
  tickSize: bigint;
  minLots: bigint;
  makerFeePips: number;
  takerFeePips: number;
  phase: MarketPhase;
};

/** Reads a market. Throws `CarbonContractError` "Exchange_UnknownMarket". */
export async function readMarket(context: ReadContext, marketId: number): Promise<Market> {
  const address = context.deployment.contracts.exchange.address;
  const market = await call(context, address, exchangeAbi, "market", [marketId]);
  return {
    id: marketId,
    baseAsset: market.baseAsset,
    quoteAsset: market.quoteAsset,
    lotUnits: BigInt(market.lotUnits),
    tickSize: market.tickSize,
    minLots: BigInt(market.minLots),
    makerFeePips: market.makerFeePips,
    takerFeePips: market.takerFeePips,
    phase: enumName(MARKET_PHASES, market.phase),
  };
}

/** Reads a market's rules. Throws `CarbonContractError` "Exchange_UnknownMarket". */
export async function readMarketRules(context: ReadContext, marketId: number): Promise<MarketRules> {
  return call(context, context.deployment.contracts.exchange.address, exchangeAbi, "marketRules", [marketId]);
}

/** Ids of the labels a market requires of its batch, and of those that the batch does not have now. */
export type MarketLabels = { required: number[]; missing: number[] };

/** Reads what labels a market requires. Throws `CarbonContractError` "Exchange_UnknownMarket". */
export async function readMarketLabels(context: ReadContext, marketId: number): Promise<MarketLabels> {
  const address = context.deployment.contracts.exchange.address;
  const [required, missing] = await call(context, address, exchangeAbi, "marketLabels", [marketId]);
  return { required: labelIds(required), missing: labelIds(missing) };
}

/** A market's phase, and when (unix seconds) an auction may be uncrossed or a halt ended by anyone; null for no end. */
export type MarketPhaseUntil = { phase: MarketPhase; endsAt: number | null };

/** Reads a market's phase. Throws `CarbonContractError` "Exchange_UnknownMarket". */
export async function readMarketPhase(context: ReadContext, marketId: number): Promise<MarketPhaseUntil> {
  const address = context.deployment.contracts.exchange.address;
  const [phase, endsAt] = await call(context, address, exchangeAbi, "marketPhase", [marketId]);
  return { phase: enumName(MARKET_PHASES, phase), endsAt: endsAt || null };
}

/**
 * What a market's trades left behind. Prices in ticks, null before the first trade (`settledTicks`: of an earlier block);
 * `lastTradeAt` unix seconds; `volumeLots` modulo 2^32.
 */
export type Tape = {
  lastTicks: number | null;
  settledTicks: number | null;
  averageTicks: number | null;
  lastTradeAt: number | null;
  volumeLots: bigint;
};

/** Reads a market's tape. Throws `CarbonContractError` "Exchange_UnknownMarket". */
export async function readTape(context: ReadContext, marketId: number): Promise<Tape> {
  const address = context.deployment.contracts.exchange.address;
  const tape = await call(context, address, exchangeAbi, "tape", [marketId]);
  return {
    lastTicks: tape.lastTicks || null,
    settledTicks: tape.settledTicks || null,
    averageTicks: tape.averageTicks || null,
    lastTradeAt: tape.lastTradeAt || null,
    volumeLots: BigInt(tape.volumeLots),
  };
}

/** The prices a trade may have now: 1 and 65,535 where nothing bounds it. */
export async function readPriceBand(
  context: ReadContext,
  marketId: number,
): Promise<{ lowTicks: number; highTicks: number }> {
  const address = context.deployment.contracts.exchange.address;
  const [lowTicks, highTicks] = await call(context, address, exchangeAbi, "priceBand", [marketId]);
  return { lowTicks, highTicks };
}

/** What an asset index stands for: an ERC-20, or one batch of credits. */
export type Asset = { index: number; token: Address; isCredit: boolean; batchId: bigint };

/** Reads a listed asset. Throws `CarbonContractError` "Exchange_UnknownAsset". */
export async function readAsset(context: ReadContext, index: number): Promise<Asset> {
  const asset = await call(context, context.deployment.contracts.exchange.address, exchangeAbi, "asset", [index]);
  return { index, token: asset.token, isCredit: asset.isCredit, batchId: asset.batchId };
}

/** Index of a listed token and batch (zero for an ERC-20). Throws `CarbonContractError` "Exchange_NotListed". */
export function readAssetIndex(context: ReadContext, token: Address, batchId: bigint): Promise<number> {
  return call(context, context.deployment.contracts.exchange.address, exchangeAbi, "assetIndex", [token, batchId]);
}
