import { beforeEach, describe, expect, it } from "vitest";
import { hasCode } from "../../src/errors.ts";
import { JOBS, type Receipt, type Work } from "../../src/domain/index.ts";
import type { Draft, LeaderLock, Outbox } from "../../src/ports/index.ts";
import { hash } from "../fixtures/builders.ts";

export type OutboxSubject = { outbox: Outbox; lock: LeaderLock };

const SIGNER = "0x00000000000000000000000000000000000000aa";
const workOf = (id: string): Work => ({ id, resource: id, dueSince: null });
const draftOf = (fields: Partial<Draft> = {}): Draft => ({
  signer: SIGNER,
  job: "crank",
  call: { to: "0x00000000000000000000000000000000000000ee", data: "0x1234", gas: 90_000n },
  works: [workOf("crank/1/1/10")],
  workCalls: [],
  maxCostWei: null,
  fees: { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n },
  chainNonce: 0,
  block: 100n,
  deadlineBlock: 130n,
  nowMs: 1_700_000_000_000,
  ...fields,
});
const signed = (nonce: number) => Promise.resolve({ hash: hash(nonce + 1_000), raw: `0xaa0${nonce}` as const });
const receiptOf = (nonce: number, fields: Partial<Receipt> = {}): Receipt => ({
  hash: hash(nonce + 1_000),
  block: 105n,
  success: true,
  gasUsed: 50_000n,
  effectiveGasPrice: 20n,
  skippedCalls: [],
  ...fields,
});
const done = { undone: [], notBeforeMs: 1_700_000_009_000, minedMs: 1_700_000_002_000 };
const undone = { ...done, undone: ["crank/1/1/10"] };

