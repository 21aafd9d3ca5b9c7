import { beforeEach, describe, expect, it } from "vitest";
import type { Outbox } from "../../src/ports/index.ts";
import { aReceipt, hash } from "../fixtures/builders.ts";
import type { OutboxSubject } from "./outbox.suite.ts";

const work = { id: "crank/1/1/10", resource: "crank/1", dueSince: null };
const draft = {
  signer: "0x00000000000000000000000000000000000000aa",
  job: "crank",
  call: { to: "0x00000000000000000000000000000000000000ee", data: "0x12", gas: 9n },
  works: [work],
  fees: { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n },
  chainNonce: 0,
  block: 100n,
  deadlineBlock: 130n,
  nowMs: 5,
  maxCostWei: null,
} as const;
const receipt = aReceipt({ block: 105n });

/** What a reorganisation does with an outbox, whatever keeps it. */
export function outboxRollBackConformance(name: string, create: () => Promise<OutboxSubject>): void {
  describe(`outbox after a reorganisation: ${name}`, () => {
    let outbox: Outbox;
    let epoch: bigint;
    beforeEach(async () => {
      const subject = await create();
      const lease = await subject.lock.tryAcquire();
      if (lease === null) throw new Error("a fresh lock is free");
      [outbox, epoch] = [subject.outbox, lease.epoch];
      return () => lease.release();
    });
    const confirmed = async () => {
      const sign = () => Promise.resolve({ hash: hash(1), raw: "0xaa" as const });
      const { id } = await outbox.store(epoch, { ...draft, works: [work], workCalls: [] }, sign);
      await outbox.markMined(epoch, id, receipt, { undone: [], notBeforeMs: 0, minedMs: 6 });
      await outbox.confirm(epoch, id);
      return id;
    };
    const refuse = (block: bigint) =>
      outbox.defer(epoch, { works: [work], drop: true, notBeforeBlock: block, notBeforeMs: 9, errorName: "x" });
    const recordOf = async () => (await outbox.works([work.id])).get(work.id);

    it("looks for the receipt of a confirmed transaction once more, and frees its nonce when it is gone", async () => {
      const id = await confirmed();
      await outbox.rollBack(epoch, 104n);
      expect(await outbox.open()).toMatchObject([{ id, state: "MINED", minedBlock: 105n }]);
      await outbox.reopen(epoch, id);
      expect(await outbox.open()).toMatchObject([{ id, state: "SIGNED", minedBlock: null }]);
      expect(await recordOf()).toMatchObject({ state: "IN_FLIGHT" });
    });

    it("leaves a transaction alone that was mined at or below the common ancestor", async () => {
      await confirmed();
      await outbox.rollBack(epoch, 105n);
      expect(await outbox.open()).toEqual([]);
    });

    it("lets work that was dropped on an orphaned block be tried again", async () => {
      await refuse(110n);
      await outbox.rollBack(epoch, 109n);
      expect(await recordOf()).toMatchObject({ state: "WAITING", attempts: 0, notBeforeBlock: 0n, notBeforeMs: 0 });
    });

    it("keeps what was dropped on a block that stands, and changes nothing when done twice", async () => {
      await refuse(110n);
      await outbox.rollBack(epoch, 110n);
      await outbox.rollBack(epoch, 110n);
      expect(await recordOf()).toMatchObject({ state: "DROPPED" });
    });

    it("is refused to a leader that was replaced", async () => {
      await expect(outbox.rollBack(epoch - 1n, 1n)).rejects.toMatchObject({ code: "FENCED" });
    });
  });
}
