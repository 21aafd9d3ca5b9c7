import { numberToHex } from "viem";
import type { ChainEvent, EventArgs, EventKey } from "../../src/projections/index.ts";

/** Collects events as a chain would number them: one transaction and block per `nextBlock`. */
export type EventLog = {
  readonly events: ChainEvent[];
  readonly timestamp: bigint;
  nextBlock(seconds?: number): void;
  emit<K extends EventKey>(key: K, args: EventArgs[K]): void;
};

/** An empty log. `salt` makes block hashes of one fork differ from another's. */
export function createEventLog(start = 1_700_000_000n, salt = 0n): EventLog {
  const events: ChainEvent[] = [];
  let block = 0n;
  let logIndex = 0;
  let timestamp = start;
  return {
    events,
    get timestamp() {
      return timestamp;
    },
    nextBlock: (seconds = 2) => {
      block += 1n;
      logIndex = 0;
      timestamp += BigInt(seconds);
    },
    emit: (key, args) => {
      const blockHash = numberToHex((salt << 64n) | block, { size: 32 });
      const txHash = numberToHex((salt << 64n) | (block << 32n) | 0xabcn, { size: 32 });
      events.push({ key, args, meta: { block, blockHash, timestamp, txHash, logIndex } });
      logIndex += 1;
    },
  };
}
