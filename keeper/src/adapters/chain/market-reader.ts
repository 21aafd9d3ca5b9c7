import { MARKET_PHASES, enumName, exchangeAbi, type HexString, type MarketPhase } from "@carbonxchange/sdk";
import { zeroAddress, type PublicClient } from "viem";
import type { BlockHead, IndexSnapshot, MarketSnapshot } from "../../domain/index.ts";

const AUCTION_PHASES: readonly MarketPhase[] = ["OPENING", "AUCTION", "UNCROSSING"];

/** Reads what one market asks of a keeper; of its views only those that its phase makes meaningful. */
export function createMarketReader(client: PublicClient, exchange: HexString) {
  const contract = { address: exchange, abi: exchangeAbi } as const;

  async function firstStop(marketId: number, above: boolean, blockNumber: bigint): Promise<bigint> {
    const read = { ...contract, blockNumber } as const;
    const [level] = await client.readContract({
      ...read,
      functionName: "triggerLevels",
      args: [marketId, above, 0, 1],
    });
    if (level === undefined) return 0n;
    const args = [marketId, above, level.ticks, 1] as const;
    const [id] = await client.readContract({ ...read, functionName: "triggersAt", args });
    return id ?? 0n;
  }

  async function stopsOf(marketId: number, phase: MarketPhase, blockNumber: bigint) {
    if (phase !== "CONTINUOUS" && phase !== "DELISTED") return { dueStops: 0, nextStops: { above: 0n, below: 0n } };
    const due = await client.readContract({ ...contract, functionName: "dueStops", args: [marketId], blockNumber });
    if (due === 0n) return { dueStops: 0, nextStops: { above: 0n, below: 0n } };
    const [above, below] = await Promise.all([
      firstStop(marketId, true, blockNumber),
      firstStop(marketId, false, blockNumber),
    ]);
    return { dueStops: Number(due), nextStops: { above, below } };
  }

  async function indexOf(marketId: number, phase: MarketPhase, blockNumber: bigint): Promise<IndexSnapshot | null> {
    if (phase !== "CONTINUOUS") return null;
    const read = { ...contract, args: [marketId], blockNumber } as const;
    const oracle = await client.readContract({ ...read, functionName: "oracle" });
    if (oracle.feed === zeroAddress) return null;
    const [[found, ticks], tape] = await Promise.all([
      client.readContract({ ...read, functionName: "indexPrice" }),
      client.readContract({ ...read, functionName: "tape" }),
    ]);
    return {
      indexTicks: found ? ticks : 0,
      bandBps: oracle.bandBps,
      maxAgeSeconds: BigInt(oracle.maxAgeSeconds),
      settledTicks: tape.settledTicks,
      lastTicks: tape.lastTicks,
      lastTradeAt: BigInt(tape.lastTradeAt),
    };
  }

  async function auctionOf(marketId: number, phase: MarketPhase, isOver: boolean, blockNumber: bigint) {
    if (!AUCTION_PHASES.includes(phase) || !isOver) return null;
    const read = { ...contract, functionName: "auctionPrice", args: [marketId], blockNumber } as const;
    const [priceTicks, lots] = await client.readContract(read);
    return { priceTicks, lots };
  }

  return async (marketId: number, block: BlockHead): Promise<MarketSnapshot> => {
    const read = { ...contract, args: [marketId], blockNumber: block.number } as const;
    const [number, end] = await client.readContract({ ...read, functionName: "marketPhase" });
    const phase = enumName(MARKET_PHASES, number);
    const endsAt = BigInt(end);
    const [auction, stops, referenceTicks, index] = await Promise.all([
      auctionOf(marketId, phase, endsAt <= block.timestamp, block.number),
      stopsOf(marketId, phase, block.number),
      phase === "CONTINUOUS" ? client.readContract({ ...read, functionName: "referencePrice" }) : 0,
      indexOf(marketId, phase, block.number),
    ]);
    return { marketId, phase, endsAt, auction, ...stops, referenceTicks, index };
  };
}
