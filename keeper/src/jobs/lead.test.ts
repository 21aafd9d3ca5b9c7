import { describe, expect, it } from "vitest";
import { createMemoryContext } from "../../test/fixtures/memory-context.ts";
import { waitFor } from "../../test/fixtures/wait-for.ts";
import { createMemoryLeaderLock } from "../../test/memory/leader-lock.ts";
import { leadWhilePossible, type Role } from "./lead.ts";

function contender(keeper: ReturnType<typeof createMemoryContext>, lock: ReturnType<typeof createMemoryLeaderLock>) {
  const aborter = new AbortController();
  const roles: Role[] = [];
  let rounds = 0;
  const done = leadWhilePossible({
    lock,
    context: keeper.context,
    standby: null,
    pollMs: 5,
    signal: aborter.signal,
    onRole: (role) => {
      if (roles.at(-1) !== role) roles.push(role);
    },
    onRound: () => {
      rounds += 1;
    },
  });
  return { roles, done, rounds: () => rounds, stop: () => aborter.abort() };
}

describe("leadWhilePossible", () => {
  it("lets one lead, the other stand by, and take over when the first stops", async () => {
    const keeper = createMemoryContext();
    const lock = createMemoryLeaderLock(keeper.lease);
    const first = contender(keeper, lock);
    await waitFor("a leader", () => first.roles.find((role) => role === "leader"));
    const second = contender(keeper, lock);
    await waitFor("a standby", () => second.roles.find((role) => role === "standby"));
    first.stop();
    await first.done;
    await waitFor("a successor", () => second.roles.find((role) => role === "leader"));
    second.stop();
    await second.done;
    expect(first.roles).toEqual(["leader", "stopped"]);
    expect(second.roles).toEqual(["standby", "leader", "stopped"]);
  });

  it("steps down when a newer leader exists, and leads again under a newer epoch", async () => {
    const keeper = createMemoryContext();
    const lock = createMemoryLeaderLock(keeper.lease);
    const only = contender(keeper, lock);
    await waitFor("a first round", () => (only.rounds() > 0 ? true : null));
    const before = keeper.lease.epoch;
    keeper.lease.epoch += 1n;
    keeper.world.defer(7n);
    await waitFor("the work done under a newer epoch", () => (keeper.world.nonce === 1 ? true : null));
    only.stop();
    await only.done;
    expect(keeper.lease.epoch).toBe(before + 2n);
    expect(keeper.logged.join()).toContain("stepping down");
  });

  it("survives a round that fails, and a lock that cannot be reached", async () => {
    const keeper = createMemoryContext();
    const lock = createMemoryLeaderLock(keeper.lease);
    let refusals = 2;
    const shaky = {
      tryAcquire: () => (refusals-- > 0 ? Promise.reject(new Error("no database")) : lock.tryAcquire()),
    };
    keeper.world.chain.down = true;
    const only = contender(keeper, shaky);
    await waitFor("a failed round", () => (keeper.logged.join().includes("round failed") ? true : null));
    keeper.world.defer(7n);
    keeper.world.chain.down = false;
    await waitFor("the work done", () => (keeper.world.nonce === 1 ? true : null));
    only.stop();
    await only.done;
    expect(only.roles).toContain("leader");
  });
});
