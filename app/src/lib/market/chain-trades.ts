import { decodeFills, exchangeAbi, notional, packOrderId, type TradeDto } from "@carbonxchange/sdk";
import type { ChainReader } from "../chain/chain-reader.ts";
import type { MarketInfo } from "./market-info.ts";

const BLOCKS_BACK = 2_000n;
const BLOCK_TIMES_READ = 20;

/** The newest trades of a market, newest first, from the exchange's own events; for when the API is away. */
export async function readChainTrades({ client, at }: ChainReader, market: MarketInfo): Promise<TradeDto[]> {
  const head = await client.getBlockNumber();
  const logs = await client.getContractEvents({
    address: at("exchange"),
    abi: exchangeAbi,
    eventName: "Taken",
    args: { marketId: market.id },
    fromBlock: head > BLOCKS_BACK ? head - BLOCKS_BACK : 0n,
    toBlock: head,
    strict: true,
  });
  const newest = logs.reverse().slice(0, BLOCK_TIMES_READ);
  const times = new Map<bigint, number>();
  for (const { blockNumber } of newest) times.set(blockNumber, 0);
  await Promise.all(
    [...times.keys()].map(async (blockNumber) =>
      times.set(blockNumber, Number((await client.getBlock({ blockNumber })).timestamp)),
    ),
  );
  return newest.flatMap((log) => {
    const { args, blockNumber, transactionHash, logIndex } = log;
    const kind = args.side === 0 ? "ASK" : "BID";
    const fills = decodeFills(args.fills).filter(({ outcome }) => outcome === "FILLED");
    return fills.reverse().map(({ priceTicks, sequence, lots }, index): TradeDto => ({
      id: `${transactionHash}-${logIndex}-${fills.length - index}`,
      marketId: market.id,
      takerSide: args.side === 0 ? "BID" : "ASK",
      priceTicks,
      lots: lots.toString(),
      notional: notional(lots, priceTicks, market.tickSize).toString(),
      maker: "0x",
      taker: args.taker,
      makerOrderId: packOrderId({ marketId: market.id, kind, priceTicks, sequence }).toString(),
      timestamp: times.get(blockNumber) ?? 0,
      block: blockNumber.toString(),
      txHash: transactionHash,
    }));
  });
}
