import { beforeEach, describe, expect, it } from "vitest";
import type { Action } from "../../src/domain/index.ts";
import type { BlockSource, ChainReader, TransactionSender } from "../../src/ports/index.ts";

/** A chain under test: market 1 is open and empty. */
export type ChainSubject = {
  reader: ChainReader;
  sender: TransactionSender;
  source: BlockSource;
  /** Puts an order of so many lots, which finds nothing to trade with, into the work queue. */
  defer: (lots: bigint) => Promise<void>;
  /** Rests an order that expires so many seconds after the newest block; gives its id. */
  rest: (expiresInSeconds: number) => Promise<bigint>;
  /** Opens an auction of 300 seconds. */
  startAuction: () => Promise<void>;
  /** Halts the market for at most a day. */
  halt: () => Promise<void>;
  /** Lets an order to sell wait below the price; gives its id. */
  stop: (terms: { expiresInSeconds?: number; trailTicks?: number }) => Promise<bigint>;
  /** Brings the price down to what stops of `stop` wait for. */
  fall: (stopId: bigint) => Promise<void>;
  /** Brings the reference price to 1,260 ticks. */
  rise: () => Promise<void>;
  /** Places an order for three slices of ten lots, a slice each 100 seconds from now on, which finds bids; gives its id. */
  sliced: () => Promise<bigint>;
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

/** What every chain behind the ports ChainReader, TransactionSender and BlockSource must do. */
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

    const marketNow = async () => (await reader.markets(await reader.head()))[0];

    it("shows an auction with its end, which uncrosses when it is over and not before", async () => {
      const uncross: Action = { job: "uncross", lane: "halt", marketId: 1, maxSteps: 10, works: [] };
      expect(await marketNow()).toMatchObject({ marketId: 1, phase: "CONTINUOUS", auction: null, index: null });
      await subject.startAuction();
      const { timestamp } = await reader.head();
      const market = await marketNow();
      expect(market?.phase).toBe("AUCTION");
      expect((market?.endsAt ?? 0n) - timestamp).toBeGreaterThan(290n);
      expect(await sender.simulate(uncross)).toMatchObject({ ok: false, errorName: "Exchange_PhaseNotOver" });
      await subject.mine(400);
      expect((await marketNow())?.auction).toEqual({ priceTicks: 0, lots: 0n });
      expect(await sender.simulate(uncross)).toMatchObject({ ok: true, progress: 1n });
    });

    it("reopens a halt after its longest time", async () => {
      const reopen: Action = { job: "reopen", lane: "halt", marketId: 1, works: [] };
      await subject.halt();
      expect(await marketNow()).toMatchObject({ phase: "HALTED", dueStops: 0 });
      expect(await sender.simulate(reopen)).toMatchObject({ ok: false, errorName: "Exchange_PhaseNotOver" });
      await subject.mine(90_000);
      expect(await sender.simulate(reopen)).toMatchObject({ ok: true, progress: 1n });
    });

    it("names why a market without an index is not halted", async () => {
      const halt: Action = { job: "checkAndHalt", lane: "halt", marketId: 1, works: [] };
      expect(await sender.simulate(halt)).toMatchObject({ ok: false, errorName: "Exchange_NoIndexPrice" });
    });

    it("counts a stop once the price has come, names it, and fires it", async () => {
      const fire: Action = { job: "fireStops", lane: "stop", marketId: 1, max: 10, works: [] };
      const id = await subject.stop({});
      expect(await marketNow()).toMatchObject({ dueStops: 0 });
      expect(await sender.simulate(fire)).toMatchObject({ ok: true, progress: 0n });
      await subject.fall(id);
      expect(await marketNow()).toMatchObject({ dueStops: 1, nextStops: { above: 0n, below: id } });
      expect(await sender.simulate(fire)).toMatchObject({ ok: true, progress: 1n });
    });

    it("shows a trailing stop, which follows the price", async () => {
      const id = await subject.stop({ trailTicks: 10 });
      const trail: Action = { job: "trail", lane: "housekeeping", marketId: 1, orderIds: [id], works: [] };
      const [order] = await reader.conditionals([id, id + 9n], await reader.head());
      expect(order).toMatchObject({ orderId: id, marketId: 1, side: "ASK", triggerTicks: 1_240, trailTicks: 10 });
      expect(await sender.simulate(trail)).toMatchObject({ ok: true, progress: 0n });
      await subject.rise();
      expect((await marketNow())?.referenceTicks).toBe(1_260);
      expect(await sender.simulate(trail)).toMatchObject({ ok: true, progress: 1n });
    });

    it("removes a conditional order once it has expired", async () => {
      const id = await subject.stop({ expiresInSeconds: 100 });
      const removal: Action = { job: "pruneConditionals", lane: "housekeeping", orderIds: [id], works: [] };
      expect(await sender.simulate(removal)).toMatchObject({ ok: true, progress: 0n });
      await subject.mine(200);
      expect(await sender.simulate(removal)).toMatchObject({ ok: true, progress: 1n });
    });

    it("shows an order for slices with the slice that is due, and executes it", async () => {
      const id = await subject.sliced();
      const slice: Action = { job: "executeSlice", lane: "slice", parentId: id, maxFills: 10, works: [] };
      const head = await reader.head();
      const [parent] = await reader.parents([id, id + 9n], head);
      expect(parent).toMatchObject({ orderId: id, marketId: 1, lotsLeft: 30n, slices: 3, slice: 0, lots: 10n });
      expect(parent?.dueAt).toBeLessThanOrEqual(head.timestamp);
      const signed = await sender.sign(await callFor(slice), await sender.latestNonce(sender.address), FEES);
      await sender.broadcast(signed.raw);
      await expect.poll(() => sender.receipt(signed.hash)).toMatchObject({ success: true });
      expect(await reader.parents([id], await reader.head())).toMatchObject([{ slice: 1, lotsLeft: 20n }]);
      expect(await sender.simulate(slice)).toMatchObject({ ok: false, errorName: "Exchange_SliceNotDue" });
    });

    it("names by itself what is due of orders that wait, and nothing else", async () => {
      const due = async () => reader.dueWaiting([1], await reader.head());
      const id = await subject.stop({ trailTicks: 10 });
      expect(await due()).toEqual({ conditionals: [], parents: [] });
      await subject.rise();
      expect(await due()).toEqual({ conditionals: [id], parents: [] });
      const parent = await subject.sliced();
      expect((await due()).parents).toEqual([parent]);
    });

    it("finds blocks by hash and number, and the next by its parent's hash", async () => {
      const head = await reader.head();
      await subject.mine();
      const next = await reader.head();
      const link = { number: head.number, hash: head.hash, parentHash: head.parentHash };
      expect(next.parentHash).toBe(head.hash);
      expect(await subject.source.byHash(next.parentHash)).toMatchObject(link);
      expect(await subject.source.byNumber(head.number)).toMatchObject(link);
      expect(await subject.source.byHash(`0x${"12".repeat(32)}`)).toBeNull();
      expect(await subject.source.byNumber(head.number + 1_000n)).toBeNull();
    });

    it("hints at orders that expire, trail or go in slices, with the block that told", async () => {
      const before = await reader.head();
      const resting = await subject.rest(1_000);
      const { number, hash, timestamp } = await reader.head();
      const trailing = await subject.stop({ trailTicks: 10 });
      const parent = await subject.sliced();
      const born = (await subject.source.hintsBetween(before.number + 1n, (await reader.head()).number)).filter(
        ({ type }) => type === "BORN",
      );
      expect(born).toMatchObject([
        { orderId: resting, kind: "ORDER", trails: false, block: { number, hash } },
        { orderId: trailing, kind: "CONDITIONAL", dueAt: 0n, trails: true },
        { orderId: parent, kind: "PARENT", trails: false },
      ]);
      const [alone, ...rest] = await subject.source.hintsOf({ ...before, number, hash });
      expect(rest).toEqual([]);
      expect(alone).toEqual(born[0]);
      expect(alone?.type === "BORN" ? alone.dueAt > timestamp : false).toBe(true);
      expect(await subject.source.hintsOf(before)).toEqual([]);
    });

    const gas = 3_000_000n;

    it("runs a bundle dry call by call: done, refused by name, or nothing to do", async () => {
      await subject.defer(7n);
      const reopen: Action = { job: "reopen", lane: "halt", marketId: 1, works: [] };
      const actions = [reopen, crank(), crank()];
      const simulation = await sender.simulateBundle(
        actions.map((action) => ({ action, gas })),
        10_000_000n,
      );
      if (!simulation.ok) throw new Error(simulation.detail);
      expect(simulation.outcomes).toMatchObject([
        { done: false, errorName: "Exchange_BadMarketPhase" },
        { done: true, errorName: null, progress: 1n },
        { done: true, errorName: null, progress: 0n },
      ]);
      expect(simulation.outcomes.every(({ gasUsed }) => gasUsed > 0n && gasUsed < gas)).toBe(true);
      expect((await reader.queues(await reader.head()))[0]?.headLots).toBe(7n);
    });

    it("carries a bundle out, skips what is refused, and tells which by the receipt", async () => {
      await subject.defer(7n);
      await subject.defer(9n);
      const first: Action = { job: "crank", lane: "match", marketId: 1, maxSteps: 1, works: [] };
      const reopen: Action = { job: "reopen", lane: "halt", marketId: 1, works: [] };
      const calls = [first, reopen, crank()].map((action) => ({ action, gas: 600_000n }));
      const carried = sender.bundleCall(calls);
      const nonce = await sender.latestNonce(sender.address);
      const signed = await sender.sign(carried, nonce, FEES);
      expect(await sender.broadcast(signed.raw)).toEqual({ outcome: "ACCEPTED" });
      await expect.poll(() => sender.receipt(signed.hash)).toMatchObject({ success: true, skippedCalls: [1] });
      const [queue] = await reader.queues(await reader.head());
      expect(queue?.head).toBe(queue?.tail);
    });

    it("knows a transaction that waits or is mined, and no other", async () => {
      await subject.setAutomine(false);
      const signed = await sender.signCancel(await sender.latestNonce(sender.address), FEES);
      expect(await sender.isKnown(signed.hash)).toBe(false);
      await sender.broadcast(signed.raw);
      expect(await sender.isKnown(signed.hash)).toBe(true);
      await subject.mine();
      expect(await sender.isKnown(signed.hash)).toBe(true);
    });

    it("pays no keeper fee where the market has none, and has a gas limit", async () => {
      await subject.defer(7n);
      expect(await sender.keeperFee(crank())).toBe(0n);
      expect(await sender.blockGasLimit()).toBeGreaterThan(1_000_000n);
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
