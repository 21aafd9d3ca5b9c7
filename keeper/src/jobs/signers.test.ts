import { describe, expect, it } from "vitest";
import { createMemoryContext, metricOf } from "../../test/fixtures/memory-context.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { initialTickState, tick } from "./tick.ts";

const SECOND = "0x00000000000000000000000000000000000000bb";

/** A keeper with two signers, a market to crank (lane 3, the first signer) and an order to prune (lane 5, the first as well). */
function withTwoSigners() {
  const rows = [{ id: 0n, status: "OPEN", expiry: 1_010n }];
  const keeper = createMemoryContext({ minBalanceWei: 100n }, rows);
  const { world } = keeper;
  const context: KeeperContext = { ...keeper.context, senders: [world.sender, world.senderOf(SECOND)] };
  for (const row of rows) row.id = world.rest(row.expiry);
  const met = world.conditional();
  world.meet(met);
  world.defer(7n);
  world.mine(100n);
  const state = initialTickState();
  return { ...keeper, context, next: () => tick(context, state) };
}

describe("several signers", () => {
  it("share the lanes, each with nonces of its own", async () => {
    const { world, next } = withTwoSigners();
    await next();
    // the stop is the second signer's; matching and pruning are the first one's
    expect(world.nonceOf(SECOND)).toBe(1);
    expect(world.nonce).toBe(2);
  });

  it("stand in for one without funds, which is reported", async () => {
    const { world, context, next, stop, logged } = withTwoSigners();
    world.chain.balances.set(context.senders[0].address, 99n);
    await next();
    expect(world.nonce).toBe(0);
    expect(world.nonceOf(SECOND)).toBe(3);
    expect(stop.shown).toEqual([]);
    expect(await metricOf(context, "keeper_signer_usable", { signer: context.senders[0].address })).toBe(0);
    expect(await metricOf(context, "keeper_signer_usable", { signer: SECOND })).toBe(1);
    expect(logged.join()).toContain("signer is skipped");
  });

  it("stand in for one before whose nonces there is a gap", async () => {
    const { world, context, next } = withTwoSigners();
    const { address } = world.sender;
    const draft = { signer: address, job: "crank", workCalls: [], maxCostWei: null, chainNonce: 3 } as const;
    const call = { to: address, data: "0x", gas: 1n } as const;
    const fees = { maxFeePerGas: 50n, maxPriorityFeePerGas: 1n };
    const works = [{ id: "x", resource: "x", dueSince: null }];
    const times = { block: 1n, deadlineBlock: 1_000n, nowMs: 1 };
    await context.outbox.store(context.epoch, { ...draft, workCalls: [], call, fees, works, ...times }, (nonce) =>
      world.sender.sign(call, nonce, fees),
    );
    await next();
    expect(world.nonce).toBe(0);
    expect(world.nonceOf(SECOND)).toBe(3);
    expect(await metricOf(context, "keeper_nonce_gap", { signer: address })).toBe(3);
  });

  it("follow one another's transactions, each raised by its own", async () => {
    const { world, context, next } = withTwoSigners();
    world.chain.automine = false;
    await next();
    world.chain.baseFee = 50n;
    for (let block = 0; block < 3; block++) world.mine();
    await next();
    const kinds = (await context.outbox.open()).map(({ broadcasts }) => broadcasts.map(({ kind }) => kind));
    expect(kinds).toEqual([
      ["FIRST", "BUMP"],
      ["FIRST", "BUMP"],
      ["FIRST", "BUMP"],
    ]);
    world.mine();
    expect([world.nonce, world.nonceOf(SECOND)]).toEqual([2, 1]);
  });
});
