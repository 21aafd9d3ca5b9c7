import { join } from "node:path";
import { childEnvironment, PROJECT_ROOT } from "../config.ts";
import { DeployError } from "../errors.ts";
import type { ProcessSpec } from "./processes/supervised.ts";
import { rpcCall, waitFor } from "./wait-for.ts";

/** A Hardhat node on this machine; its state lives and dies with the process. */
export function localChain(port: number): ProcessSpec {
  const url = `http://127.0.0.1:${port}`;
  return {
    name: "chain",
    command: process.execPath,
    args: [
      "--max-old-space-size=768",
      join(PROJECT_ROOT, "node_modules/hardhat/dist/src/cli.js"),
      "--config",
      join(PROJECT_ROOT, "deploy/local/hardhat-node.config.ts"),
      "node",
      "--hostname",
      "127.0.0.1",
      "--port",
      `${port}`,
    ],
    env: childEnvironment({ HARDHAT_DISABLE_TELEMETRY_PROMPT: "true", NO_COLOR: "1" }),
    cwd: PROJECT_ROOT,
    ready: async () => (await rpcCall(url, "eth_chainId")) !== undefined,
    readyTimeoutMs: 60_000,
    onExit: "fatal",
    stopTimeoutMs: 3_000,
  };
}

/** What a node says about its chain; throws when nothing answers. */
export async function identifyChain(rpcUrl: string): Promise<{ chainId: number; genesisHash: `0x${string}` }> {
  const chainId = await waitFor(() => rpcCall(rpcUrl, "eth_chainId"), { timeoutMs: 5_000 });
  if (chainId === undefined)
    throw new DeployError("BAD_ENVIRONMENT", `RPC_URL: no Ethereum node answers at ${new URL(rpcUrl).origin}`);
  const genesis = (await rpcCall(rpcUrl, "eth_getBlockByNumber", ["0x0", false])) as { hash: `0x${string}` };
  return { chainId: Number(chainId), genesisHash: genesis.hash };
}
