import { exchangeAbi, type HexString } from "@carbonxchange/sdk";
import { BlockNotFoundError, encodeEventTopics, numberToHex, type PublicClient, type RpcLog, formatLog } from "viem";
import type { BlockLink } from "../../domain/index.ts";
import type { BlockSource } from "../../ports/index.ts";
import { HINT_EVENTS, hintEvents } from "./hint-events.ts";

const TOPICS = HINT_EVENTS.flatMap((eventName) => encodeEventTopics({ abi: exchangeAbi, eventName })[0]);

/** Blocks and logs of one exchange through viem. Logs of one block are asked for by its hash, so no other branch can answer. */
export function createBlockSource(client: PublicClient, exchange: HexString): BlockSource {
  async function logs(where: { blockHash: HexString } | { fromBlock: HexString; toBlock: HexString }) {
    const found: RpcLog[] = await client.request({
      method: "eth_getLogs",
      params: [{ address: exchange, topics: [TOPICS], ...where }],
    });
    return hintEvents(found.map((log) => formatLog(log)) as Parameters<typeof hintEvents>[0]);
  }

  return {
    byHash: (blockHash) => linkOf(client.getBlock({ blockHash })),
    byNumber: (blockNumber) => linkOf(client.getBlock({ blockNumber })),
    hintsOf: ({ hash }) => logs({ blockHash: hash }),
    hintsBetween: (from, to) => logs({ fromBlock: numberToHex(from), toBlock: numberToHex(to) }),
  };
}

async function linkOf(asked: Promise<BlockLink>): Promise<BlockLink | null> {
  try {
    const { number, hash, parentHash } = await asked;
    return { number, hash, parentHash };
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null;
    throw error;
  }
}
