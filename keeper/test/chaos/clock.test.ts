import { describe, expect, it } from "vitest";
import { initialTickState, tick } from "../../src/jobs/tick.ts";
import { createMemoryContext } from "../fixtures/memory-context.ts";

const A_DAY_MS = 86_400_000;

describe("a process clock that jumps by a day", () => {
  it.each([
    ["forward", A_DAY_MS],
    ["back", -A_DAY_MS],
  ])("%s holds up neither work that waits nor what is under way, and doubles nothing", async (_, jumpMs) => {
    const { context, world, clock } = createMemoryContext();
    const state = initialTickState();
    clock.now = 2 * A_DAY_MS;
    world.defer(7n);
    world.chain.simulationError = "Exchange_MarketNotOpen";
    await tick(context, state);
    expect(world.nonce).toBe(0);

    // what was refused is tried again, though the time it was to wait for is a day away
    world.chain.simulationError = null;
    world.chain.automine = false;
    clock.now += jumpMs;
    world.mine();
    await tick(context, state);
    expect(await context.outbox.open()).toMatchObject([{ nonce: 0, state: "SUBMITTED" }]);

    // what the node has dropped is sent again, though it was sent a day from now
    world.dropPool();
    clock.now += jumpMs;
    await tick(context, state);
    world.mine();
    await tick(context, state);
    expect(world.nonce).toBe(1);
    const [queue] = await context.reader.queues(await context.reader.head());
    expect([queue?.head, queue?.tail]).toEqual([2, 2]);
    expect(await context.outbox.open()).toMatchObject([{ nonce: 0, state: "MINED" }]);
  });
});
