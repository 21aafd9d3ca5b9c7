import {
  PARENT_KINDS,
  SIDES,
  decodeAuctionFills,
  decodeFills,
  decodeWeights,
  enumName,
  exchangeAbi,
  executionReport,
  unpackOrderId,
  type HexString,
  type IntervalTrade,
  type ReportedOrder,
  type ReportedSlice,
} from "@carbonxchange/sdk";
import { type GetContractEventsReturnType, type PublicClient } from "viem";
import { KeeperError } from "../../errors.ts";
import type { ExecutionReports } from "../../ports/index.ts";

type EventName = "ParentPlaced" | "SliceExecuted" | "ParentEnded" | "Taken" | "AuctionFilled";
type Events<name extends EventName> = GetContractEventsReturnType<typeof exchangeAbi, name, true>;
type Place = { blockNumber: bigint; logIndex: number };

/**
 * Builds reports from the exchange's logs, the receipts of the calls that executed slices, and the book in the block in which the order
 * was placed, of which the node must still know the state. A call that executed several slices at once shares its gas among them.
 * Throws NO_ARRIVAL_PRICE where that block shows neither two sides nor a reference price.
 */
export function createExecutionReader(client: PublicClient, exchange: HexString, fromBlock: bigint): ExecutionReports {
  const contract = { address: exchange, abi: exchangeAbi } as const;

  const logs = <name extends EventName>(eventName: name, args: object, range: { fromBlock: bigint; toBlock: bigint }) =>
    client.getContractEvents({ ...contract, eventName, args: args as never, strict: true, ...range }) as Promise<
      Events<name>
    >;

  const times = new Map<bigint, Promise<number>>();
  function timeOf(blockNumber: bigint): Promise<number> {
    const known = times.get(blockNumber);
    if (known !== undefined) return known;
    const asked = client.getBlock({ blockNumber }).then(({ timestamp }) => Number(timestamp));
    times.set(blockNumber, asked);
    return asked;
  }

  async function arrivalTicks(marketId: number, blockNumber: bigint): Promise<number> {
    const best = async (side: number) => {
      const args = [marketId, side, 0, 1] as const;
      const [level] = await client.readContract({ ...contract, functionName: "depth", args, blockNumber });
      return level?.priceTicks ?? null;
    };
    const [bid, ask] = await Promise.all(SIDES.map((_, side) => best(side)));
    if (typeof bid === "number" && typeof ask === "number") return (bid + ask) / 2;
    const read = { ...contract, functionName: "referencePrice", args: [marketId], blockNumber } as const;
    const reference = await client.readContract(read);
    if (reference === 0) throw new KeeperError("NO_ARRIVAL_PRICE", `market ${marketId} in block ${blockNumber}`);
    return reference;
  }

  async function orderOf([placed]: Events<"ParentPlaced">): Promise<ReportedOrder | null> {
    if (placed === undefined) return null;
    const { request } = placed.args;
    const isWeighted = enumName(PARENT_KINDS, request.kind) === "VWAP";
    const market = await client.readContract({ ...contract, functionName: "market", args: [request.marketId] });
    return {
      side: enumName(SIDES, request.side),
      lots: BigInt(request.lots),
      startAt: request.startAt,
      interval: request.interval,
      slices: request.slices,
      weights: isWeighted ? decodeWeights(request.weights, request.slices) : [],
      arrivalTicks: await arrivalTicks(request.marketId, placed.blockNumber),
      tickSize: market.tickSize,
    };
  }

  async function gasOf(executed: Events<"SliceExecuted">): Promise<Map<HexString, bigint>> {
    const hashes = [...new Set(executed.map(({ transactionHash }) => transactionHash))];
    const costs = hashes.map(async (hash) => {
      const { gasUsed, effectiveGasPrice } = await client.getTransactionReceipt({ hash });
      const sharers = executed.filter(({ transactionHash }) => transactionHash === hash).length;
      return [hash, (gasUsed * effectiveGasPrice) / BigInt(sharers)] as const;
    });
    return new Map(await Promise.all(costs));
  }

  async function slicesOf(executed: Events<"SliceExecuted">, taken: Events<"Taken">): Promise<ReportedSlice[]> {
    const gas = await gasOf(executed);
    return Promise.all(
      executed.map(async (log) => {
        // the take of a slice is the last one of its order before the slice's own log
        const take = taken.findLast((one) => one.args.orderId === log.args.parentId && isBefore(one, log));
        const traded = log.args.lotsFilled > 0;
        return {
          slice: log.args.slice,
          timestamp: await timeOf(log.blockNumber),
          filledLots: BigInt(log.args.lotsFilled),
          notional: traded ? (take?.args.notional ?? 0n) : 0n,
          takerFee: traded ? (take?.args.takerFee ?? 0n) : 0n,
          keeperFee: log.args.keeperFee,
          gasWei: gas.get(log.transactionHash) ?? 0n,
        };
      }),
    );
  }

  async function tradesOf(taken: Events<"Taken">, auctions: Events<"AuctionFilled">): Promise<IntervalTrade[]> {
    const trades = [
      ...taken.flatMap((log) =>
        decodeFills(log.args.fills)
          .filter(({ outcome }) => outcome === "FILLED")
          .map(({ lots, priceTicks }) => ({ log, lots, priceTicks })),
      ),
      ...auctions.flatMap((log) =>
        decodeAuctionFills(log.args.fills)
          // both sides of an auction are logged; one of them is what was traded
          .filter(({ outcome, side }) => outcome === "FILLED" && side === "BID")
          .map(({ lots }) => ({ log, lots, priceTicks: log.args.priceTicks })),
      ),
    ].sort((a, b) => (isBefore(a.log, b.log) ? -1 : 1));
    return Promise.all(
      trades.map(async ({ log, lots, priceTicks }) => ({ timestamp: await timeOf(log.blockNumber), lots, priceTicks })),
    );
  }

  return {
    async report(orderId, quotePerNative) {
      times.clear();
      const { number: headBlock } = await client.getBlock({ blockTag: "latest" });
      const byOrder = { parentId: orderId };
      const placed = await logs("ParentPlaced", byOrder, { fromBlock, toBlock: headBlock });
      const order = await orderOf(placed);
      const start = placed[0]?.blockNumber;
      if (order === null || start === undefined) return null;
      const range = { fromBlock: start, toBlock: headBlock };
      const [ended] = await logs("ParentEnded", byOrder, range);
      const lifetime = { fromBlock: start, toBlock: ended?.blockNumber ?? headBlock };
      const { marketId } = unpackOrderId(orderId);
      const [executed, taken, auctions] = await Promise.all([
        logs("SliceExecuted", byOrder, lifetime),
        logs("Taken", { marketId }, lifetime),
        logs("AuctionFilled", { marketId }, lifetime),
      ]);
      return executionReport(order, await slicesOf(executed, taken), await tradesOf(taken, auctions), {
        hasEnded: ended !== undefined,
        endedAt: await timeOf(lifetime.toBlock),
        quotePerNative,
      });
    },
  };
}

function isBefore(a: Place, b: Place): boolean {
  return a.blockNumber === b.blockNumber ? a.logIndex < b.logIndex : a.blockNumber < b.blockNumber;
}
