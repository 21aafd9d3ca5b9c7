import { exchangeAbi } from "../abi/index.ts";
import { MARKET_PHASES, enumIndex } from "../codecs/enums.ts";
import { labelMask } from "../codecs/labels.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import type { FeeTier } from "../settlement/fee-tiers.ts";
import type { Addresses } from "./addresses.ts";
import { contractRequest } from "./contract-request.ts";
import type { ContractRequest } from "./contract-request.ts";

/**
 * The terms of a new market: `lotUnits` kg per lot, `tickSize` quote base units per lot and tick. It trades from the start, unless
 * `phase` says that it collects orders for an opening auction first.
 */
export type MarketInput = {
  baseAsset: number;
  quoteAsset: number;
  lotUnits: bigint;
  tickSize: bigint;
  minLots: bigint;
  makerFeePips: number;
  takerFeePips: number;
  phase?: "CONTINUOUS" | "OPENING";
};

/** Opens a market. Requires the market operator role. */
export function buildCreateMarketRequest(
  deployment: Addresses,
  market: MarketInput,
  rules: MarketRules,
): ContractRequest<typeof exchangeAbi, "createMarket"> {
  const terms = {
    ...market,
    lotUnits: Number(market.lotUnits), // exact: 32 bits on chain
    minLots: Number(market.minLots), // exact: 32 bits on chain
    phase: enumIndex(MARKET_PHASES, market.phase ?? "CONTINUOUS"),
  };
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "createMarket", [terms, rules]);
}

/** Changes what bounds a market's prices and pauses. Requires the market operator role. */
export function buildSetMarketRulesRequest(
  deployment: Addresses,
  marketId: number,
  rules: MarketRules,
): ContractRequest<typeof exchangeAbi, "setMarketRules"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "setMarketRules", [marketId, rules]);
}

/** Lets a market trade only while its batch has labels, by their ids; none for any batch. Requires ADMIN. */
export function buildSetMarketLabelsRequest(
  deployment: Addresses,
  marketId: number,
  ids: readonly number[],
): ContractRequest<typeof exchangeAbi, "setMarketLabels"> {
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "setMarketLabels", [
    marketId,
    labelMask(ids),
  ]);
}

/** Sets a market's discounts, volumes rising, at most three; they replace all earlier ones. Requires the market operator role. */
export function buildSetFeeTiersRequest(
  deployment: Addresses,
  marketId: number,
  tiers: readonly FeeTier[],
): ContractRequest<typeof exchangeAbi, "setFeeTiers"> {
  const encoded = tiers.map((tier) => ({ ...tier, fromKilograms: Number(tier.fromKilograms) })); // exact: 48 bits on chain
  return contractRequest(deployment.contracts.exchange.address, exchangeAbi, "setFeeTiers", [marketId, encoded]);
}
