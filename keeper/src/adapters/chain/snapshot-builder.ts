import type { HexString } from "@carbonxchange/sdk";
import {
  batchBalances,
  buildSumTree,
  createRebuild,
  encodeBlockHeader,
  isBalanced,
  leafOf,
  type Rebuild,
} from "@carbonxchange/sdk/audit";
import { createLogDecoder, readLogs } from "@carbonxchange/sdk/node";
import { numberToHex, type PublicClient } from "viem";
import type { SnapshotProof } from "../../domain/index.ts";
import { KeeperError } from "../../errors.ts";

/** Where the credits are issued and who holds them for others; `fromBlock` is the first that can hold a log of the registry. */
export type RegistryPlace = { carbonCredits: HexString; exchange: HexString; fromBlock: bigint };

type BuilderDeps = { client: PublicClient; place: RegistryPlace; wait: (milliseconds: number) => Promise<void> };
type Progress = { rebuild: Rebuild; readTo: { number: bigint; hash: HexString } | null };

const BLOCKS_PER_CALL = 10_000n;
const ATTEMPTS = 4;

/**
 * Builds snapshots from the registry's logs alone, as the verifier does. What was read once is kept, so that each later snapshot costs
 * only the logs since; a reorganisation below it starts over. Not to be called for two blocks at once.
 * Throws BAD_SNAPSHOT when the logs contradict themselves, and null stands for a chain on which nothing was issued yet.
 */
export function createSnapshotBuilder({ client, place, wait }: BuilderDeps) {
  const addresses = { carbonCredits: place.carbonCredits };
  let progress = begin();

  function begin(): Progress {
    const custodians = { exchange: lower(place.exchange), registry: lower(place.carbonCredits), buffers: [] };
    return { rebuild: createRebuild(custodians), readTo: null };
  }

  /** Whether what was read is still part of the chain, and not beyond `target`. */
  async function stands({ readTo }: Progress, target: bigint): Promise<boolean> {
    if (readTo === null) return true;
    if (readTo.number > target) return false;
    return (await client.getBlock({ blockNumber: readTo.number })).hash === readTo.hash;
  }

  return async (target: bigint): Promise<SnapshotProof | null> => {
    if (!(await stands(progress, target))) progress = begin();
    const current = progress;
    // dropped until this build has succeeded: a half-read range must not be read on
    progress = begin();
    const block = await client.request({ method: "eth_getBlockByNumber", params: [numberToHex(target), false] });
    if (!block?.hash) throw new KeeperError("BAD_SNAPSHOT", `block ${target} is not there`);
    const decoder = createLogDecoder(addresses);
    const range = { fromBlock: (current.readTo?.number ?? place.fromBlock - 1n) + 1n, toBlock: target };
    const reading = {
      client,
      addresses: [place.carbonCredits],
      blocksPerCall: BLOCKS_PER_CALL,
      attempts: ATTEMPTS,
      wait,
    };
    for await (const logs of readLogs(reading, range)) {
      for (const log of logs) {
        const event = decoder.decode(log);
        if (event !== null) current.rebuild.apply(event);
      }
    }
    const leaves = batchBalances(current.rebuild.ledger).map(leafOf);
    const [difference] = current.rebuild.ledger.differences;
    if (difference !== undefined) throw new KeeperError("BAD_SNAPSHOT", `block ${target}: ${difference.figure}`);
    const unbalanced = leaves.find(({ sums }) => !isBalanced(sums));
    if (unbalanced !== undefined) throw new KeeperError("BAD_SNAPSHOT", `block ${target}: batch ${unbalanced.batchId}`);
    if ((await client.getBlock({ blockNumber: target })).hash !== block.hash) {
      throw new KeeperError("BAD_SNAPSHOT", `block ${target} was replaced while its logs were read`);
    }
    progress = { rebuild: current.rebuild, readTo: { number: target, hash: block.hash } };
    if (leaves.length === 0) return null;
    const { root } = buildSumTree(leaves);
    return { blockNumber: target, takenAt: BigInt(block.timestamp), header: encodeBlockHeader(block), root };
  };
}

function lower(address: HexString): HexString {
  return `0x${address.slice(2).toLowerCase()}`;
}
