import { createConfig, createStorage, http, injected, type Config } from "@wagmi/core";
import { defineChain } from "viem";
import type { Settings } from "../settings.ts";

/** The chain of the deployment, described for viem and for the wallet's "add network" question. */
export function describeChain({ chain, rpcUrl }: Settings) {
  return defineChain({
    id: chain.id,
    name: chain.name,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(chain.explorerUrl ? { blockExplorers: { default: { name: "Explorer", url: chain.explorerUrl } } } : {}),
  });
}

/** wagmi for exactly one chain. Injected wallets are found over EIP-6963; reads go to our own RPC, never the wallet's. */
export function createWagmi(settings: Settings): Config {
  const chain = describeChain(settings);
  return createConfig({
    chains: [chain],
    connectors: [injected()],
    multiInjectedProviderDiscovery: true,
    pollingInterval: 1_000,
    storage: createStorage({ key: "carbonxchange.wallet", storage: localStorage }),
    transports: { [chain.id]: http(settings.rpcUrl, { timeout: 8_000, retryCount: 1, batch: true }) },
  });
}
