import { describe, expect, it } from "vitest";
import { createMemoryContext, metricOf } from "../../test/fixtures/memory-context.ts";
import type { WaitingRows } from "../../test/memory/order-hints.ts";
import { initialTickState, tick } from "./tick.ts";

/** A market with a stop that is met, a deferred order, a slice that is due and an expired conditional order. */
function withMuchToDo(limits: Parameters<typeof createMemoryContext>[0] = {}) {
  const waiting: WaitingRows = { conditionals: [], parents: [] };
  const keeper = createMemoryContext({ maxCalls: 8, ...limits }, [], waiting);
  const { world } = keeper;
  world.chain.automine = false;
  const met = world.conditional();
  const expired = world.conditional({ expiry: 1_100n });
  const parent = world.parent(1_050n);
  waiting.conditionals?.push({ id: expired, status: "WAITING", expiry: 1_100n, trailTicks: null });
  waiting.parents?.push({ id: parent, status: "WORKING", startAt: 1_050n });
  world.meet(met);
  world.defer(7n);
  world.mine(200n);
  const state = initialTickState();
  const next = () => tick(keeper.context, state);
  const open = () => keeper.context.outbox.open();
  const stateOf = async (id: string) => (await keeper.context.outbox.works([id])).get(id)?.state;
  const works = {
    fire: `fireStops/1/0/${met}`,
    crank: "crank/1/1/7",
    slice: `executeSlice/${parent}/0/30/10`,
    removal: `pruneConditionals/${expired}`,
  };
  return { ...keeper, next, open, stateOf, works };
}

describe("bundles", () => {
  it("do all due work of a round in one transaction", async () => {
    const { world, next, open, stateOf, works } = withMuchToDo();
    await next();
    const [transaction, ...others] = await open();
    expect(others).toEqual([]);
    expect(transaction).toMatchObject({ job: "bundle", workIds: Object.values(works), workCalls: [0, 1, 2, 3] });
    world.mine();
    await next();
    for (const id of Object.values(works)) expect(await stateOf(id)).toBe("SETTLED");
    expect(world.nonce).toBe(1);
  });

  it("leave out a call that is refused, which goes to the error table alone", async () => {
    const { context, world, next, open, stateOf, works } = withMuchToDo();
    world.chain.refusedJobs.add("crank");
    await next();
    expect((await open())[0]?.workIds).toEqual([works.fire, works.slice, works.removal]);
    expect(await stateOf(works.crank)).toBe("WAITING");
    const labels = { job: "crank", error: "Exchange_MarketNotOpen", policy: "BACK_OFF" };
    expect(await metricOf(context, "keeper_simulation_failures_total", labels)).toBe(1);
  });

  it("are cut in halves while they fail whole, down to single calls", async () => {
    const { world, next, open, works } = withMuchToDo();
    world.chain.largestBundle = 2;
    await next();
    expect((await open()).map(({ job, workIds }) => [job, workIds])).toEqual([
      ["bundle", [works.fire, works.crank]],
      ["bundle", [works.slice, works.removal]],
    ]);
    const alone = withMuchToDo();
    alone.world.chain.largestBundle = 1;
    await alone.next();
    expect((await alone.open()).map(({ job }) => job)).toEqual([
      "fireStops",
      "crank",
      "executeSlice",
      "pruneConditionals",
    ]);
  });

  it("stay within the gas of a transaction: the rest goes into another", async () => {
    // three calls of 275,000 and what carries them fit into 3 % of 30 million
    const { next, open } = withMuchToDo({ maxGasPercent: 3 });
    await next();
    expect((await open()).map(({ workIds }) => workIds.length)).toEqual([2, 2]);
  });

  it("try what the contract skipped again later, and only that", async () => {
    const { context, world, next, stateOf, works, clock } = withMuchToDo();
    await next();
    world.chain.refusedJobs.add("crank");
    world.mine();
    await next();
    expect(await stateOf(works.crank)).toBe("WAITING");
    expect(await stateOf(works.slice)).toBe("SETTLED");
    world.chain.refusedJobs.clear();
    clock.now += 5_000;
    world.mine();
    await next();
    world.mine();
    await next();
    const records = await context.outbox.works(Object.values(works));
    expect(records.get(works.crank)).toMatchObject({ state: "SETTLED", generation: 2 });
    expect(records.get(works.removal)).toMatchObject({ state: "SETTLED", generation: 1 });
  });

  it("send nothing once leadership is gone", async () => {
    const { context, open } = withMuchToDo();
    await tick({ ...context, isLeader: () => false }, initialTickState());
    expect(await open()).toEqual([]);
  });
});

describe("what a transaction may cost", () => {
  it("is bounded by its worth: above it the work waits for a cheaper block", async () => {
    const { context, world, next, open } = withMuchToDo({ maxCalls: 1, maxFeePerGas: 10n ** 15n });
    // 100,000 gas at this base fee cost more than any lane but the halts' is worth
    world.chain.baseFee = 6n * 10n ** 12n;
    await next();
    expect(await open()).toEqual([]);
    expect(await metricOf(context, "keeper_simulation_failures_total", { error: "TOO_DEAR" })).toBe(1);
    world.chain.baseFee = 10n;
    world.mine();
    await next();
    expect(await open()).toHaveLength(4);
  });

  it("is what the exchange pays for it where that is more", async () => {
    const { world, next, open } = withMuchToDo({ maxCalls: 1, maxFeePerGas: 10n ** 15n, quoteUnitWei: 10n ** 9n });
    world.chain.baseFee = 6n * 10n ** 12n;
    world.chain.keeperFee = 10n ** 9n; // 1 ether
    await next();
    expect((await open()).map(({ maxCostWei }) => maxCostWei)).toEqual(Array.from({ length: 4 }, () => 10n ** 18n));
  });

  it("has no bound but the gas price for halts", async () => {
    const { context, world } = createMemoryContext({ maxFeePerGas: 10n ** 15n });
    world.setPhase("HALTED", 100n);
    world.chain.baseFee = 6n * 10n ** 13n;
    world.mine(200n);
    await tick(context, initialTickState());
    expect(world.nonce).toBe(1);
  });

  it("bounds its raises as well", async () => {
    const { world, next, open, logged } = withMuchToDo({ maxCalls: 1, maxFeePerGas: 10n ** 15n });
    world.chain.baseFee = 10n ** 12n;
    await next();
    world.chain.baseFee = 4n * 10n ** 12n;
    for (let block = 0; block < 3; block++) world.mine();
    await next();
    for (const { maxCostWei, gas, broadcasts } of await open()) {
      for (const { fees } of broadcasts) expect(gas * fees.maxFeePerGas <= (maxCostWei ?? 0n)).toBe(true);
    }
    expect(logged.join()).toContain("fee cap reached");
  });
});
