import { describe, expect, it } from "vitest";
import { createMemoryContext, metricOf } from "../../test/fixtures/memory-context.ts";
import { createMemoryLeaderLock } from "../../test/memory/leader-lock.ts";
import { createMemoryOutbox } from "../../test/memory/outbox.ts";
import { reconcile } from "./reconcile.ts";
import { createStandby } from "./standby.ts";
import { initialTickState, tick } from "./tick.ts";

const SECOND = "0x00000000000000000000000000000000000000bb";

/** A leader and a standby with a signer and a lane of its own, on the same chain and outbox. */
function leaderAndStandby() {
  const leader = createMemoryContext();
  const laneLease = { epoch: 0n };
  const outbox = createMemoryOutbox(laneLease, leader.store, `standby/${SECOND}`);
  const aborter = new AbortController();
  const context = { ...leader.context, senders: [leader.world.senderOf(SECOND)] as const };
  const standby = createStandby(
    context,
    { lock: createMemoryLeaderLock(laneLease), outbox, blocks: 3n },
    aborter.signal,
  );
  const state = initialTickState();
  return { ...leader, standby, outbox, laneLease, heir: context, lead: () => tick(leader.context, state) };
}

describe("a standby", () => {
  it("only watches while the leader does the work", async () => {
    const { world, standby, lead } = leaderAndStandby();
    for (let round = 0; round < 6; round++) {
      world.defer(BigInt(round + 1));
      await standby.round();
      await lead();
      world.mine();
    }
    expect(world.nonceOf(SECOND)).toBe(0);
    expect(world.nonce).toBe(6);
  });

  it("writes no block of the leader's record and takes no new work while keepers drain", async () => {
    const { world, standby, context, lead } = leaderAndStandby();
    await lead();
    const before = await context.blocks.ring();
    await context.drain.set("the test");
    world.defer(7n);
    for (let round = 0; round < 6; round++) {
      world.mine();
      await standby.round();
    }
    expect(world.nonceOf(SECOND)).toBe(0);
    expect(await context.blocks.ring()).toEqual(before);
    await context.drain.clear();
    world.mine();
    await standby.round();
    expect(world.nonceOf(SECOND)).toBe(1);
  });

  it("does what has been due for three blocks, in the same block or later than that, not before", async () => {
    const { world, standby } = leaderAndStandby();
    world.defer(7n);
    for (const expected of [0, 0, 0]) {
      await standby.round();
      expect(world.nonceOf(SECOND)).toBe(expected);
      world.mine();
    }
    await standby.round();
    expect(world.nonceOf(SECOND)).toBe(1);
  });

  it("and a leader that comes back have the effect once", async () => {
    const { world, standby, lead, context, outbox } = leaderAndStandby();
    world.chain.automine = false;
    world.defer(7n);
    await lead();
    world.dropPool(); // stored and sent by the leader, which then hangs
    await standby.round();
    for (let block = 0; block < 3; block++) world.mine();
    await standby.round();
    expect(await outbox.open()).toHaveLength(1);
    world.mine();
    await standby.round();
    world.defer(8n);
    for (let round = 0; round < 6; round++) {
      await lead();
      world.mine();
    }
    const [queue] = await context.reader.queues(await context.reader.head());
    expect([queue?.head, queue?.tail]).toEqual([3, 3]);
    expect(world.nonceOf(SECOND)).toBe(1);
  });

  it("stops at its lane's end: its successor as leader takes over what it has open, under the same nonces", async () => {
    const { world, standby, heir, lease, outbox, context, laneLease } = leaderAndStandby();
    world.chain.automine = false;
    world.defer(7n);
    await standby.round();
    for (let block = 0; block < 3; block++) world.mine();
    await standby.round();
    await standby.end();
    lease.epoch = 2n;
    const leading = {
      ...heir,
      epoch: 2n,
      isLeader: () => true,
      sentMs: new Map<string, number>(),
      overdueBlocks: null,
    };
    await reconcile(leading, await leading.reader.head());
    expect(await outbox.open()).toEqual([]);
    expect(await context.outbox.open()).toMatchObject([{ signer: SECOND, nonce: 0 }]);
    expect(laneLease.epoch).toBe(2n);
    world.mine();
    await tick(leading, initialTickState());
    expect(await context.outbox.open()).toMatchObject([{ state: "MINED" }]);
    expect(world.nonceOf(SECOND)).toBe(1);
  });

  it("is fenced when its lane was taken over, and enters it again later", async () => {
    const { world, standby, laneLease, logged, context } = leaderAndStandby();
    world.defer(7n);
    await standby.round();
    laneLease.epoch += 1n;
    for (let block = 0; block < 3; block++) world.mine();
    await standby.round();
    expect(world.nonceOf(SECOND)).toBe(0);
    expect(logged.join()).toContain("taken over");
    for (let block = 0; block < 4; block++) {
      await standby.round();
      world.mine();
    }
    await standby.round();
    expect(world.nonceOf(SECOND)).toBe(1);
    expect(await metricOf(context, "keeper_standby_active")).toBe(0);
  });

  it("heeds the kill switch as the leader does", async () => {
    const { world, standby, stop } = leaderAndStandby();
    world.defer(7n);
    stop.file = true;
    for (let block = 0; block < 5; block++) {
      await standby.round();
      world.mine();
    }
    expect(world.nonceOf(SECOND)).toBe(0);
  });
});

describe("reconcile", () => {
  it("finds the receipt of a transaction that was given up, and does its work no second time", async () => {
    const { context, world, clock } = createMemoryContext();
    const state = initialTickState();
    world.chain.automine = false;
    world.defer(7n);
    await tick(context, state);
    world.mine();
    // a node that lags behind itself: the nonce is used, the receipt not there yet
    const blind = { ...context.senders[0], receipt: () => Promise.resolve(null) };
    for (let round = 0; round < 2; round++) {
      await tick({ ...context, senders: [blind] }, state);
      clock.now += 10_000;
    }
    await tick({ ...context, senders: [blind] }, state);
    expect(await context.outbox.open()).toEqual([]);
    await reconcile(context, await context.reader.head());
    expect(await context.outbox.open()).toMatchObject([{ state: "MINED" }]);
    expect((await context.outbox.works(["crank/1/1/7"])).get("crank/1/1/7")?.state).toBe("SETTLED");
    expect(await metricOf(context, "keeper_transactions_total", { outcome: "recovered" })).toBe(1);
  });
});
