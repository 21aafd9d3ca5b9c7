import { describe, expect, it } from "vitest";
import { followContext } from "../../test/conformance/follow-blocks.suite.ts";
import { createBlockTree } from "../../test/fixtures/block-tree.ts";
import { createMemoryBlockStore } from "../../test/memory/block-store.ts";
import { createMemoryOutbox } from "../../test/memory/outbox.ts";
import type { Advance, BlockStore } from "../ports/index.ts";
import { followBlocks, type FollowContext } from "./follow-blocks.ts";

/** A follower on a chain of so many blocks, with the steps its store was asked for. */
function following(length: number, parts: Partial<FollowContext> = {}) {
  const tree = createBlockTree();
  tree.move({ depth: 0, length });
  const lease = { epoch: 1n };
  const store = createMemoryBlockStore(lease);
  const steps: Advance[] = [];
  const blocks: BlockStore = {
    ...store,
    advance: async (epoch, step) => {
      await store.advance(epoch, step);
      steps.push(step);
    },
  };
  const rolledBack: bigint[] = [];
  const outbox = createMemoryOutbox(lease);
  const context = followContext({
    source: tree.source,
    blocks,
    outbox: {
      ...outbox,
      rollBack: (epoch, ancestor) => {
        rolledBack.push(ancestor);
        return outbox.rollBack(epoch, ancestor);
      },
    },
    epoch: 1n,
    ...parts,
  });
  const cursor = async () => (await blocks.ring()).at(-1)?.number;
  return { tree, context, steps, rolledBack, cursor, hints: store.hints };
}

const numbersOf = (steps: readonly Advance[]) => steps.map(({ block }) => block.number);

describe("followBlocks", () => {
  it("handles each block once, in order, from the first that counts", async () => {
    const { tree, context, steps } = following(6, { limits: { firstBlock: 2n } });
    await followBlocks(context, tree.head());
    expect(numbersOf(steps)).toEqual([2n, 3n, 4n, 5n, 6n]);
  });

  it("does nothing for a head it knows, for an older one, or for one before the first block", async () => {
    const { tree, context, steps } = following(6, { limits: { firstBlock: 3n } });
    await followBlocks(context, tree.at(4));
    expect(steps).toEqual([]);
    await followBlocks(context, tree.head());
    steps.length = 0;
    await followBlocks(context, tree.head());
    await followBlocks(context, tree.at(2));
    expect(steps).toEqual([]);
  });

  it("takes orphaned blocks back with the first block of the new branch, and what stood on them before that", async () => {
    const { tree, context, steps, rolledBack, hints } = following(10);
    await followBlocks(context, tree.head());
    steps.length = 0;
    tree.move({ depth: 4, length: 5 });
    await followBlocks(context, tree.head());
    expect(rolledBack).toEqual([6n]);
    expect(steps.map(({ block, ancestor }) => [block.number, ancestor])).toEqual([
      [7n, 6n],
      [8n, null],
      [9n, null],
      [10n, null],
      [11n, null],
    ]);
    const chain = new Set((await context.blocks.ring()).map(({ hash }) => hash));
    for (const { born } of hints()) expect(chain).toContain(born.hash);
  });

  it("reads deep blocks in chunks and the newest 64 one by one, without a gap", async () => {
    const { tree, context, steps } = following(1_200);
    await followBlocks(context, tree.head());
    const numbers = numbersOf(steps);
    expect(numbers.slice(0, 4)).toEqual([499n, 999n, 1_136n, 1_137n]);
    expect(numbers.slice(2)).toEqual(Array.from({ length: 65 }, (_, index) => 1_136n + BigInt(index)));
  });

  it("reads everything again after a reorganisation deeper than it remembers", async () => {
    const { tree, context, rolledBack, cursor } = following(100);
    await followBlocks(context, tree.head());
    tree.move({ depth: 80, length: 82 });
    await followBlocks(context, tree.head());
    expect(rolledBack).toEqual([-1n]);
    expect(await cursor()).toBe(102n);
    expect((await context.blocks.ring()).at(-1)).toEqual(tree.head());
  });

  it("does not move its cursor past a block whose logs could not be read or stored", async () => {
    const { tree, context, steps, cursor } = following(6);
    const failing = { ...context.source };
    failing.hintsOf = (block) =>
      block.number === 4n ? Promise.reject(new Error("no logs")) : context.source.hintsOf(block);
    await expect(followBlocks({ ...context, source: failing }, tree.head())).rejects.toThrow("no logs");
    expect(await cursor()).toBe(3n);
    await followBlocks(context, tree.head());
    expect(numbersOf(steps)).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n]);
  });

  it("leaves everything as it is when the head vanishes while its branch is read", async () => {
    const { tree, context, steps, cursor } = following(6);
    await followBlocks(context, tree.head());
    steps.length = 0;
    tree.move({ depth: 3, length: 3 });
    const vanished = tree.head();
    tree.move({ depth: 3, length: 3 });
    await followBlocks(context, vanished);
    expect(steps).toEqual([]);
    expect(await cursor()).toBe(6n);
  });

  it("stops as soon as leadership is gone", async () => {
    let left = 3;
    const { tree, context, steps } = following(6, { isLeader: () => left-- > 0 });
    await followBlocks(context, tree.head());
    expect(steps.length).toBeLessThan(3);
  });
});
