import { createPublicClient, erc20Abi, http } from "viem";
import type { Hex } from "viem";
import { ProblemError } from "../http/problem.ts";

/** How a quote token calls and divides itself. */
export type QuoteToken = { symbol: string; decimals: number };

/** What the API asks of the chain. */
export type Chain = {
  /** Number of the newest block. Throws when the node does not answer. */
  headBlock(): Promise<bigint>;
  /** Symbol and decimals of a token; asked once and remembered. Throws `ProblemError` NOT_READY when the node does not answer. */
  quoteToken(address: Hex): Promise<QuoteToken>;
};

/** The chain behind an RPC URL. */
export function createChain(rpcUrl: string): Chain {
  const client = createPublicClient({ transport: http(rpcUrl, { timeout: 3_000, retryCount: 1 }), cacheTime: 0 });
  const tokens = new Map<Hex, Promise<QuoteToken>>();
  const readToken = async (address: Hex): Promise<QuoteToken> => {
    const token = { address, abi: erc20Abi } as const;
    const [symbol, decimals] = await Promise.all([
      client.readContract({ ...token, functionName: "symbol" }),
      client.readContract({ ...token, functionName: "decimals" }),
    ]);
    return { symbol, decimals };
  };
  return {
    headBlock: () => client.getBlockNumber(),
    quoteToken: (address) => {
      const known = tokens.get(address) ?? readToken(address);
      tokens.set(address, known);
      return known.catch((cause: unknown) => {
        tokens.delete(address); // a failure is not remembered: the next request asks again
        throw new ProblemError("NOT_READY", { detail: "the chain does not answer", cause });
      });
    },
  };
}
