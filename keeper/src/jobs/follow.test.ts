import { describe, expect, it } from "vitest";
import { createMemoryContext, metricOf } from "../../test/fixtures/memory-context.ts";
import { initialTickState, tick } from "./tick.ts";

/** A keeper whose crank transaction waits in the pool. */
async function withPending(limits: Parameters<typeof createMemoryContext>[0] = {}) {
  const keeper = createMemoryContext(limits);
  const state = initialTickState();
  keeper.world.chain.automine = false;
  keeper.world.defer(7n);
  await tick(keeper.context, state);
  const next = () => tick(keeper.context, state);
  const transaction = async () => (await keeper.context.outbox.open())[0];
  const outcomes = (outcome: string) =>
    metricOf(keeper.context, "keeper_transactions_total", { job: "crank", outcome });
  return { ...keeper, next, transaction, outcomes };
}

describe("following open transactions", () => {
  it("bumps the fee after three blocks without inclusion, and the replacement does the work once", async () => {
    const { world, next, transaction } = await withPending();
    world.chain.baseFee = 50n;
    for (let block = 0; block < 3; block++) world.mine();
    await next();
    const versions = (await transaction())?.broadcasts ?? [];
    expect(versions.map((version) => version.kind)).toEqual(["FIRST", "BUMP"]);
    expect(versions[1]?.fees.maxFeePerGas).toBeGreaterThanOrEqual(101n);
    world.mine();
    await next();
    expect(world.nonce).toBe(1);
    expect((await transaction())?.minedHash).toBe(versions[1]?.hash);
  });

  it("counts a revert by the contract's reason", async () => {
    const { world, context, next } = await withPending();
    world.chain.revertNext = true;
    world.mine();
    await next();
    const labels = { job: "crank", reason: "Exchange_NothingCrosses" };
    expect(await metricOf(context, "keeper_reverts_total", labels)).toBe(1);
  });

  it("gives a transaction back to a node that forgot it, with no new block", async () => {
    const { world, next, clock, transaction } = await withPending();
    world.dropPool();
    await next();
    clock.now += 10_000;
    await next();
    world.mine();
    await next();
    expect(world.nonce).toBe(1);
    expect((await transaction())?.broadcasts).toHaveLength(1);
  });

  it("cancels past the deadline, frees the work and does it with the next nonce", async () => {
    const { world, context, next, transaction, outcomes, clock } = await withPending({ deadlineBlocks: 2n });
    world.chain.baseFee = 50n;
    for (let block = 0; block < 3; block++) world.mine();
    await next();
    expect((await transaction())?.broadcasts.at(-1)?.kind).toBe("CANCEL");
    world.mine();
    await next();
    expect(await outcomes("cancelled")).toBe(1);
    clock.now += 10_000;
    world.mine();
    await next();
    world.mine();
    await next();
    expect(await outcomes("succeeded")).toBe(1);
    expect((await context.outbox.works(["crank/1/1/7"])).get("crank/1/1/7")?.state).toBe("SETTLED");
  });

  it("does not bump beyond the fee cap", async () => {
    const { world, next, transaction, logged } = await withPending({ maxFeePerGas: 22n });
    world.chain.baseFee = 50n;
    for (let block = 0; block < 4; block++) world.mine();
    await next();
    expect((await transaction())?.broadcasts).toHaveLength(1);
    expect(logged.join()).toContain("fee cap reached");
  });

  it("lets the work of a reverted transaction wait before it is tried again", async () => {
    const { world, next, outcomes, clock } = await withPending();
    world.chain.revertNext = true;
    world.mine();
    await next();
    expect(await outcomes("reverted")).toBe(1);
    await next();
    expect(await outcomes("stored")).toBe(1);
    clock.now += 2_000;
    world.mine();
    await next();
    expect(await outcomes("stored")).toBe(2);
    world.mine();
    await next();
    expect(await outcomes("succeeded")).toBe(1);
  });

  it("confirms at depth and then looks no more", async () => {
    const { world, next, transaction } = await withPending();
    world.mine();
    await next();
    expect((await transaction())?.state).toBe("MINED");
    world.mine();
    world.mine();
    await next();
    expect(await transaction()).toBeUndefined();
  });

  it("sends the same bytes again after a reorganisation took the receipt away", async () => {
    const { world, next, transaction, outcomes } = await withPending();
    world.mine();
    await next();
    const before = await transaction();
    world.reorganise();
    await next();
    expect(await outcomes("reorganised")).toBe(1);
    await next();
    expect((await transaction())?.broadcasts.map((version) => version.hash)).toEqual(
      before?.broadcasts.map((version) => version.hash),
    );
    world.mine();
    await next();
    expect(world.nonce).toBe(1);
    expect((await transaction())?.state).toBe("MINED");
  });

  it("gives a nonce up that somebody else used, after a while, and does the work with the next", async () => {
    const { world, next, outcomes, clock } = await withPending();
    world.dropPool();
    world.useNonceElsewhere();
    await next();
    expect(await outcomes("superseded")).toBeUndefined();
    clock.now += 10_000;
    await next();
    expect(await outcomes("superseded")).toBe(1);
    await next();
    world.mine();
    await next();
    expect(await outcomes("succeeded")).toBe(1);
    expect(world.nonce).toBe(2);
  });

  it("follows another signer's transaction to its end without replacing it", async () => {
    const { world, context, next, transaction } = await withPending();
    const heir = { ...context, senders: [world.senderOf("0x00000000000000000000000000000000000000bb")] } as const;
    world.chain.baseFee = 50n;
    const state = initialTickState();
    for (let block = 0; block < 20; block++) world.mine();
    await tick(heir, state);
    expect((await transaction())?.broadcasts).toHaveLength(1);
    world.chain.baseFee = 10n;
    world.mine();
    await next();
    expect((await transaction())?.state).toBe("MINED");
  });

  it("reports how long the oldest has been waiting", async () => {
    const { context, next, clock } = await withPending();
    clock.now += 12_000;
    await next();
    expect(await metricOf(context, "keeper_pending_age_seconds")).toBe(12);
    expect(await metricOf(context, "keeper_open_transactions")).toBe(1);
    expect(await metricOf(context, "keeper_nonce_gap")).toBe(0);
  });
});
