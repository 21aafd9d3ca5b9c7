import { beforeEach, describe, expect, it } from "vitest";
import { RING_BLOCKS, type BlockLink, type HintEvent, type HintKind } from "../../src/domain/index.ts";
import type { Advance, BlockStore } from "../../src/ports/index.ts";
import { hash } from "../fixtures/builders.ts";
import { orderHintsConformance } from "./order-hints.suite.ts";
import type { FollowSubject } from "./follow-blocks.suite.ts";

const link = (number: bigint, branch = 0n): BlockLink => ({
  number,
  hash: hash(number + branch * 1_000n),
  parentHash: hash(number - 1n + branch * 1_000n),
});
const step = (block: BlockLink, events: HintEvent[] = [], ancestor: bigint | null = null): Advance => ({
  block,
  events,
  ancestor,
  restartsRing: false,
});
const born = (block: BlockLink, orderId: bigint, kind: HintKind = "ORDER", dueAt = 10n, trails = false): HintEvent => ({
  block,
  type: "BORN",
  orderId,
  kind,
  dueAt,
  trails,
});
const ended = (block: BlockLink, orderId: bigint): HintEvent => ({ block, type: "ENDED", orderId });

/** What every store of blocks and their hints must do. */
export function blockStoreConformance(name: string, create: () => Promise<FollowSubject>): void {
  const leading = async () => {
    const { blocks, lock } = await create();
    const lease = await lock.tryAcquire();
    if (lease === null) throw new Error("the lock is free");
    return { blocks, lease };
  };

  describe(`block store: ${name}`, () => {
    let blocks: BlockStore;
    let epoch: bigint;
    beforeEach(async () => {
      const { blocks: store, lease } = await leading();
      [blocks, epoch] = [store, lease.epoch];
      return () => lease.release();
    });
    const expired = async () => {
      const answer = await blocks.expired(1_000n, 100);
      return answer.available ? answer.orderIds : [];
    };

    it("begins empty, and is always available", async () => {
      expect(await blocks.ring()).toEqual([]);
      expect(await blocks.expired(1n, 1)).toEqual({ available: true, orderIds: [] });
    });

    it("remembers the newest 64 blocks, oldest first", async () => {
      for (let number = 5n; number < 75n; number++) await blocks.advance(epoch, step(link(number)));
      const ring = await blocks.ring();
      expect(ring).toHaveLength(RING_BLOCKS);
      expect(ring[0]).toEqual(link(11n));
      expect(ring.at(-1)).toEqual(link(74n));
    });

    it("forgets hints born in orphaned blocks and keeps the others", async () => {
      await blocks.advance(epoch, step(link(5n), [born(link(5n), 1n)]));
      await blocks.advance(epoch, step(link(6n), [born(link(6n), 2n)]));
      await blocks.advance(epoch, step({ ...link(6n, 1n), parentHash: link(5n).hash }, [], 5n));
      expect(await expired()).toEqual([1n]);
      expect((await blocks.ring()).map(({ hash: of }) => of)).toEqual([link(5n).hash, link(6n, 1n).hash]);
    });

    it("takes an orphaned end back", async () => {
      await blocks.advance(epoch, step(link(5n), [born(link(5n), 1n)]));
      await blocks.advance(epoch, step(link(6n), [ended(link(6n), 1n)]));
      expect(await expired()).toEqual([]);
      await blocks.advance(epoch, step({ ...link(6n, 1n), parentHash: link(5n).hash }, [], 5n));
      expect(await expired()).toEqual([1n]);
    });

    it("does not mind an end of what it never knew, nor a birth told twice", async () => {
      const events = [ended(link(5n), 9n), born(link(5n), 1n), born(link(5n), 1n)];
      await blocks.advance(epoch, step(link(5n), events));
      expect(await expired()).toEqual([1n]);
    });

    it("gives the parts of an iceberg its expiry, and looks for none without one", async () => {
      const shown = (orderId: bigint, icebergId: bigint): HintEvent => ({
        block: link(6n),
        type: "SHOWN",
        orderId,
        icebergId,
      });
      await blocks.advance(epoch, step(link(5n), [born(link(5n), 100n, "ICEBERG", 40n)]));
      await blocks.advance(epoch, step(link(6n), [shown(7n, 100n), shown(8n, 200n)]));
      expect(await blocks.expired(40n, 10)).toMatchObject({ orderIds: [] });
      expect(await blocks.expired(41n, 10)).toMatchObject({ orderIds: [7n] });
    });

    it("begins the ring anew after blocks that were read in a chunk", async () => {
      await blocks.advance(epoch, step(link(5n)));
      await blocks.advance(epoch, { ...step(link(500n)), restartsRing: true });
      expect(await blocks.ring()).toEqual([link(500n)]);
    });

    it("stores nothing of a step that fails, the cursor included", async () => {
      await blocks.advance(epoch, step(link(5n)));
      const late = blocks.advance(epoch - 1n, step(link(6n), [born(link(6n), 1n)]));
      await expect(late).rejects.toMatchObject({ code: "FENCED" });
      await expect(blocks.reset(epoch - 1n)).rejects.toMatchObject({ code: "FENCED" });
      expect((await blocks.ring()).at(-1)).toEqual(link(5n));
      expect(await expired()).toEqual([]);
    });

    it("forgets everything for a full rescan", async () => {
      await blocks.advance(epoch, step(link(5n), [born(link(5n), 1n)]));
      await blocks.reset(epoch);
      expect(await blocks.ring()).toEqual([]);
      expect(await expired()).toEqual([]);
    });
  });

  orderHintsConformance(
    `of blocks, ${name}`,
    async (rows, { conditionals = [], parents = [] } = {}) => {
      const { blocks, lease } = await leading();
      const block = link(5n);
      const events = [
        ...rows.flatMap((row) => tell(row.id, "ORDER", row.expiry ?? 0n, false, row.status === "OPEN")),
        ...conditionals.flatMap(({ id, expiry, trailTicks, status }) =>
          tell(id, "CONDITIONAL", expiry ?? 0n, trailTicks !== null, status === "WAITING"),
        ),
        ...parents.flatMap(({ id, startAt, status }) => tell(id, "PARENT", startAt, false, status === "WORKING")),
      ];
      function tell(id: bigint, kind: HintKind, dueAt: bigint, trails: boolean, lives: boolean): HintEvent[] {
        const birth = born(block, id, kind, dueAt, trails);
        return lives ? [birth] : [birth, ended(block, id)];
      }
      await blocks.advance(lease.epoch, step(block, events));
      await lease.release();
      return blocks;
    },
    null,
  );
}
