import { carbonCreditsAbi, CANCELLATION_REASONS, enumName, exchangeAbi, type BatchEventDto } from "@carbonxchange/sdk";
import { zeroAddress, type Address, type Hash } from "viem";
import { readListedBatches } from "../batch/batch-reader.ts";
import type { ChainReader } from "../chain/chain-reader.ts";
import { transferAbi } from "./transfer-ledger.ts";

/** One thing that happened to a batch, from the contracts' events. `firstUnit` only where serials were used up. */
export type BatchEvent = {
  kind: BatchEventDto["kind"];
  units: bigint;
  firstUnit: bigint | null;
  from: Address | null;
  to: Address | null;
  reference: string | null;
  block: bigint;
  logIndex: number;
  txHash: Hash;
};

type Place = { blockNumber: bigint; logIndex: number; transactionHash: Hash };
const placeOf = ({ blockNumber, logIndex, transactionHash }: Place) => ({
  block: blockNumber,
  logIndex,
  txHash: transactionHash,
});

async function readRegistryEvents({ client, at, startBlock }: ChainReader, batchId: bigint): Promise<BatchEvent[]> {
  const credits = {
    address: at("carbonCredits"),
    abi: carbonCreditsAbi,
    args: { batchId },
    fromBlock: startBlock,
    strict: true,
  } as const;
  const [issued, retired, cancelled] = await Promise.all([
    client.getContractEvents({ ...credits, eventName: "BatchIssued" }),
    client.getContractEvents({ ...credits, eventName: "Retired" }),
    client.getContractEvents({ ...credits, eventName: "Cancelled" }),
  ]);
  return [
    ...issued.map((log): BatchEvent => ({
      kind: "ISSUED",
      units: log.args.units,
      firstUnit: null,
      from: null,
      to: log.args.recipient,
      reference: `proposal ${log.args.proposalId}`,
      ...placeOf(log),
    })),
    ...retired.map((log): BatchEvent => ({
      kind: "RETIRED",
      units: log.args.units,
      firstUnit: log.args.firstUnit,
      from: log.args.account,
      to: log.args.details.beneficiary,
      reference: `${log.args.retirementId}`,
      ...placeOf(log),
    })),
    ...cancelled.map((log): BatchEvent => ({
      kind: "CANCELLED",
      units: log.args.units,
      firstUnit: log.args.firstUnit,
      from: log.args.account,
      to: null,
      reference: enumName(CANCELLATION_REASONS, log.args.reason),
      ...placeOf(log),
    })),
  ];
}

async function readTransfers({ client, at, startBlock }: ChainReader, batchId: bigint): Promise<BatchEvent[]> {
  const exchange = at("exchange").toLowerCase();
  const logs = await client.getLogs({
    address: at("carbonCredits"),
    events: transferAbi,
    fromBlock: startBlock,
    strict: true,
  });
  return logs.flatMap((log) => {
    const { from, to } = log.args;
    if (from === zeroAddress || to === zeroAddress) return []; // told by the registry's own events
    const units =
      log.eventName === "TransferSingle" ? (log.args.id === batchId ? log.args.value : 0n) : sumOf(log.args, batchId);
    if (units === 0n) return [];
    const kind =
      to.toLowerCase() === exchange ? "DEPOSITED" : from.toLowerCase() === exchange ? "WITHDRAWN" : "TRANSFERRED";
    return [{ kind, units, firstUnit: null, from, to, reference: null, ...placeOf(log) }];
  });
}

const sumOf = ({ ids, values }: { ids: readonly bigint[]; values: readonly bigint[] }, batchId: bigint) =>
  ids.reduce((sum, id, index) => (id === batchId ? sum + (values[index] ?? 0n) : sum), 0n);

async function readTrades(reader: ChainReader, batchId: bigint): Promise<BatchEvent[]> {
  const { client, at, startBlock } = reader;
  const asset = (await readListedBatches(reader)).get(batchId);
  if (asset === undefined) return [];
  const exchange = { address: at("exchange"), abi: exchangeAbi, fromBlock: startBlock, strict: true } as const;
  const markets = await client.getContractEvents({
    ...exchange,
    eventName: "MarketCreated",
    args: { baseAsset: asset },
  });
  const lotUnits = new Map(markets.map(({ args }) => [args.marketId, BigInt(args.lotUnits)]));
  if (lotUnits.size === 0) return [];
  const takes = await client.getContractEvents({
    ...exchange,
    eventName: "Taken",
    args: { marketId: [...lotUnits.keys()] },
  });
  return takes
    .filter(({ args }) => args.filledLots > 0)
    .map((log): BatchEvent => {
      const buying = log.args.side === 0;
      const units = BigInt(log.args.filledLots) * (lotUnits.get(log.args.marketId) ?? 0n);
      const { taker } = log.args;
      return {
        kind: "TRADED",
        units,
        firstUnit: null,
        from: buying ? null : taker,
        to: buying ? taker : null,
        reference: `market ${log.args.marketId}`,
        ...placeOf(log),
      };
    });
}

/** Everything that happened to a batch, newest first, from the chain's events alone. */
export async function readHistory(reader: ChainReader, batchId: bigint): Promise<BatchEvent[]> {
  const parts = await Promise.all([
    readRegistryEvents(reader, batchId),
    readTransfers(reader, batchId),
    readTrades(reader, batchId),
  ]);
  return parts.flat().sort((a, b) => (a.block === b.block ? b.logIndex - a.logIndex : a.block < b.block ? 1 : -1));
}

/** Block times in unix seconds, one read per block. */
export async function readBlockTimes({ client }: ChainReader, blocks: Iterable<bigint>): Promise<Map<bigint, number>> {
  const unique = [...new Set(blocks)];
  const read = await Promise.all(unique.map((blockNumber) => client.getBlock({ blockNumber })));
  return new Map(read.map(({ number, timestamp }) => [number, Number(timestamp)]));
}
