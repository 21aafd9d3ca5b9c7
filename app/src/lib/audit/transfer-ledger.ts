import { parseAbi, zeroAddress, type Address } from "viem";
import type { ChainReader } from "../chain/chain-reader.ts";

export const transferAbi = parseAbi([
  "event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)",
  "event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)",
]);

/** One movement of one batch. A mint comes from the zero address, a burn goes to it. */
export type Movement = { batchId: bigint; from: Address; to: Address; units: bigint };
/** What the transfer events alone say of one batch. */
export type LedgerEntry = { minted: bigint; burned: bigint; holders: ReadonlyMap<Address, bigint> };

const CHUNK_BLOCKS = 5_000n;

/** Adds movements, in order, to what is known of each batch. Pure: the entries given are left as they are. */
export function applyMovements(
  entries: ReadonlyMap<bigint, LedgerEntry>,
  movements: readonly Movement[],
): Map<bigint, LedgerEntry> {
  const next = new Map(entries);
  const touched = new Map<bigint, { minted: bigint; burned: bigint; holders: Map<Address, bigint> }>();
  for (const { batchId, from, to, units } of movements) {
    let entry = touched.get(batchId);
    if (!entry) {
      const known = entries.get(batchId);
      entry = { minted: known?.minted ?? 0n, burned: known?.burned ?? 0n, holders: new Map(known?.holders) };
      touched.set(batchId, entry);
      next.set(batchId, entry);
    }
    if (from === zeroAddress) entry.minted += units;
    else entry.holders.set(from, (entry.holders.get(from) ?? 0n) - units);
    if (to === zeroAddress) entry.burned += units;
    else entry.holders.set(to, (entry.holders.get(to) ?? 0n) + units);
  }
  return next;
}

/** Reads every credit movement of a range of blocks from the registry's transfer events, in order. */
export async function readMovements(
  { client, at }: ChainReader,
  fromBlock: bigint,
  toBlock: bigint,
): Promise<Movement[]> {
  const movements: Movement[] = [];
  for (let start = fromBlock; start <= toBlock; start += CHUNK_BLOCKS) {
    const end = start + CHUNK_BLOCKS - 1n < toBlock ? start + CHUNK_BLOCKS - 1n : toBlock;
    const logs = await client.getLogs({
      address: at("carbonCredits"),
      events: transferAbi,
      fromBlock: start,
      toBlock: end,
      strict: true,
    });
    for (const { eventName, args } of logs) {
      const { from, to } = args;
      if (eventName === "TransferSingle") movements.push({ batchId: args.id, from, to, units: args.value });
      else args.ids.forEach((batchId, index) => movements.push({ batchId, from, to, units: args.values[index] ?? 0n }));
    }
  }
  return movements;
}
