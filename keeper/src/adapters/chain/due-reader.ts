import { exchangeAbi, type HexString } from "@carbonxchange/sdk";
import type { PublicClient } from "viem";
import type { BlockHead } from "../../domain/index.ts";
import type { ChainReader } from "../../ports/index.ts";

/** Live parents, and trigger prices, that one call of the exchange's own views looks at. */
const PARENTS_PER_PAGE = 100;
const LEVELS_PER_PAGE = 100;

type Page = readonly [ids: readonly bigint[], next: number];

/** Asks the exchange itself which slices and trailing stops are due, page by page; needs no history at all. */
export function createDueReader(client: PublicClient, exchange: HexString): ChainReader["dueWaiting"] {
  const contract = { address: exchange, abi: exchangeAbi } as const;

  return async (marketIds, { number: blockNumber }: BlockHead) => {
    const slices = (marketId: number) =>
      allPages((from) => {
        const args = [marketId, from, PARENTS_PER_PAGE] as const;
        return client.readContract({ ...contract, functionName: "dueSlices", args, blockNumber });
      });
    const trails = (marketId: number, above: boolean) =>
      allPages((from) => {
        const args = [marketId, above, from, LEVELS_PER_PAGE] as const;
        return client.readContract({ ...contract, functionName: "dueTrails", args, blockNumber });
      });
    const [parents, above, below] = await Promise.all([
      Promise.all(marketIds.map(slices)),
      Promise.all(marketIds.map((marketId) => trails(marketId, true))),
      Promise.all(marketIds.map((marketId) => trails(marketId, false))),
    ]);
    return { parents: parents.flat(), conditionals: [...above, ...below].flat() };
  };
}

/** Every id of a paged view; a page that names no next one is the last. */
async function allPages(read: (from: number) => Promise<Page>): Promise<bigint[]> {
  const found: bigint[] = [];
  let from = 0;
  do {
    const [ids, next] = await read(from);
    found.push(...ids);
    from = next;
  } while (from !== 0);
  return found;
}