/** What every outbox must do, whatever keeps it. */
export function outboxConformance(name: string, create: () => Promise<OutboxSubject>): void {
  describe(`outbox: ${name}`, () => {
    let outbox: Outbox;
    let lock: LeaderLock;
    let epoch: bigint;

    beforeEach(async () => {
      ({ outbox, lock } = await create());
      const lease = await lock.tryAcquire();
      if (lease === null) throw new Error("a fresh lock is free");
      epoch = lease.epoch;
      return () => lease.release();
    });

    it("starts empty", async () => {
      expect(await outbox.open()).toEqual([]);
      expect((await outbox.works(["crank/1/1/10"])).size).toBe(0);
    });

    it.each([...JOBS, "bundle" as const])("keeps a transaction that does %s", async (job) => {
      const stored = await outbox.store(epoch, draftOf({ job }), signed);
      expect(stored.job).toBe(job);
      expect(await outbox.open()).toMatchObject([{ job }]);
    });

    it("keeps all of a stored transaction, the raw bytes included", async () => {
      const stored = await outbox.store(epoch, draftOf({ chainNonce: 4 }), signed);
      expect(stored).toMatchObject({
        signer: SIGNER,
        nonce: 4,
        job: "crank",
        to: "0x00000000000000000000000000000000000000ee",
        data: "0x1234",
        gas: 90_000n,
        workIds: ["crank/1/1/10"],
        workCalls: [],
        maxCostWei: null,
        resources: ["crank/1/1/10"],
        state: "SIGNED",
        firstBlock: 100n,
        deadlineBlock: 130n,
        createdMs: 1_700_000_000_000,
        broadcasts: [
          {
            hash: hash(1_004),
            raw: "0xaa04",
            kind: "FIRST",
            fees: { maxFeePerGas: 100n, maxPriorityFeePerGas: 10n },
            block: 100n,
            accepted: false,
          },
        ],
      });
      expect(await outbox.open()).toEqual([stored]);
    });

    it("counts nonces on from the open transactions, not from the chain alone", async () => {
      const nonces: number[] = [];
      for (const id of ["a", "b", "c"]) {
        nonces.push((await outbox.store(epoch, draftOf({ works: [workOf(id)], chainNonce: 2 }), signed)).nonce);
      }
      expect(nonces).toEqual([2, 3, 4]);
    });

    it("follows the chain when it is further than the outbox", async () => {
      await outbox.store(epoch, draftOf({ works: [workOf("a")], chainNonce: 2 }), signed);
      expect((await outbox.store(epoch, draftOf({ works: [workOf("b")], chainNonce: 9 }), signed)).nonce).toBe(9);
    });

    it("burns no nonce and claims no work when signing fails", async () => {
      const failure = outbox.store(epoch, draftOf(), () => Promise.reject(new Error("no key")));
      await expect(failure).rejects.toThrow("no key");
      expect(await outbox.open()).toEqual([]);
      expect((await outbox.works(["crank/1/1/10"])).size).toBe(0);
      expect((await outbox.store(epoch, draftOf(), signed)).nonce).toBe(0);
    });

    it("refuses a second transaction for work that is in flight, and stores nothing of it", async () => {
      await outbox.store(epoch, draftOf(), signed);
      const second = outbox.store(epoch, draftOf({ works: [workOf("other"), workOf("crank/1/1/10")] }), signed);
      await expect(second).rejects.toSatisfy((error) => hasCode(error, "DUPLICATE_WORK"));
      expect(await outbox.open()).toHaveLength(1);
      expect((await outbox.works(["other"])).size).toBe(0);
    });

    it("remembers that a node accepted a version", async () => {
      await outbox.store(epoch, draftOf(), signed);
      await outbox.markAccepted(epoch, hash(1_000));
      const [transaction] = await outbox.open();
      expect(transaction?.state).toBe("SUBMITTED");
      expect(transaction?.broadcasts[0]?.accepted).toBe(true);
    });

    it("keeps every version, oldest first", async () => {
      const { id } = await outbox.store(epoch, draftOf(), signed);
      const fees = { maxFeePerGas: 113n, maxPriorityFeePerGas: 12n };
      await outbox.addBroadcast(epoch, id, { hash: hash(5), raw: "0xbb", kind: "BUMP", fees, block: 103n });
      await outbox.addBroadcast(epoch, id, { hash: hash(4), raw: "0xcc", kind: "CANCEL", fees, block: 131n });
      const [transaction] = await outbox.open();
      expect(transaction?.broadcasts.map((version) => version.kind)).toEqual(["FIRST", "BUMP", "CANCEL"]);
      expect(transaction?.broadcasts[1]).toEqual({
        hash: hash(5),
        raw: "0xbb",
        kind: "BUMP",
        fees,
        block: 103n,
        accepted: false,
      });
    });

    it("settles the work of a mined transaction", async () => {
      const { id } = await outbox.store(epoch, draftOf(), signed);
      await outbox.markMined(epoch, id, receiptOf(0), done);
      const record = (await outbox.works(["crank/1/1/10"])).get("crank/1/1/10");
      expect(record).toMatchObject({ state: "SETTLED", generation: 1, attempts: 0, settledBlock: 105n });
      expect(await outbox.open()).toMatchObject([{ state: "MINED", minedHash: hash(1_000), minedBlock: 105n }]);
    });

    it("lets the work of a reverted transaction wait", async () => {
      const { id } = await outbox.store(epoch, draftOf(), signed);
      await outbox.markMined(epoch, id, receiptOf(0, { success: false }), undone);
      const record = (await outbox.works(["crank/1/1/10"])).get("crank/1/1/10");
      expect(record).toMatchObject({
        state: "WAITING",
        attempts: 1,
        notBeforeBlock: 106n,
        notBeforeMs: done.notBeforeMs,
      });
    });

    it("frees the work when it was the cancellation that was mined", async () => {
      const { id } = await outbox.store(epoch, draftOf(), signed);
      const fees = { maxFeePerGas: 113n, maxPriorityFeePerGas: 12n };
      await outbox.addBroadcast(epoch, id, { hash: hash(4), raw: "0xcc", kind: "CANCEL", fees, block: 131n });
      await outbox.markMined(epoch, id, receiptOf(0, { hash: hash(4) }), undone);
      expect((await outbox.works(["crank/1/1/10"])).get("crank/1/1/10")?.state).toBe("WAITING");
    });

    it("settles of a bundle what was done and lets the rest wait", async () => {
      const works = [workOf("a"), workOf("b")];
      const draft = draftOf({ job: "bundle", works, workCalls: [0, 1], maxCostWei: 7n });
      const { id, workCalls, maxCostWei } = await outbox.store(epoch, draft, signed);
      expect({ workCalls, maxCostWei }).toEqual({ workCalls: [0, 1], maxCostWei: 7n });
      await outbox.markMined(epoch, id, receiptOf(0, { skippedCalls: [1] }), { ...done, undone: ["b"] });
      const records = await outbox.works(["a", "b"]);
      expect(records.get("a")).toMatchObject({ state: "SETTLED", attempts: 0 });
      expect(records.get("b")).toMatchObject({ state: "WAITING", attempts: 1, notBeforeBlock: 106n });
    });

    it("remembers what it gave up, the newest first, and takes it back when it was mined after all", async () => {
      const first = await outbox.store(epoch, draftOf({ works: [workOf("a")] }), signed);
      const second = await outbox.store(epoch, draftOf({ works: [workOf("b")] }), signed);
      await outbox.supersede(epoch, first.id);
      await outbox.supersede(epoch, second.id);
      expect((await outbox.superseded(9)).map(({ id }) => id)).toEqual([second.id, first.id]);
      expect(await outbox.superseded(1)).toMatchObject([{ id: second.id, broadcasts: [{ hash: hash(1_001) }] }]);
      await outbox.markMined(epoch, first.id, receiptOf(0), done);
      expect((await outbox.works(["a"])).get("a")?.state).toBe("SETTLED");
      expect(await outbox.open()).toMatchObject([{ id: first.id, state: "MINED" }]);
    });

    it("counts generations when settled work becomes due again", async () => {
      const { id } = await outbox.store(epoch, draftOf(), signed);
      await outbox.markMined(epoch, id, receiptOf(0), done);
      await outbox.store(epoch, draftOf({ chainNonce: 1 }), signed);
      expect((await outbox.works(["crank/1/1/10"])).get("crank/1/1/10")).toMatchObject({
        state: "IN_FLIGHT",
        generation: 2,
      });
    });

    it("opens a transaction again whose receipt vanished, work and versions included", async () => {
      const { id } = await outbox.store(epoch, draftOf(), signed);
      await outbox.markAccepted(epoch, hash(1_000));
      await outbox.markMined(epoch, id, receiptOf(0), done);
      await outbox.reopen(epoch, id);
      const [transaction] = await outbox.open();
      expect(transaction).toMatchObject({ state: "SIGNED", minedHash: null, minedBlock: null });
      expect(transaction?.broadcasts[0]?.accepted).toBe(false);
      expect((await outbox.works(["crank/1/1/10"])).get("crank/1/1/10")?.state).toBe("IN_FLIGHT");
    });

    it("lists confirmed and superseded transactions no more", async () => {
      const first = await outbox.store(epoch, draftOf({ works: [workOf("a")] }), signed);
      const second = await outbox.store(epoch, draftOf({ works: [workOf("b")] }), signed);
      await outbox.markMined(epoch, first.id, receiptOf(0), done);
      await outbox.confirm(epoch, first.id);
      await outbox.supersede(epoch, second.id);
      expect(await outbox.open()).toEqual([]);
      expect((await outbox.works(["b"])).get("b")?.state).toBe("WAITING");
    });

    it("gives a superseded nonce out again only when the chain says so", async () => {
      const { id } = await outbox.store(epoch, draftOf({ chainNonce: 3 }), signed);
      await outbox.supersede(epoch, id);
      const next = await outbox.store(epoch, draftOf({ chainNonce: 4 }), signed);
      expect(next.nonce).toBe(4);
    });

    it("defers and drops work, counting failures", async () => {
      const deferral = { drop: false, notBeforeBlock: 101n, notBeforeMs: 5_000, errorName: "Exchange_MarketNotOpen" };
      await outbox.defer(epoch, { works: [workOf("a"), workOf("b")], ...deferral });
      await outbox.defer(epoch, { works: [workOf("a")], ...deferral, drop: true });
      const records = await outbox.works(["a", "b"]);
      expect(records.get("a")).toMatchObject({ state: "DROPPED", attempts: 2 });
      expect(records.get("b")).toMatchObject({
        state: "WAITING",
        attempts: 1,
        notBeforeBlock: 101n,
        notBeforeMs: 5_000,
      });
      await expect(outbox.store(epoch, draftOf({ works: [workOf("a")] }), signed)).rejects.toSatisfy((error) =>
        hasCode(error, "DUPLICATE_WORK"),
      );
    });

    it("does not defer work that is in flight", async () => {
      await outbox.store(epoch, draftOf(), signed);
      await outbox.defer(epoch, {
        works: [workOf("crank/1/1/10")],
        drop: true,
        notBeforeBlock: 0n,
        notBeforeMs: 0,
        errorName: "x",
      });
      expect((await outbox.works(["crank/1/1/10"])).get("crank/1/1/10")?.state).toBe("IN_FLIGHT");
    });

    it("refuses every write of a leader that was replaced", async () => {
      const { id } = await outbox.store(epoch, draftOf(), signed);
      const old = epoch - 1n;
      const fees = { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n };
      const writes: (() => Promise<unknown>)[] = [
        () => outbox.store(old, draftOf({ works: [workOf("z")] }), signed),
        () => outbox.addBroadcast(old, id, { hash: hash(9), raw: "0xdd", kind: "BUMP", fees, block: 1n }),
        () => outbox.markAccepted(old, hash(1_000)),
        () => outbox.markMined(old, id, receiptOf(0), done),
        () => outbox.reopen(old, id),
        () => outbox.confirm(old, id),
        () => outbox.supersede(old, id),
        () => outbox.adopt(old, [SIGNER]),
        () =>
          outbox.defer(old, { works: [workOf("z")], drop: false, notBeforeBlock: 0n, notBeforeMs: 0, errorName: "x" }),
      ];
      const before = await outbox.open();
      for (const write of writes) await expect(write()).rejects.toSatisfy((error) => hasCode(error, "FENCED"));
      expect(await outbox.open()).toEqual(before);
      expect((await outbox.works(["z"])).size).toBe(0);
    });
  });
}
