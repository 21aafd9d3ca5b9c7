import { describe, expect, it } from "vitest";
import { createMemoryContext, metricOf } from "../../test/fixtures/memory-context.ts";
import { initialTickState, tick } from "./tick.ts";

function withWork(limits: Parameters<typeof createMemoryContext>[0] = {}) {
  const keeper = createMemoryContext(limits);
  const state = initialTickState();
  const next = () => tick(keeper.context, state);
  keeper.world.defer(7n);
  return { ...keeper, next };
}
type Keeper = ReturnType<typeof withWork>;

const CAUSES: [string, Parameters<typeof createMemoryContext>[0], (k: Keeper) => void, (k: Keeper) => void][] = [
  ["STOP_FILE", {}, ({ stop }) => (stop.file = true), ({ stop }) => (stop.file = false)],
  ["UNCLEAR", {}, ({ stop }) => (stop.file = null), ({ stop }) => (stop.file = false)],
  ["SIGNAL", {}, ({ stop }) => (stop.signalled = true), ({ stop }) => (stop.signalled = false)],
  ["DATABASE_FLAG", {}, ({ controls }) => (controls.stopped = true), ({ controls }) => (controls.stopped = false)],
  ["CHAIN_PAUSED", {}, ({ stop }) => (stop.paused = true), ({ stop }) => (stop.paused = false)],
  ["HEAD_LAG", { maxHeadAgeSeconds: 60 }, ({ clock }) => (clock.now += 90_000), ({ world }) => world.mine(80n)],
  [
    "LOW_BALANCE",
    { minBalanceWei: 5n * 10n ** 19n },
    ({ world, context }) => world.chain.balances.set(context.senders[0].address, 1n),
    ({ world }) => world.chain.balances.clear(),
  ],
];

describe("new work", () => {
  it.each(CAUSES)("is stopped by %s, which is shown, and goes on when the cause is gone", async (...row) => {
    const [reason, limits, begin, end] = row;
    const keeper = withWork(limits);
    begin(keeper);
    await keeper.next();
    expect(keeper.world.nonce).toBe(0);
    expect(keeper.stop.shown).toEqual([reason]);
    expect(await metricOf(keeper.context, "keeper_stopped", { reason })).toBe(1);
    end(keeper);
    await keeper.next();
    expect(keeper.world.nonce).toBe(1);
    expect(keeper.stop.shown).toEqual([]);
    expect(await metricOf(keeper.context, "keeper_stopped", { reason })).toBe(0);
  });

  it("is stopped while a source of the safety limits fails, not only when it says so", async () => {
    const keeper = withWork();
    const broken = { ...keeper.context.records, usage: () => Promise.reject(new Error("no table")) };
    await tick({ ...keeper.context, records: broken }, initialTickState());
    expect(keeper.stop.shown).toEqual(["UNCLEAR"]);
    expect(keeper.world.nonce).toBe(0);
    expect(keeper.logged.join()).toContain('"source":"usage"');
  });

  it("is stopped after so many reverts until they have left the window, or a person resets", async () => {
    const keeper = withWork({ maxReverts: 2, revertWindowMs: 100_000 });
    const { world, clock, next, stop, controls } = keeper;
    for (let round = 0; round < 2; round++) {
      world.chain.revertNext = true;
      await next();
      await next();
      clock.now += 10_000;
      world.mine();
    }
    await next();
    expect(stop.shown).toEqual(["REVERTS"]);
    expect(world.nonce).toBe(2);
    controls.resetMs = clock.now - 5_000;
    await next();
    expect(stop.shown).toEqual([]);
    expect(world.nonce).toBe(3);
    controls.resetMs = 0;
    await next();
    expect(stop.shown).toEqual(["REVERTS"]);
    clock.now += 100_000;
    await next();
    expect(stop.shown).toEqual([]);
  });

  it("never takes spending past a cap, halts excepted", async () => {
    // a call costs at most 100,000 gas x 21 wei, and in fact x 10
    const keeper = withWork({ spendHourWei: 2_500_000n, maxOpen: 8 });
    const { world, clock, next, stop } = keeper;
    await next();
    await next();
    expect(world.nonce).toBe(1);
    world.defer(8n);
    await next();
    // a million is spent, and two more could be
    expect(world.nonce).toBe(1);
    expect(keeper.logged.join()).toContain("OVER_BUDGET");
    expect(stop.shown).toEqual([]);
    world.setPhase("HALTED", 10n);
    world.mine(20n);
    await next();
    await next();
    expect(world.nonce).toBe(2);
    world.mine(400n);
    await next();
    await next();
    expect(world.nonce).toBe(3); // reopened, uncrossed
    expect(stop.shown).toEqual(["SPEND_HOUR"]);
    clock.now += 3_600_000;
    await next();
    await next();
    expect(world.nonce).toBe(4);
    expect(stop.shown).toEqual([]);
  });

  it("stays stopped after a restart: the record is the outbox's", async () => {
    const keeper = withWork({ spendDayWei: 2_200_000n });
    await keeper.next();
    await keeper.next();
    keeper.world.defer(8n);
    for (let round = 0; round < 2; round++) await tick(keeper.context, initialTickState());
    expect(keeper.world.nonce).toBe(1);
    keeper.clock.now += 86_400_000;
    await tick(keeper.context, initialTickState());
    expect(keeper.world.nonce).toBe(2);
  });
});

describe("while new work is stopped", () => {
  it("what is under way is followed to its end", async () => {
    const { world, context, next, stop } = withWork();
    world.chain.automine = false;
    await next();
    stop.file = true;
    world.mine();
    await next();
    expect((await context.outbox.open())[0]?.state).toBe("MINED");
  });

  it("what is stuck is cancelled, and the cancellation raised until it is mined", async () => {
    const { world, context, next, stop } = withWork();
    world.chain.automine = false;
    await next();
    stop.file = true;
    world.chain.baseFee = 22n;
    for (let block = 0; block < 3; block++) world.mine();
    await next();
    const kinds = async () => (await context.outbox.open())[0]?.broadcasts.map(({ kind }) => kind);
    expect(await kinds()).toEqual(["FIRST", "CANCEL"]);
    world.chain.baseFee = 200n;
    for (let block = 0; block < 3; block++) world.mine();
    await next();
    expect(await kinds()).toEqual(["FIRST", "CANCEL", "CANCEL"]);
    world.mine();
    await next();
    expect((await context.outbox.works(["crank/1/1/7"])).get("crank/1/1/7")?.state).toBe("WAITING");
    expect(world.nonce).toBe(1);
  });

  it("what was stored and not sent stays unsent until it goes on", async () => {
    const { world, next, stop, context } = withWork();
    const lost = {
      ...context.senders[0],
      broadcast: () => Promise.resolve({ outcome: "UNKNOWN", detail: "" } as const),
    };
    await tick({ ...context, senders: [lost] }, initialTickState());
    stop.signalled = true;
    await next();
    expect(world.nonce).toBe(0);
    stop.signalled = false;
    await next();
    expect(world.nonce).toBe(1);
  });
});
