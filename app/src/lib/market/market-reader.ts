import {
  carbonCreditsAbi,
  decodeCountry,
  enumName,
  exchangeAbi,
  MARKET_PHASES,
  unpackBatchId,
  type MarketPhase,
} from "@carbonxchange/sdk";
import type { ChainReader } from "../chain/chain-reader.ts";
import { quoteTokenAbi } from "../chain/token-abi.ts";
import { fromChain, type DepthBook } from "./depth-book.ts";
import { symbolOf, type MarketInfo } from "./market-info.ts";

const MAX_LEVELS = 100;

/** A market's phase and when it ends. */
export async function readPhase(
  { client, at }: Pick<ChainReader, "client" | "at">,
  marketId: number,
): Promise<{ phase: MarketPhase; phaseEndsAt: number | null }> {
  const [phase, endsAt] = await client.readContract({
    address: at("exchange"),
    abi: exchangeAbi,
    functionName: "marketPhase",
    args: [marketId],
  });
  return { phase: enumName(MARKET_PHASES, phase), phaseEndsAt: endsAt || null };
}

/** Reads one market with its batch, project and quote token from chain. Throws when there is no such market. */
export async function readMarket({ client, at }: ChainReader, marketId: number): Promise<MarketInfo> {
  const exchange = { address: at("exchange"), abi: exchangeAbi } as const;
  const credits = { address: at("carbonCredits"), abi: carbonCreditsAbi } as const;
  const market = await client.readContract({ ...exchange, functionName: "market", args: [marketId] });
  const [base, quote] = await Promise.all([
    client.readContract({ ...exchange, functionName: "asset", args: [market.baseAsset] }),
    client.readContract({ ...exchange, functionName: "asset", args: [market.quoteAsset] }),
  ]);
  const projectId = unpackBatchId(base.batchId).projectId;
  const token = { address: quote.token, abi: quoteTokenAbi } as const;
  const [phase, batch, project, quoteSymbol, quoteDecimals] = await Promise.all([
    readPhase({ client, at }, marketId),
    client.readContract({ ...credits, functionName: "batch", args: [base.batchId] }),
    client.readContract({ ...credits, functionName: "project", args: [projectId] }),
    client.readContract({ ...token, functionName: "symbol" }),
    client.readContract({ ...token, functionName: "decimals" }),
  ]);
  const { nativeId, name, methodology, registryName } = project;
  return {
    id: marketId,
    symbol: symbolOf(nativeId, batch.vintageStart, quoteSymbol),
    ...phase,
    baseAsset: market.baseAsset,
    quoteAsset: market.quoteAsset,
    batchId: base.batchId,
    quoteToken: quote.token,
    quoteSymbol,
    quoteDecimals,
    lotUnits: BigInt(market.lotUnits),
    tickSize: market.tickSize,
    minLots: BigInt(market.minLots),
    makerFeePips: market.makerFeePips,
    takerFeePips: market.takerFeePips,
    project: {
      id: Number(projectId),
      nativeId,
      name,
      methodology,
      registryName,
      country: decodeCountry(project.country) ?? "",
    },
    vintageStart: batch.vintageStart,
    vintageEnd: batch.vintageEnd,
  };
}

/** Every market of the exchange, in order of id. */
export async function readMarkets(reader: ChainReader): Promise<MarketInfo[]> {
  const [, markets] = await reader.client.readContract({
    address: reader.at("exchange"),
    abi: exchangeAbi,
    functionName: "counts",
  });
  return Promise.all(Array.from({ length: markets }, (_, index) => readMarket(reader, index + 1)));
}

/** Best bid and ask in ticks; null for an empty side. */
export async function readBest({ client, at }: ChainReader, marketId: number) {
  const [bid, ask] = await client.readContract({
    address: at("exchange"),
    abi: exchangeAbi,
    functionName: "best",
    args: [marketId],
  });
  return { bestBidTicks: bid || null, bestAskTicks: ask || null };
}

/** The order book itself, both sides of one block. */
export async function readDepth({ client, at }: ChainReader, marketId: number): Promise<DepthBook> {
  const blockNumber = await client.getBlockNumber({ cacheTime: 0 });
  const side = (side: 0 | 1) =>
    client.readContract({
      address: at("exchange"),
      abi: exchangeAbi,
      functionName: "depth",
      args: [marketId, side, 0, MAX_LEVELS],
      blockNumber,
    });
  const [bids, asks] = await Promise.all([side(0), side(1)]);
  return fromChain(asLevels(bids), asLevels(asks), blockNumber);
}

const asLevels = (levels: readonly { priceTicks: number; lots: number | bigint }[]) =>
  levels.map(({ priceTicks, lots }) => ({ priceTicks, lots: BigInt(lots) }));
