import type { MarketDto, MarketPhase } from "@carbonxchange/sdk";
import type { Address } from "viem";

/** A market as the pages need it: its scales as bigint, its project in words. */
export type MarketInfo = {
  id: number;
  symbol: string;
  phase: MarketPhase;
  /** When an auction may be uncrossed or a halt ended by anyone, unix seconds; null for no end. */
  phaseEndsAt: number | null;
  baseAsset: number;
  quoteAsset: number;
  batchId: bigint;
  quoteToken: Address;
  quoteSymbol: string;
  quoteDecimals: number;
  lotUnits: bigint;
  tickSize: bigint;
  minLots: bigint;
  makerFeePips: number;
  takerFeePips: number;
  project: { id: number; nativeId: string; name: string; methodology: string; country: string; registryName: string };
  vintageStart: number;
  vintageEnd: number;
};

/** The figures of a market that only history gives; null where nobody has said. */
export type MarketFigures = {
  bestBidTicks: number | null;
  bestAskTicks: number | null;
  lastTicks: number | null;
  change24hTicks: number | null;
  volume24hLots: bigint | null;
};

/** "2021", or "2020-2021" where the vintage spans years. */
export function vintageYears({ vintageStart, vintageEnd }: { vintageStart: number; vintageEnd: number }): string {
  const year = (seconds: number) => new Date(seconds * 1000).getUTCFullYear();
  const [from, to] = [year(vintageStart), year(vintageEnd)];
  return from === to ? `${from}` : `${from}\u2013${to}`;
}

/** "VCS1340-2021/tUSD": the native project id, the vintage and the quote token. */
export function symbolOf(nativeId: string, vintageStart: number, quoteSymbol: string): string {
  return `${nativeId}-${new Date(vintageStart * 1000).getUTCFullYear()}/${quoteSymbol}`;
}

/** The history figures of an API answer. */
export function figuresOf(dto: MarketDto): MarketFigures {
  return {
    bestBidTicks: dto.bestBidTicks,
    bestAskTicks: dto.bestAskTicks,
    lastTicks: dto.lastTicks,
    change24hTicks: dto.change24hTicks,
    volume24hLots: BigInt(dto.volume24hLots),
  };
}
