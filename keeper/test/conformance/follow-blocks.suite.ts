import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pino } from "pino";
import { createMetrics } from "../../src/adapters/metrics.ts";
import { followBlocks, type FollowContext } from "../../src/jobs/follow-blocks.ts";
import type { BlockSource, BlockStore, LeaderLock, Outbox } from "../../src/ports/index.ts";
import { createBlockTree, type ChainStep } from "../fixtures/block-tree.ts";

export type FollowSubject = { blocks: BlockStore; outbox: Outbox; lock: LeaderLock };

const ALL = 1_000_000;
const FAR = 10n ** 12n;
const step = fc.record({
  depth: fc.integer({ min: 0, max: 60 }),
  length: fc.integer({ min: 0, max: 90 }),
  seen: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 3 }),
});

/** The follower's surroundings but the parts under test. */
export function followContext(
  parts: Pick<FollowContext, "source" | "blocks" | "outbox" | "epoch"> & Partial<FollowContext>,
): FollowContext {
  return {
    isLeader: () => true,
    metrics: createMetrics(),
    logger: pino({ level: "silent" }),
    limits: { firstBlock: 0n },
    ...parts,
  };
}

/** The follower on any store: whatever happened on the way, it ends where a straight replay of the final chain ends. */
export function followBlocksProperties(
  name: string,
  create: () => Promise<FollowSubject>,
  size: { numRuns: number; mostSteps: number },
): void {
  const follower = async (source: BlockSource) => {
    const { blocks, outbox, lock } = await create();
    const lease = await lock.tryAcquire();
    if (lease === null) throw new Error("the lock is free");
    const context = followContext({ source, blocks, outbox, epoch: lease.epoch });
    return { context, release: () => lease.release() };
  };
  const contentOf = async ({ blocks }: FollowContext) => ({
    expired: await blocks.expired(FAR, ALL),
    conditionals: await blocks.conditionals(FAR, ALL),
    parents: await blocks.parents(FAR, ALL),
    cursor: (await blocks.ring()).at(-1),
  });

  describe(`following blocks: ${name}`, () => {
    it("ends where a straight replay ends, after any heads with reorganisations, duplicates and gaps", async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: size.mostSteps }), async (steps: ChainStep[]) => {
          const tree = createBlockTree();
          const winding = await follower(tree.source);
          let highest = 0;
          for (const next of steps) {
            tree.move(next);
            highest = Math.max(highest, Number(tree.head().number));
            for (const below of next.seen) await followBlocks(winding.context, tree.at(below));
          }
          // what wins over a branch is at least as long; a head below all that is remembered tells nothing
          tree.move({ depth: 0, length: Math.max(1, highest - Number(tree.head().number)) });
          await followBlocks(winding.context, tree.head());
          await followBlocks(winding.context, tree.head());
          const result = await contentOf(winding.context);
          await winding.release();

          const straight = await follower(tree.source);
          const height = Number(tree.head().number);
          for (let below = height; below >= 0; below--) await followBlocks(straight.context, tree.at(below));
          expect(result).toEqual(await contentOf(straight.context));
          expect(result.cursor).toEqual(tree.head());
          await straight.release();
        }),
        { numRuns: size.numRuns },
      );
    });
  });
}
