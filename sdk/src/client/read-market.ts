import type { Address } from "viem";
import { exchangeAbi } from "../abi/index.ts";
import { MARKET_STATUSES, enumName } from "../codecs/enums.ts";
import type { MarketStatus } from "../codecs/enums.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** A market's fixed terms and status. `lotUnits` kg per lot, `tickSize` quote base units per lot and tick. */
export type Market = {
  id: number;
  baseAsset: number;
  quoteAsset: number;
  lotUnits: bigint;
  tickSize: bigint;
  minLots: bigint;
  makerFeePips: number;
  takerFeePips: number;
  status: MarketStatus;
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
    status: enumName(MARKET_STATUSES, market.status),
  };
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
