import type { ExecutionReport } from "@carbonxchange/sdk";
import { describe, expect, it } from "vitest";
import { createMemoryContext, metricOf } from "../../test/fixtures/memory-context.ts";
import type { WaitingRows } from "../../test/memory/order-hints.ts";
import { initialTickState, tick } from "./tick.ts";

const CRANKED = { job: "crank", outcome: "succeeded" };

describe("tick", () => {
  it("does nothing on a quiet market", async () => {
    const { context, world } = createMemoryContext();
    await tick(context, initialTickState());
    expect(world.nonce).toBe(0);
    expect(await context.outbox.open()).toEqual([]);
  });

  it("cranks a waiting order and records the result in the next round", async () => {
    const { context, world } = createMemoryContext();
    const state = initialTickState();
    world.defer(7n);
    await tick(context, state);
    expect(world.nonce).toBe(1);
    await tick(context, state);
    expect(await context.outbox.works(["crank/1/1/7"])).toMatchObject(
      new Map([["crank/1/1/7", expect.objectContaining({ state: "SETTLED" })]]),
    );
    expect(await metricOf(context, "keeper_transactions_total", CRANKED)).toBe(1);
  });

  it("does not send twice for work in flight, however often it runs", async () => {
    const { context, world } = createMemoryContext();
    const state = initialTickState();
    world.chain.automine = false;
    world.defer(7n);
    for (let round = 0; round < 5; round++) await tick(context, state);
    expect(await context.outbox.open()).toHaveLength(1);
    expect((await context.outbox.open())[0]?.broadcasts).toHaveLength(1);
  });

  it("waits with further work on a market until the open transaction is mined", async () => {
    const { context, world } = createMemoryContext({ maxSteps: 1 });
    const state = initialTickState();
    world.chain.automine = false;
    world.defer(7n);
    await tick(context, state);
    world.defer(8n);
    await tick(context, state);
    expect((await context.outbox.open()).filter((transaction) => transaction.state !== "MINED")).toHaveLength(1);
    for (let round = 0; round < 4; round++) {
      world.mine();
      await tick(context, state);
    }
    const [queue] = await context.reader.queues(await context.reader.head());
    expect(queue?.head).toBe(queue?.tail);
  });

  it("prunes what the hints name and the chain confirms, in batches", async () => {
    const rows = Array.from({ length: 7 }, (_, index) => ({ id: 0n, status: "OPEN", expiry: 1_010n + BigInt(index) }));
    const { context, world } = createMemoryContext({}, rows);
    for (const row of rows) row.id = world.rest(row.expiry);
    const alive = world.rest(0n);
    rows.push({ id: alive, status: "OPEN", expiry: 5n });
    world.mine(500n);
    await tick(context, initialTickState());
    expect(world.nonce).toBe(3);
    const orders = await context.reader.orders(
      rows.map((row) => row.id),
      await context.reader.head(),
    );
    expect(orders.filter((order) => order.live).map((order) => order.orderId)).toEqual([alive]);
  });

  it("carries out every kind of work that is due, and none of it twice", async () => {
    const waiting: WaitingRows = { conditionals: [], parents: [] };
    const { context, world } = createMemoryContext({ maxOpen: 16 }, [], waiting);
    const met = world.conditional();
    const expired = world.conditional({ expiry: 1_200n });
    const trailing = world.conditional({ trailTicks: 10 });
    const parent = world.parent(1_100n);
    waiting.conditionals?.push(
      { id: expired, status: "WAITING", expiry: 1_200n, trailTicks: null },
      { id: trailing, status: "WAITING", expiry: null, trailTicks: 10 },
    );
    waiting.parents?.push({ id: parent, status: "WORKING", startAt: 1_100n });
    world.setReference(1_260);
    world.meet(met);
    world.mine(500n);
    const state = initialTickState();
    await tick(context, state);
    expect(world.nonce).toBe(4);
    const head = await context.reader.head();
    expect(await context.reader.conditionals([met, expired, trailing], head)).toMatchObject([
      { orderId: trailing, triggerTicks: 1_250 },
    ]);
    expect(await context.reader.parents([parent], head)).toMatchObject([{ slice: 1 }]);
    await tick(context, state);
    expect(world.nonce).toBe(5); // the next slice is due as well, nothing else
  });

  it("uncrosses an auction once it is over, and reopens a halt into one", async () => {
    const { context, world } = createMemoryContext();
    const state = initialTickState();
    world.setPhase("HALTED", 100n);
    await tick(context, state);
    expect(world.nonce).toBe(0);
    world.mine(200n);
    await tick(context, state);
    const phase = async () => (await context.reader.markets(await context.reader.head()))[0]?.phase;
    expect(await phase()).toBe("AUCTION");
    world.mine(400n);
    await tick(context, state);
    expect(await phase()).toBe("CONTINUOUS");
  });

  it("anchors a grown audit log once, and again only when it has grown and its time has come", async () => {
    const { context, world } = createMemoryContext({ anchorEverySeconds: 100n });
    const state = initialTickState();
    world.logSize = 5n;
    await tick(context, state);
    world.mine(500n);
    await tick(context, state);
    expect(world.nonce).toBe(1);
    world.logSize = 6n;
    world.mine();
    await tick(context, state);
    expect(world.anchoredAt(await context.reader.head())).toMatchObject({ size: 6n });
    world.logSize = 7n;
    world.mine();
    await tick(context, state);
    expect(world.nonce).toBe(2);
  });

  it("posts a snapshot of each block that is due, and matches meanwhile", async () => {
    const { context, world } = createMemoryContext({ snapshotEveryBlocks: 10n, confirmations: 2n });
    const state = initialTickState();
    for (let block = 0; block < 12; block++) world.mine();
    world.defer(7n);
    await tick(context, state);
    expect(world.nonce).toBe(1);
    expect(world.postedAt(await context.reader.head())).toBe(0n);
    for (let round = 0; round < 3; round++) await tick(context, state);
    expect(world.postedAt(await context.reader.head())).toBe(10n);
    expect(world.nonce).toBe(2);
    for (let block = 0; block < 10; block++) world.mine();
    for (let round = 0; round < 3; round++) {
      await tick(context, state);
      world.mine(); // a quiet keeper looks again with the next block
    }
    expect(world.postedAt(await context.reader.head())).toBe(20n);
  });

  it("finishes what is open and takes no new work while it is drained", async () => {
    const { context, world } = createMemoryContext();
    const state = initialTickState();
    world.chain.automine = false;
    world.defer(7n);
    await tick(context, state);
    await context.drain.set("the test");
    world.mine();
    world.defer(8n);
    await tick(context, state);
    world.mine();
    await tick(context, state);
    expect(world.nonce).toBe(1);
    expect(await metricOf(context, "keeper_transactions_total", CRANKED)).toBe(1);
    expect(await metricOf(context, "keeper_draining")).toBe(1);
    await context.drain.clear();
    world.mine();
    await tick(context, state);
    world.mine();
    expect(world.nonce).toBe(2);
  });

  it("measures an order for slices once, when it has ended", async () => {
    const waiting: WaitingRows = { parents: [] };
    const { context, world, logged } = createMemoryContext({}, [], waiting);
    const asked: bigint[] = [];
    const ended = { hasEnded: true, completion: 1, arrivalSlippageBps: 12, scheduleError: 0.01, missedSlices: 0 };
    const reports = {
      report: (id: bigint) => Promise.resolve((asked.push(id), ended as unknown as ExecutionReport)),
    };
    const measuring = { ...context, reports };
    const state = initialTickState();
    const parent = world.parent(1_001n);
    waiting.parents?.push({ id: parent, status: "WORKING", startAt: 1_001n });
    for (let round = 0; round < 6; round++) {
      world.mine(200n);
      await tick(measuring, state);
    }
    expect(asked).toEqual([parent]);
    expect(await metricOf(context, "keeper_execution_arrival_slippage_bps", { le: "20" })).toBe(1);
    expect(logged.some((line) => line.includes("order for slices has ended"))).toBe(true);
  });

  it("measures how long work waited from falling due to being mined", async () => {
    const waiting: WaitingRows = { parents: [] };
    const { context, world, clock } = createMemoryContext({}, [], waiting);
    const state = initialTickState();
    const parent = world.parent(1_001n);
    waiting.parents?.push({ id: parent, status: "WORKING", startAt: 1_001n });
    world.mine(10n);
    clock.now = 1_021_000;
    await tick(context, state);
    await tick(context, state);
    const metric = "keeper_due_to_mined_seconds";
    expect(await metricOf(context, metric, { job: "executeSlice", le: "20" })).toBe(1);
    expect(await metricOf(context, metric, { job: "executeSlice", le: "10" })).toBe(0);
  });

  it("measures how long a lane is overdue", async () => {
    const { context, world, clock } = createMemoryContext();
    world.setPhase("AUCTION", 100n);
    world.mine(200n);
    world.chain.simulationError = "Exchange_MarketNotOpen";
    clock.now = 2_000_000;
    await tick(context, initialTickState());
    const since = 1_000_000 + 100_000;
    expect(await metricOf(context, "keeper_lane_overdue_age_seconds", { lane: "halt" })).toBe(
      (clock.now - since) / 1_000,
    );
    expect(await metricOf(context, "keeper_lane_overdue_age_seconds", { lane: "slice" })).toBe(0);
  });

  it("goes on without hints and says that they are missing", async () => {
    const { context, world } = createMemoryContext({}, null);
    world.defer(7n);
    await tick(context, initialTickState());
    expect(world.nonce).toBe(1);
    expect(await metricOf(context, "keeper_order_hints_available")).toBe(0);
  });

  it("looks at everything again after the full-scan interval, even without a new block", async () => {
    const { context, clock } = createMemoryContext();
    let reads = 0;
    const counting = { ...context, reader: { ...context.reader, queues: () => Promise.resolve((reads++, [])) } };
    const state = initialTickState();
    await tick(counting, state);
    await tick(counting, state);
    expect(reads).toBe(1);
    clock.now += 60_000;
    await tick(counting, state);
    expect(reads).toBe(2);
  });

  it("measures the age of work that stays due", async () => {
    const { context, world, clock } = createMemoryContext();
    const state = initialTickState();
    world.chain.simulationError = "Exchange_MarketNotOpen";
    world.defer(7n);
    await tick(context, state);
    clock.now += 30_000;
    await tick(context, state);
    expect(await metricOf(context, "keeper_overdue_age_seconds", { job: "crank" })).toBe(30);
    world.chain.simulationError = null;
    clock.now += 60_000;
    await tick(context, state);
    await tick(context, state);
    expect(await metricOf(context, "keeper_overdue_age_seconds", { job: "crank" })).toBe(0);
  });

  it("leaves nothing behind when the node is down, and goes on when it is back", async () => {
    const { context, world } = createMemoryContext();
    const state = initialTickState();
    world.defer(7n);
    world.chain.down = true;
    await expect(tick(context, state)).rejects.toThrow("down");
    expect(await context.outbox.open()).toEqual([]);
    world.chain.down = false;
    await tick(context, state);
    expect(world.nonce).toBe(1);
  });

  it("sends nothing on what it read across a reorganisation", async () => {
    const { context, world } = createMemoryContext();
    const state = initialTickState();
    world.defer(7n);
    await tick(context, state);
    await tick(context, state);
    let reorganised = false;
    const torn = {
      ...context.reader,
      queues: (block: Parameters<typeof context.reader.queues>[0]) => {
        if (!reorganised) {
          world.reorganise();
          world.dropPool();
          world.mine();
        }
        reorganised = true;
        return context.reader.queues(block);
      },
    };
    world.chain.automine = false;
    state.scannedMs = Number.NEGATIVE_INFINITY;
    await tick({ ...context, reader: torn }, state);
    expect(reorganised).toBe(true);
    for (let round = 0; round < 4; round++) {
      await tick(context, state);
      world.mine();
    }
    const record = (await context.outbox.works(["crank/1/1/7"])).get("crank/1/1/7");
    expect(record).toMatchObject({ state: "SETTLED", generation: 1 });
    expect(world.nonce).toBe(1);
  });

  it("sends nothing once leadership is gone", async () => {
    const { context, world } = createMemoryContext();
    world.defer(7n);
    await tick({ ...context, isLeader: () => false }, initialTickState());
    expect(world.nonce).toBe(0);
  });

  it("is refused by the outbox after a newer leader took over", async () => {
    const { context, world, lease } = createMemoryContext();
    world.defer(7n);
    lease.epoch = 2n;
    await expect(tick(context, initialTickState())).rejects.toMatchObject({ code: "FENCED" });
    expect(world.nonce).toBe(0);
  });
});
