import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createPublicClient, createWalletClient, http } from "viem";
import type { Account, Chain, Transport, WalletClient } from "viem";
import { foundry } from "viem/chains";
import { freePort } from "../free-port.ts";
import { chainOver } from "./local-chain.ts";
import type { LocalChain, Wallet } from "./local-chain.ts";

const BINARY = fileURLToPath(new URL("../../node_modules/.bin/anvil", import.meta.url));
const POLL_MS = 20;
const START_MS = 30_000;

/** A chain that simulates: anvil, whose `eth_simulateV1` runs blocks of calls and forgets them. */
export type AnvilChain = LocalChain & { rpc: (method: string, params: readonly unknown[]) => Promise<unknown> };

/** A JSON-RPC call over HTTP. Throws what the server answers as an error. */
function caller(url: string): AnvilChain["rpc"] {
  return async (method, params) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result;
  };
}

/** Starts an anvil of its own that mines each transaction. */
export async function createAnvilChain(): Promise<AnvilChain> {
  if (!existsSync(BINARY)) {
    throw new Error("anvil is missing: its package @foundry-rs/anvil-linux-amd64 is an optional dependency");
  }
  const port = await freePort();
  const child = spawn(BINARY, ["--port", `${port}`, "--silent", "--gas-limit", "30000000000"], { stdio: "ignore" });
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  const url = `http://127.0.0.1:${port}`;
  const rpc = caller(url);
  await Promise.race([failed, answering(rpc)]);
  const transport = http(url);
  const publicClient = createPublicClient({ chain: foundry, transport, pollingInterval: POLL_MS });
  const accounts = (await rpc("eth_accounts", [])) as readonly `0x${string}`[];
  const wallets = accounts.map(
    (account) => createWalletClient({ account, chain: foundry, transport }) as WalletClient<Transport, Chain, Account>,
  ) satisfies Wallet[];
  const close = async () => {
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  };
  const chain = chainOver({
    publicClient,
    wallets,
    setNextTime: async (seconds) => void (await rpc("evm_setNextBlockTimestamp", [seconds])),
    snapshot: async () => {
      const id = await rpc("evm_snapshot", []);
      return async () => void (await rpc("evm_revert", [id]));
    },
    close,
  });
  return { ...chain, rpc };
}

async function answering(rpc: AnvilChain["rpc"]): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      await rpc("eth_chainId", []);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
