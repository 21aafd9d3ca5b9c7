import type { MarketDto, Page } from "@carbonxchange/sdk";
import type { ApiClient } from "../rest/api-client.ts";
import type { ChainReader } from "../chain/chain-reader.ts";
import { figuresOf, type MarketFigures, type MarketInfo } from "./market-info.ts";
import { readBest, readMarkets } from "./market-reader.ts";

export type MarketRow = { market: MarketInfo; figures: MarketFigures };
/** `note` says what is missing when the chain had to answer in place of the API. */
export type MarketList = { rows: MarketRow[]; note: string };

/** A market of the API's answer with its amounts as bigint. */
export function marketOf(dto: MarketDto): MarketInfo {
  const { vintageStart, vintageEnd, ...project } = dto.project;
  return {
    ...dto,
    batchId: BigInt(dto.batchId),
    lotUnits: BigInt(dto.lotUnits),
    tickSize: BigInt(dto.tickSize),
    minLots: BigInt(dto.minLots),
    project: { ...project, registryName: "" },
    vintageStart,
    vintageEnd,
  };
}

async function fromChain(reader: ChainReader): Promise<MarketRow[]> {
  const markets = await readMarkets(reader);
  return Promise.all(
    markets.map(async (market) => ({
      market,
      figures: { ...(await readBest(reader, market.id)), lastTicks: null, change24hTicks: null, volume24hLots: null },
    })),
  );
}

/** All markets, from the API, or from the chain without the figures that only history gives. */
export async function loadMarkets(api: ApiClient, reader: ChainReader): Promise<MarketList> {
  const answer = await api.get<Page<MarketDto> | MarketDto[]>("/markets");
  if (answer.ok) {
    const items = Array.isArray(answer.value) ? answer.value : answer.value.items;
    return { rows: items.map((dto) => ({ market: marketOf(dto), figures: figuresOf(dto) })), note: "" };
  }
  const note = `${answer.error} Prices come from the chain; last trade, change and volume need the API.`;
  return { rows: await fromChain(reader), note };
}
