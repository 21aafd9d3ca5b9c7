import type { Config } from "@wagmi/core";
import { createContext } from "svelte";
import { createApiClient, type ApiClient } from "./rest/api-client.ts";
import { BlockClock } from "./chain/block-clock.svelte.ts";
import { createChainReader, type ChainReader } from "./chain/chain-reader.ts";
import { createWagmi } from "./chain/wagmi-config.ts";
import type { Settings } from "./settings.ts";
import { Transactions } from "./transactions/transactions.svelte.ts";
import { Wallet } from "./wallet/wallet.svelte.ts";

/** Everything a page may use of the outside world, made once by the root layout and handed down by context. */
export type Services = {
  settings: Settings;
  wagmi: Config;
  wallet: Wallet;
  clock: BlockClock;
  reader: ChainReader;
  api: ApiClient;
  transactions: Transactions;
};

/** Builds the services for the given settings. */
export function createServices(settings: Settings): Services {
  const wagmi = createWagmi(settings);
  const chainId = settings.chain.id;
  const wallet = new Wallet(wagmi, chainId);
  const clock = new BlockClock(wagmi);
  const transactions = new Transactions({
    wagmi,
    wallet,
    clock,
    chainId,
    storage: localStorage,
    storageKey: `carbonxchange.transactions.${settings.deployment.genesisHash.slice(2, 14)}`,
    nowMs: () => Date.now(),
    newId: () => crypto.randomUUID(),
  });
  return {
    settings,
    wagmi,
    wallet,
    clock,
    reader: createChainReader(wagmi, settings),
    api: createApiClient(settings.apiUrl, (input, init) => fetch(input, init)),
    transactions,
  };
}

export const [useServices, provideServices] = createContext<Services>();
