import { z } from "zod";

const REQUEST_MS = 2_000;
const headSchema = z.object({ result: z.string().regex(/^0x[0-9a-f]+$/) });
const statusSchema = z.record(z.string(), z.object({ block: z.object({ number: z.number() }) }));

async function head(rpcUrl: string): Promise<number> {
  const response = await fetch(rpcUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] }),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  return Number(headSchema.parse(await response.json()).result);
}

async function indexed(indexerUrl: string): Promise<number> {
  const response = await fetch(`${indexerUrl}/status`, { signal: AbortSignal.timeout(REQUEST_MS) });
  const chains = Object.values(statusSchema.parse(await response.json()));
  return Math.min(...chains.map((chain) => chain.block.number));
}

async function ready(indexerUrl: string): Promise<boolean> {
  const response = await fetch(`${indexerUrl}/ready`, { signal: AbortSignal.timeout(REQUEST_MS) });
  return response.ok;
}

/**
 * Compares the indexer's last block (its /status moves on empty blocks too) with the head of the chain. `lagBlocks` is null
 * when the indexer does not answer, and zero when the chain does not: then the indexer is not to blame.
 */
export async function measureLag(urls: {
  rpcUrl: string;
  indexerUrl: string;
}): Promise<{ ready: boolean; lagBlocks: number | null }> {
  const [chain, indexer, isReady] = await Promise.allSettled([
    head(urls.rpcUrl),
    indexed(urls.indexerUrl),
    ready(urls.indexerUrl),
  ]);
  const lagBlocks =
    chain.status === "rejected" ? 0 : indexer.status === "rejected" ? null : Math.max(0, chain.value - indexer.value);
  return { ready: isReady.status === "fulfilled" && isReady.value, lagBlocks };
}
