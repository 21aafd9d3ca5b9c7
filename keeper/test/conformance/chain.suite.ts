import { beforeEach, describe, expect, it } from "vitest";
import type { Action } from "../../src/domain/index.ts";
import type { ChainReader, TransactionSender } from "../../src/ports/index.ts";

/** A chain under test: market 1 is open and empty. */
export type ChainSubject = {
  reader: ChainReader;
  sender: TransactionSender;
  /** Puts an order of so many lots, which finds nothing to trade with, into the work queue. */
  defer: (lots: bigint) => Promise<void>;
  /** Rests an order that expires so many seconds after the newest block; gives its id. */
  rest: (expiresInSeconds: number) => Promise<bigint>;
  setAutomine: (on: boolean) => Promise<void>;
  mine: (seconds?: number) => Promise<void>;
};

const crank = (marketId = 1): Action => ({ job: "crank", lane: "match", marketId, maxSteps: 10, works: [] });
const prune = (orderIds: bigint[]): Action => ({ job: "prune", lane: "expiry", orderIds, works: [] });
const FEES = { maxFeePerGas: 100_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n };
const raise = (percent: bigint) => ({
  maxFeePerGas: (FEES.maxFeePerGas * (100n + percent)) / 100n,
  maxPriorityFeePerGas: (FEES.maxPriorityFeePerGas * (100n + percent)) / 100n,
});

