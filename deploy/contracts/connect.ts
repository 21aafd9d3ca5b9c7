/** Clients for one chain, and the deployer's key. */
import { readFileSync } from "node:fs";
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  http,
  type Chain,
  type Hex,
  type LocalAccount,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { DeployEnvironment } from "../config.ts";
import { DeployError } from "../errors.ts";
import { localAccount } from "../local/accounts.ts";
import type { NetworkConfig } from "./network-config.ts";

export type ChainAccess = {
  client: PublicClient<Transport, Chain>;
  walletOf: (account: LocalAccount) => WalletClient<Transport, Chain, LocalAccount>;
};

/** Clients that talk to one node. `pollingIntervalMs` is how often a receipt is asked for. */
export function connect(rpcUrl: string, chainId: number, name: string, pollingIntervalMs = 1_000): ChainAccess {
  const chain = defineChain({
    id: chainId,
    name,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const transport = http(rpcUrl, { retryCount: 3, timeout: 30_000 });
  const pollingInterval = pollingIntervalMs;
  return {
    client: createPublicClient({ chain, transport, pollingInterval }),
    walletOf: (account) => createWalletClient({ account, chain, transport, pollingInterval }),
  };
}

/** The deployer of a network: DEPLOYER_KEY_FILE, else DEPLOYER_KEY, else account 0 of the local chain. */
export function deployerAccount(env: DeployEnvironment, config: NetworkConfig): LocalAccount {
  if (env.DEPLOYER_KEY_FILE !== undefined) {
    let text: string;
    try {
      text = readFileSync(env.DEPLOYER_KEY_FILE, "utf8").trim();
    } catch (cause) {
      throw new DeployError("BAD_ENVIRONMENT", `DEPLOYER_KEY_FILE: cannot read ${env.DEPLOYER_KEY_FILE}`, { cause });
    }
    if (!/^0x[0-9a-fA-F]{64}$/.test(text)) {
      throw new DeployError("BAD_ENVIRONMENT", `DEPLOYER_KEY_FILE: ${env.DEPLOYER_KEY_FILE} holds no private key`);
    }
    return privateKeyToAccount(text as Hex);
  }
  if (env.DEPLOYER_KEY !== undefined) return privateKeyToAccount(env.DEPLOYER_KEY);
  if (config.disposable) return localAccount("deployer").account;
  throw new DeployError("BAD_ENVIRONMENT", "DEPLOYER_KEY_FILE or DEPLOYER_KEY: needed on a lasting network");
}
