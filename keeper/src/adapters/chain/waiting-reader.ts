import { SIDES, enumName, exchangeAbi, unpackOrderId, type HexString } from "@carbonxchange/sdk";
import type { PublicClient } from "viem";
import type { BlockHead, ConditionalOrder, ParentOrder } from "../../domain/index.ts";
import type { ChainReader } from "../../ports/index.ts";
import { createCheckpoints } from "./checkpoint-blocks.ts";
import { revertOf } from "./revert.ts";

/** Reads orders that wait for a price or are worked off in slices. */
export function createWaitingReader(
  client: PublicClient,
  exchange: HexString,
): Pick<ChainReader, "conditionals" | "parents"> {
  const contract = { address: exchange, abi: exchangeAbi } as const;
  const checkpoints = createCheckpoints(client);

  async function conditionalOf(orderId: bigint, block: BlockHead): Promise<ConditionalOrder[]> {
    const read = { ...contract, functionName: "conditional", args: [orderId], blockNumber: block.number } as const;
    const order = await client.readContract(read);
    if (order.lots === 0) return [];
    return [
      {
        orderId,
        marketId: unpackOrderId(orderId).marketId,
        side: enumName(SIDES, order.side),
        triggerTicks: order.triggerAboveTicks || order.triggerBelowTicks,
        trailTicks: order.trailTicks,
        expiry: BigInt(order.expiry),
      },
    ];
  }

  async function parentOf(orderId: bigint, block: BlockHead): Promise<ParentOrder[]> {
    const read = { ...contract, args: [orderId], blockNumber: block.number } as const;
    const parent = await client.readContract({ ...read, functionName: "parent" });
    if (!parent.live) return [];
    const next = await client.readContract({ ...read, functionName: "nextSlice" });
    const interval = BigInt(parent.request.interval);
    const isOnSchedule = next.slice === parent.nextSlice;
    const lateBy = block.timestamp - BigInt(next.dueAt);
    const mayWait = isOnSchedule && lateBy >= 0n && lateBy < interval;
    return [
      {
        orderId,
        marketId: parent.request.marketId,
        lotsLeft: BigInt(parent.lotsLeft),
        slices: parent.request.slices,
        slice: next.slice,
        dueAt: BigInt(next.dueAt),
        lots: BigInt(next.lots),
        boundTicks: next.boundTicks,
        interval,
        isOnSchedule,
        seedHash: mayWait ? await checkpoints.hashAt(BigInt(next.dueAt), block) : null,
      },
    ];
  }

  return {
    async conditionals(orderIds, block) {
      const found = await Promise.all(orderIds.map((id) => unlessRefused(() => conditionalOf(id, block))));
      return found.flat();
    },
    async parents(orderIds, block) {
      const found = await Promise.all(orderIds.map((id) => unlessRefused(() => parentOf(id, block))));
      return found.flat();
    },
  };
}

/** Nothing for an id that the contract refuses: a hint may name what is not such an order. */
async function unlessRefused<T>(read: () => Promise<T[]>): Promise<T[]> {
  try {
    return await read();
  } catch (error) {
    if (revertOf(error) === null) throw error;
    return [];
  }
}
