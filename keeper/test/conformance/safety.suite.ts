import { beforeEach, describe, expect, it } from "vitest";
import type { Controls, Draft, LeaderLock, Outbox, SafetyRecords } from "../../src/ports/index.ts";
import { aReceipt, hash } from "../fixtures/builders.ts";

export type SafetySubject = {
  outbox: Outbox;
  lock: LeaderLock;
  records: SafetyRecords;
  setControls: (controls: Controls) => Promise<void>;
};

const SIGNER = "0x00000000000000000000000000000000000000aa";
const FEES = { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n };
const draftOf = (id: string): Draft => ({
  signer: SIGNER,
  job: "crank",
  call: { to: SIGNER, data: "0x", gas: 1_000n },
  works: [{ id, resource: id, dueSince: null }],
  workCalls: [],
  maxCostWei: null,
  fees: FEES,
  chainNonce: 0,
  block: 1n,
  deadlineBlock: 9n,
  nowMs: 1,
});
const NOTHING = { spentHourWei: 0n, spentDayWei: 0n, committedWei: 0n, reverts: 0 };

/** What every record behind the safety limits must do, whatever keeps it. */
export function safetyConformance(name: string, create: () => Promise<SafetySubject>): void {
  describe(`safety records: ${name}`, () => {
    let subject: SafetySubject;
    let epoch: bigint;
    beforeEach(async () => {
      subject = await create();
      const lease = await subject.lock.tryAcquire();
      if (lease === null) throw new Error("a fresh lock is free");
      epoch = lease.epoch;
      return () => lease.release();
    });
    const store = (id: string, seed: number) =>
      subject.outbox.store(epoch, draftOf(id), () => Promise.resolve({ hash: hash(seed), raw: "0xaa" }));
    const mine = async (id: string, seed: number, minedMs: number, success = true) => {
      const stored = await store(id, seed);
      const receipt = aReceipt({ hash: hash(seed), gasUsed: 600n, effectiveGasPrice: 70n, success });
      await subject.outbox.markMined(epoch, stored.id, receipt, { undone: [], notBeforeMs: 0, minedMs });
      return stored;
    };
    const usage = (hourMs: number, dayMs = hourMs, revertsMs = hourMs) =>
      subject.records.usage({ hourMs, dayMs, revertsMs });

    it("starts with nothing spent and nobody's word", async () => {
      expect(await usage(0)).toEqual(NOTHING);
      expect(await subject.records.controls()).toEqual({ stopped: false, reason: "", resetMs: 0 });
    });

    it("shows what a person said", async () => {
      const said = { stopped: true, reason: "upgrade", resetMs: 5_000 };
      await subject.setControls(said);
      expect(await subject.records.controls()).toEqual(said);
    });

    it("counts receipts after the given moment, each window by itself", async () => {
      await mine("a", 1, 1_000);
      await mine("b", 2, 2_000, false);
      await mine("c", 3, 3_000, false);
      expect(await usage(2_000, 1_000, 1_500)).toEqual({
        spentHourWei: 42_000n,
        spentDayWei: 84_000n,
        committedWei: 0n,
        reverts: 2,
      });
      expect(await usage(3_000)).toEqual(NOTHING);
    });

    it("counts what is under way at the most that its newest version may cost", async () => {
      const { id } = await store("a", 1);
      expect((await usage(0)).committedWei).toBe(100_000n);
      const fees = { maxFeePerGas: 113n, maxPriorityFeePerGas: 12n };
      await subject.outbox.addBroadcast(epoch, id, { hash: hash(9), raw: "0xbb", kind: "BUMP", fees, block: 4n });
      expect((await usage(0)).committedWei).toBe(113_000n);
      const receipt = aReceipt({ hash: hash(9), gasUsed: 5n, effectiveGasPrice: 3n });
      await subject.outbox.markMined(epoch, id, receipt, { undone: [], notBeforeMs: 0, minedMs: 10 });
      expect(await usage(0)).toEqual({ ...NOTHING, spentHourWei: 15n, spentDayWei: 15n });
    });

    it("takes back what a reorganisation took back", async () => {
      const { id } = await mine("a", 1, 1_000);
      await subject.outbox.reopen(epoch, id);
      expect(await usage(0)).toEqual({ ...NOTHING, committedWei: 100_000n });
    });
  });
}
