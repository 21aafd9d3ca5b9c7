import { describe, expect, it } from "vitest";
import { createMemoryContext, metricOf } from "../../test/fixtures/memory-context.ts";
import type { Action } from "../domain/index.ts";
import { sendAction } from "./send.ts";

const action: Action = {
  job: "crank",
  lane: "match",
  marketId: 1,
  maxSteps: 10,
  works: [{ id: "crank/1/1/7", resource: "crank/1", dueSince: null }],
};

describe("sendAction", () => {
  it("stores before it sends", async () => {
    const { context, world } = createMemoryContext();
    world.defer(7n);
    let storedFirst = false;
    const sender = {
      ...context.senders[0],
      broadcast: async (raw: `0x${string}`) => {
        const open = await context.outbox.open();
        storedFirst = open.some((transaction) => transaction.broadcasts.some((version) => version.raw === raw));
        return context.senders[0].broadcast(raw);
      },
    };
    expect(await sendAction({ ...context, senders: [sender] }, action, await context.reader.head())).toBe("sent");
    expect(storedFirst).toBe(true);
  });

  it("keeps a stored transaction whose broadcast failed, for the next round", async () => {
    const { context, world } = createMemoryContext();
    world.defer(7n);
    const head = await context.reader.head();
    const sender = {
      ...context.senders[0],
      broadcast: () => Promise.resolve({ outcome: "UNKNOWN", detail: "time-out" } as const),
    };
    expect(await sendAction({ ...context, senders: [sender] }, action, head)).toBe("sent");
    expect(await context.outbox.open()).toMatchObject([{ state: "SIGNED", nonce: 0 }]);
    expect(world.nonce).toBe(0);
  });

  it("asks for no transaction when the contract finds no work", async () => {
    const { context, clock } = createMemoryContext();
    expect(await sendAction(context, action, await context.reader.head())).toBe("nothing-to-do");
    const record = (await context.outbox.works(["crank/1/1/7"])).get("crank/1/1/7");
    expect(record).toMatchObject({ state: "WAITING", notBeforeMs: clock.now + 1_000 });
    expect(await metricOf(context, "keeper_simulation_failures_total")).toBeUndefined();
  });

  it.each([
    ["Exchange_OrderNotLive", "dropped", "DROPPED", "DROP"],
    ["Exchange_MarketNotOpen", "deferred", "WAITING", "BACK_OFF"],
    ["Exchange_Expired", "deferred", "WAITING", "NEXT_BLOCK"],
    ["SomethingElse", "deferred", "WAITING", "PAGE"],
  ])("treats a simulation that fails with %s as %s", async (error, result, state, policy) => {
    const { context, world } = createMemoryContext();
    world.defer(7n);
    world.chain.simulationError = error;
    expect(await sendAction(context, action, await context.reader.head())).toBe(result);
    expect((await context.outbox.works(["crank/1/1/7"])).get("crank/1/1/7")?.state).toBe(state);
    expect(await metricOf(context, "keeper_simulation_failures_total", { error, policy })).toBe(1);
    expect(world.nonce).toBe(0);
  });

  it("waits longer with each failure", async () => {
    const { context, world, clock } = createMemoryContext();
    world.chain.simulationError = "Exchange_MarketNotOpen";
    const head = await context.reader.head();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      await sendAction(context, action, head);
      waits.push(((await context.outbox.works(["crank/1/1/7"])).get("crank/1/1/7")?.notBeforeMs ?? 0) - clock.now);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  it("pages instead of sending when the signer cannot pay", async () => {
    const { context, world, logged } = createMemoryContext();
    world.defer(7n);
    const sender = { ...context.senders[0], balance: () => Promise.resolve(5n) };
    expect(await sendAction({ ...context, senders: [sender] }, action, await context.reader.head())).toBe("no-funds");
    expect(await context.outbox.open()).toEqual([]);
    expect(logged.join()).toContain("cannot pay");
  });

  it("skips work that another transaction already carries", async () => {
    const { context, world } = createMemoryContext();
    world.chain.automine = false;
    world.defer(7n);
    const head = await context.reader.head();
    await sendAction(context, action, head);
    expect(await sendAction(context, action, head)).toBe("duplicate");
    expect(await context.outbox.open()).toHaveLength(1);
  });

  it("never logs a raw transaction", async () => {
    const { context, world, logged } = createMemoryContext();
    world.defer(7n);
    await sendAction(context, action, await context.reader.head());
    const [transaction] = await context.outbox.open();
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join()).not.toContain(transaction?.broadcasts[0]?.raw ?? "no raw transaction");
  });
});
