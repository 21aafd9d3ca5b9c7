import { complianceGateAbi, exchangeAbi } from "@carbonxchange/sdk";
import type { Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";
import { creditTokenAbi, quoteTokenAbi } from "../chain/token-abi.ts";
import type { MarketInfo } from "../market/market-info.ts";

/** What an account has of a market's two assets, in the wallet and free in the vault. */
export type MarketBalances = {
  quoteWallet: bigint;
  quoteAllowance: bigint;
  quoteFree: bigint;
  creditWallet: bigint;
  creditFree: bigint;
  creditApproved: boolean;
  canTrade: boolean;
};

/** Reads an account's balances of one market, and whether the compliance gate lets it trade. */
export async function readMarketBalances(
  { client, at }: ChainReader,
  account: Address,
  market: Pick<MarketInfo, "quoteToken" | "quoteAsset" | "baseAsset" | "batchId">,
): Promise<MarketBalances> {
  const exchange = { address: at("exchange"), abi: exchangeAbi } as const;
  const token = { address: market.quoteToken, abi: quoteTokenAbi } as const;
  const credits = { address: at("carbonCredits"), abi: creditTokenAbi } as const;
  const [quoteWallet, quoteAllowance, quoteFree, creditWallet, creditFree, creditApproved, canTrade] =
    await Promise.all([
      client.readContract({ ...token, functionName: "balanceOf", args: [account] }),
      client.readContract({ ...token, functionName: "allowance", args: [account, exchange.address] }),
      client.readContract({ ...exchange, functionName: "balanceOf", args: [account, market.quoteAsset] }),
      client.readContract({ ...credits, functionName: "balanceOf", args: [account, market.batchId] }),
      client.readContract({ ...exchange, functionName: "balanceOf", args: [account, market.baseAsset] }),
      client.readContract({ ...credits, functionName: "isApprovedForAll", args: [account, exchange.address] }),
      readCanTrade({ client, at }, account),
    ]);
  return { quoteWallet, quoteAllowance, quoteFree, creditWallet, creditFree, creditApproved, canTrade };
}

/** Whether the compliance gate lets the account trade now. */
export function readCanTrade({ client, at }: Pick<ChainReader, "client" | "at">, account: Address): Promise<boolean> {
  return client.readContract({
    address: at("complianceGate"),
    abi: complianceGateAbi,
    functionName: "canTrade",
    args: [account],
  });
}
