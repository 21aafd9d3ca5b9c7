import type { Log } from "viem";
import { describe, expect, it } from "vitest";
import { readLogs } from "./read-logs.ts";
import type { LogRange } from "./read-logs.ts";

/** A node with one log in each block that refuses ranges longer than `longest`, and its first `failures` calls. */
function createNode({ longest, failures = 0 }: { longest: bigint; failures?: number }) {
  const asked: LogRange[] = [];
  const waits: number[] = [];
  let left = failures;
  const getLogs = ({ fromBlock, toBlock }: LogRange): Promise<Log[]> => {
    asked.push({ fromBlock, toBlock });
    if (left-- > 0) return Promise.reject(new Error("try again"));
    if (toBlock - fromBlock + 1n > longest) return Promise.reject(new Error("range too long"));
    const blocks = Array.from({ length: Number(toBlock - fromBlock) + 1 }, (_, i) => fromBlock + BigInt(i));
    return Promise.resolve(blocks.map((blockNumber) => ({ blockNumber }) as Log));
  };
  const read = async (range: LogRange, blocksPerCall: bigint, attempts = 1): Promise<bigint[]> => {
    const wait = (milliseconds: number) => Promise.resolve(void waits.push(milliseconds));
    const deps = { client: { getLogs } as never, addresses: [], blocksPerCall, attempts, wait };
    const blocks: bigint[] = [];
    for await (const logs of readLogs(deps, range)) blocks.push(...logs.map(({ blockNumber }) => blockNumber ?? -1n));
    return blocks;
  };
  return { asked, waits, read };
}

const upTo = (last: number) => Array.from({ length: last + 1 }, (_, i) => BigInt(i));

describe("reading logs", () => {
  it("covers every block once, whatever length of range the node takes", async () => {
    for (const longest of [1n, 2n, 3n, 7n, 50n]) {
      const node = createNode({ longest });
      expect(await node.read({ fromBlock: 0n, toBlock: 40n }, 16n), `longest ${longest}`).toEqual(upTo(40));
    }
  });

  it("halves a range that is refused, and lengthens again after one that works", async () => {
    const node = createNode({ longest: 4n });
    await node.read({ fromBlock: 0n, toBlock: 9n }, 8n);
    const lengths = node.asked.map(({ fromBlock, toBlock }) => toBlock - fromBlock + 1n);
    expect(lengths).toEqual([8n, 4n, 6n, 3n, 3n]);
  });

  it("asks again after a wait that doubles", async () => {
    const node = createNode({ longest: 10n, failures: 3 });
    expect(await node.read({ fromBlock: 0n, toBlock: 5n }, 10n, 4)).toEqual(upTo(5));
    expect(node.waits).toEqual([200, 400, 800]);
  });

  it("gives up when one block alone is refused, naming it", async () => {
    const node = createNode({ longest: 0n });
    const reading = node.read({ fromBlock: 3n, toBlock: 9n }, 4n);
    await expect(reading).rejects.toMatchObject({
      code: "RANGE_REFUSED",
      message: expect.stringContaining("block 3") as string,
    });
  });

  it("reads nothing of an empty range", async () => {
    expect(await createNode({ longest: 1n }).read({ fromBlock: 5n, toBlock: 4n }, 4n)).toEqual([]);
  });
});
