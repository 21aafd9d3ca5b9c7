import { MARKET_PHASES, enumName, exchangeAbi, packOrderId, unpackOrderId, type HexString } from "@carbonxchange/sdk";
import { BlockNotFoundError, type PublicClient } from "viem";
import type { BlockHead, QueueSnapshot, RestingOrder } from "../../domain/index.ts";
import type { ChainReader } from "../../ports/index.ts";
import { createDueReader } from "./due-reader.ts";
import { createMarketReader } from "./market-reader.ts";
import { revertOf } from "./revert.ts";
import { createWaitingReader } from "./waiting-reader.ts";

/** Reads one exchange through viem, every call pinned to the block it belongs to. */
export function createChainReader(client: PublicClient, exchange: HexString): ChainReader {
  const contract = { address: exchange, abi: exchangeAbi } as const;

  const readMarket = createMarketReader(client, exchange);

  async function marketIds({ number: blockNumber }: BlockHead): Promise<number[]> {
    const [, markets] = await client.readContract({ ...contract, functionName: "counts", blockNumber });
    return Array.from({ length: markets }, (_, index) => index + FIRST_MARKET_ID);
  }

  async function queueOf(marketId: number, block: BlockHead): Promise<QueueSnapshot> {
    const blockNumber = block.number;
    const [[head, tail], market] = await Promise.all([
      client.readContract({ ...contract, functionName: "queue", args: [marketId], blockNumber }),
      client.readContract({ ...contract, functionName: "market", args: [marketId], blockNumber }),
    ]);
    const phase = enumName(MARKET_PHASES, market.phase);
    if (head >= tail) return { marketId, phase, head, tail, headLots: 0n };
    const orderId = packOrderId({ marketId, kind: "DEFERRED", priceTicks: 0, sequence: head });
    const order = await client.readContract({ ...contract, functionName: "order", args: [orderId], blockNumber });
    return { marketId, phase, head, tail, headLots: order.live ? BigInt(order.lots) : 0n };
  }

  async function orderOf(orderId: bigint, block: BlockHead): Promise<RestingOrder[]> {
    try {
      const order = await client.readContract({
        ...contract,
        functionName: "order",
        args: [orderId],
        blockNumber: block.number,
      });
      return [
        {
          orderId,
          marketId: unpackOrderId(orderId).marketId,
          lots: BigInt(order.lots),
          expiry: BigInt(order.expiry),
          live: order.live,
        },
      ];
    } catch (error) {
      if (revertOf(error) === null) throw error;
      return [];
    }
  }

  return {
    async head() {
      const block = await client.getBlock({ blockTag: "latest" });
      return { number: block.number, hash: block.hash, parentHash: block.parentHash, timestamp: block.timestamp };
    },

    async isCanonical(block) {
      const now = await client.getBlock({ blockNumber: block.number }).catch((error: unknown) => {
        if (error instanceof BlockNotFoundError) return null;
        throw error;
      });
      return now?.hash === block.hash;
    },

    async queues(block) {
      return Promise.all((await marketIds(block)).map((marketId) => queueOf(marketId, block)));
    },

    async markets(block) {
      return Promise.all((await marketIds(block)).map((marketId) => readMarket(marketId, block)));
    },

    async orders(orderIds, block) {
      const found = await Promise.all(orderIds.map((orderId) => orderOf(orderId, block)));
      return found.flat();
    },

    dueWaiting: createDueReader(client, exchange),
    ...createWaitingReader(client, exchange),
  };
}

/** Markets are numbered from here without gaps. */
const FIRST_MARKET_ID = 1;
