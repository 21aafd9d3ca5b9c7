import type { PublicClient } from "viem";
import { describe, expect, it } from "vitest";
import { aBlock, hash } from "../../../test/fixtures/builders.ts";
import { createCheckpoints } from "./checkpoint-blocks.ts";

/** A chain with a block every two seconds from 1,000 on; counts what it is asked. */
function aChain() {
  const asked: bigint[] = [];
  const getBlock = ({ blockNumber = 0n }: { blockNumber?: bigint }) => {
    asked.push(blockNumber);
    return Promise.resolve({ timestamp: 1_000n + blockNumber * 2n, hash: hash(blockNumber) });
  };
  return { asked, checkpoints: createCheckpoints({ getBlock } as unknown as Pick<PublicClient, "getBlock">) };
}

const head = aBlock({ number: 300n, timestamp: 1_600n });

describe("the checkpoint before a time", () => {
  it("is the newest block of the grid of 64 that is no later", async () => {
    const { checkpoints } = aChain();
    expect(await checkpoints.hashAt(1_600n, head)).toBe(hash(256));
    expect(await checkpoints.hashAt(1_512n, head)).toBe(hash(256));
    expect(await checkpoints.hashAt(1_511n, head)).toBe(hash(192));
  });

  it("is the same for a keeper that looks later", async () => {
    const { checkpoints } = aChain();
    const later = aBlock({ number: 1_000n, timestamp: 3_000n });
    expect(await checkpoints.hashAt(1_511n, later)).toBe(await aChain().checkpoints.hashAt(1_511n, head));
  });

  it("is the first block for a time before the chain", async () => {
    expect(await aChain().checkpoints.hashAt(1n, head)).toBe(hash(0));
  });

  it("asks once for what can no longer be reorganised, and again for what can", async () => {
    const { checkpoints, asked } = aChain();
    for (let round = 0; round < 3; round++) await checkpoints.hashAt(1_400n, head);
    expect(asked.filter((number) => number === 192n)).toHaveLength(1);
    expect(asked.filter((number) => number === 256n)).toHaveLength(3);
  });
});
