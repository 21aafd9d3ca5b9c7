import type { MarketInfo } from "../market/market-info.ts";
import type { MarketBalances } from "../vault/balances.ts";
import { BLANK_TICKET } from "./ticket.ts";

export { BLANK_TICKET };

/** A market as on the local chain: lots of 1 t, ticks of 0.01 tUSD; tests change what they are about. */
export const aMarket = (change: Partial<MarketInfo> = {}): MarketInfo => ({
  id: 1,
  symbol: "VCS1340-2021/tUSD",
  phase: "CONTINUOUS",
  phaseEndsAt: null,
  baseAsset: 2,
  quoteAsset: 1,
  batchId: (1n << 128n) | 1n,
  quoteToken: "0x00000000000000000000000000000000000000a1",
  quoteSymbol: "tUSD",
  quoteDecimals: 6,
  lotUnits: 1_000n,
  tickSize: 10_000n,
  minLots: 1n,
  makerFeePips: 500,
  takerFeePips: 1_000,
  project: { id: 1, nativeId: "VCS1340", name: "Forest", methodology: "VM0007", country: "KE", registryName: "Verra" },
  vintageStart: 1_609_459_200,
  vintageEnd: 1_640_908_800,
  ...change,
});

/** Balances of an account that has enough of everything. */
export const richBalances = (change: Partial<MarketBalances> = {}): MarketBalances => ({
  quoteWallet: 1_000_000_000n,
  quoteAllowance: 0n,
  quoteFree: 1_000_000_000n,
  creditWallet: 100_000n,
  creditFree: 100_000n,
  creditApproved: false,
  canTrade: true,
  ...change,
});