/** What every chain behind the ports ChainReader and TransactionSender must do. */
export function chainConformance(name: string, create: () => Promise<ChainSubject>): void {
  describe(`chain: ${name}`, () => {
    let subject: ChainSubject;
    let reader: ChainReader;
    let sender: TransactionSender;
    beforeEach(async () => {
      subject = await create();
      ({ reader, sender } = subject);
      return () => subject.setAutomine(true);
    });

    const callFor = async (action: Action) => {
      const simulation = await sender.simulate(action);
      if (!simulation.ok) throw new Error(simulation.detail);
      return simulation.call;
    };

    it("shows an empty queue as empty", async () => {
      const [queue] = await reader.queues(await reader.head());
      expect(queue).toMatchObject({ marketId: 1, phase: "CONTINUOUS", headLots: 0n });
      expect(queue?.head).toBe(queue?.tail);
    });

    it("shows what waits, and the lots of the first", async () => {
      await subject.defer(7n);
      await subject.defer(9n);
      const [queue] = await reader.queues(await reader.head());
      expect((queue?.tail ?? 0) - (queue?.head ?? 0)).toBe(2);
      expect(queue?.headLots).toBe(7n);
    });

    it("answers for the block it is asked about, not for the newest", async () => {
      const before = await reader.head();
      await subject.defer(7n);
      const [queue] = await reader.queues(before);
      expect(queue?.head).toBe(queue?.tail);
    });

    it("tells a live order from one that never was", async () => {
      const id = await subject.rest(1_000);
      const head = await reader.head();
      const orders = await reader.orders([id, id + 5n], head);
      expect(orders.filter((order) => order.live)).toMatchObject([{ orderId: id, marketId: 1 }]);
      expect(orders[0]?.expiry).toBeGreaterThan(head.timestamp);
    });

    it("has blocks that follow one another", async () => {
      const before = await reader.head();
      await subject.mine(5);
      const after = await reader.head();
      expect(after.number).toBe(before.number + 1n);
      expect(after.timestamp).toBeGreaterThan(before.timestamp);
      expect(after.hash).not.toBe(before.hash);
    });

    it("knows its own blocks from blocks of another branch", async () => {
      const head = await reader.head();
      await subject.mine();
      expect(await reader.isCanonical(head)).toBe(true);
      expect(await reader.isCanonical({ ...head, hash: `0x${"12".repeat(32)}` })).toBe(false);
      expect(await reader.isCanonical({ ...head, number: head.number + 1_000n })).toBe(false);
    });

    it("simulates without doing", async () => {
      await subject.defer(7n);
      const simulation = await sender.simulate(crank());
      expect(simulation).toMatchObject({ ok: true, progress: 1n });
      const [queue] = await reader.queues(await reader.head());
      expect(queue?.headLots).toBe(7n);
    });

    it("says so when there is nothing to do", async () => {
      expect(await sender.simulate(crank())).toMatchObject({ ok: true, progress: 0n });
      expect(await sender.simulate(prune([await subject.rest(1_000)]))).toMatchObject({ ok: true, progress: 0n });
    });

    it("names the contract's error", async () => {
      expect(await sender.simulate(crank(99))).toMatchObject({ ok: false, errorName: "Exchange_UnknownMarket" });
    });

    it("executes a signed transaction once and has its receipt", async () => {
      await subject.defer(7n);
      const nonce = await sender.latestNonce(sender.address);
      const signed = await sender.sign(await callFor(crank()), nonce, FEES);
      expect(await sender.receipt(signed.hash)).toBeNull();
      expect(await sender.broadcast(signed.raw)).toEqual({ outcome: "ACCEPTED" });
      // a node may accept a transaction a moment before it shows the block
      await expect.poll(() => sender.receipt(signed.hash)).toMatchObject({ hash: signed.hash, success: true });
      expect(await sender.latestNonce(sender.address)).toBe(nonce + 1);
      const [queue] = await reader.queues(await reader.head());
      expect(queue?.head).toBe(queue?.tail);
    });

    it("prunes an order once it is expired", async () => {
      const id = await subject.rest(100);
      await subject.mine(200);
      expect(await sender.simulate(prune([id]))).toMatchObject({ ok: true, progress: 1n });
    });

    it("signs the same bytes for the same call, nonce and fees", async () => {
      await subject.defer(7n);
      const call = await callFor(crank());
      expect(await sender.sign(call, 5, FEES)).toEqual(await sender.sign(call, 5, FEES));
    });

    it("takes the same transaction twice without harm", async () => {
      await subject.setAutomine(false);
      const nonce = await sender.latestNonce(sender.address);
      const signed = await sender.signCancel(nonce, FEES);
      expect(await sender.broadcast(signed.raw)).toEqual({ outcome: "ACCEPTED" });
      expect(await sender.broadcast(signed.raw)).toEqual({ outcome: "ACCEPTED" });
      await subject.mine();
      expect(await sender.latestNonce(sender.address)).toBe(nonce + 1);
    });

    it("refuses a used nonce as such", async () => {
      const nonce = await sender.latestNonce(sender.address);
      await sender.broadcast((await sender.signCancel(nonce, FEES)).raw);
      const late = await sender.signCancel(nonce, raise(20n));
      expect(await sender.broadcast(late.raw)).toMatchObject({ outcome: "NONCE_USED" });
    });

    it("takes a replacement that is raised by 13 % and refuses one that offers less", async () => {
      await subject.setAutomine(false);
      const nonce = await sender.latestNonce(sender.address);
      const first = await sender.signCancel(nonce, FEES);
      await sender.broadcast(first.raw);
      const cheap = await sender.signCancel(nonce, raise(-5n));
      expect(await sender.broadcast(cheap.raw)).toMatchObject({ outcome: "UNDERPRICED" });
      const raised = await sender.signCancel(nonce, raise(13n));
      expect(await sender.broadcast(raised.raw)).toEqual({ outcome: "ACCEPTED" });
      await subject.mine();
      expect(await sender.receipt(raised.hash)).not.toBeNull();
      expect(await sender.receipt(first.hash)).toBeNull();
    });

    it("knows the market's fees and the signer's balance", async () => {
      expect((await sender.marketFees()).baseFeePerGas).toBeGreaterThanOrEqual(0n);
      expect(await sender.balance()).toBeGreaterThan(0n);
      expect(sender.address).toBe(sender.address.toLowerCase());
    });
  });
}
