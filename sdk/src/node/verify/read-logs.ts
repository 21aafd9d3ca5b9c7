import type { Address, Log, PublicClient } from "viem";
import { VerifyError } from "./verify-error.ts";

export type LogRange = { fromBlock: bigint; toBlock: bigint };

/** What the reading of logs needs. `blocksPerCall` is where it starts; a node that refuses gets smaller ranges. */
export type ReadLogsDeps = {
  client: Pick<PublicClient, "getLogs">;
  addresses: readonly Address[];
  blocksPerCall: bigint;
  /** How often one range is asked for before it is halved. */
  attempts: number;
  /** Waits between attempts, in milliseconds. */
  wait: (milliseconds: number) => Promise<void>;
};

const FIRST_WAIT_MS = 200;
const GROWTH = 2n;

async function ask({ client, addresses, attempts, wait }: ReadLogsDeps, range: LogRange): Promise<Log[] | Error> {
  let failure: Error | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
    try {
      return await client.getLogs({ address: [...addresses], ...range });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failure = error;
    }
  }
  return failure ?? new RangeError("no attempt was made");
}

/**
 * All logs of the addresses in chain order, range by range, so that a long chain is never held in memory. A range that is refused
 * is halved; after one that works the next is twice as long again. Throws RANGE_REFUSED when one block alone is refused.
 */
export async function* readLogs(deps: ReadLogsDeps, { fromBlock, toBlock }: LogRange): AsyncGenerator<Log[]> {
  let length = deps.blocksPerCall;
  let from = fromBlock;
  while (from <= toBlock) {
    const end = from + length - 1n < toBlock ? from + length - 1n : toBlock;
    const logs = await ask(deps, { fromBlock: from, toBlock: end });
    if (logs instanceof Error) {
      if (end === from) throw new VerifyError("RANGE_REFUSED", `block ${from}: ${logs.message}`, { cause: logs });
      length = (end - from + 1n) / 2n;
      continue;
    }
    yield logs;
    from = end + 1n;
    if (length < deps.blocksPerCall) {
      length = length * GROWTH < deps.blocksPerCall ? length * GROWTH : deps.blocksPerCall;
    }
  }
}
