import type { HexString } from "@carbonxchange/sdk";
import type { PublicClient } from "viem";
import type { BlockHead } from "../../domain/index.ts";

/** Every so many blocks one lends its hash to draws: every keeper finds the same ones without agreeing on them. */
const STEP = 64n;
/** Blocks this deep are not asked for again. */
const SETTLED_BLOCKS = 64n;
const REMEMBERED = 512;

/** Finds the newest checkpoint that is no later than a time. */
export type Checkpoints = { hashAt(seconds: bigint, head: BlockHead): Promise<HexString> };

/** Checkpoints of a chain; `client` answers for its blocks. */
export function createCheckpoints(client: Pick<PublicClient, "getBlock">): Checkpoints {
  const known = new Map<bigint, { timestamp: bigint; hash: HexString }>();

  async function checkpoint(number: bigint, head: BlockHead) {
    const remembered = known.get(number);
    if (remembered !== undefined) return remembered;
    const { timestamp, hash } = await client.getBlock({ blockNumber: number });
    if (head.number - number >= SETTLED_BLOCKS) {
      const [oldest] = known.keys();
      if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
      known.set(number, { timestamp, hash });
    }
    return { timestamp, hash };
  }

  return {
    async hashAt(seconds, head) {
      let number = head.number - (head.number % STEP);
      let found = await checkpoint(number, head);
      while (found.timestamp > seconds && number > 0n) {
        number -= STEP;
        found = await checkpoint(number, head);
      }
      return found.hash;
    },
  };
}
