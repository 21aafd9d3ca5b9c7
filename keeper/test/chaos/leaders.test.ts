import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { untilRole } from "../fixtures/keeper-process.ts";
import { startPostgresProxy, type PostgresProxy } from "../fixtures/postgres-proxy.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";
import { expectEachOnce } from "./effects.ts";

const chaos = useProcessWorld();
const { anvil, world, proxy, postgres, databaseUrl, transactions, untilState, untilQueueEmpty, ask, startKeeper } =
  chaos;
/** Longer than a database that says nothing is waited for. */
const GIVEN_UP_MS = 60_000;
let network: PostgresProxy;
beforeAll(async () => {
  network = await startPostgresProxy(postgres().port);
}, 60_000);
afterEach(() => network.heal());
afterAll(() => network.stop());

/** A keeper whose way to the database can be cut, and to the node held up. */
const startCutOff = () => startKeeper({ databaseUrl: network.url(databaseUrl()) });
const untilEachMined = (count: number) =>
  waitFor(`${count} results`, async () => {
    const rows = await transactions();
    const ended = rows.filter(({ state }) => state === "MINED" || state === "CONFIRMED");
    return ended.length === count && rows.length === count ? true : null;
  });

describe("two leaders after a split of the network", () => {
  it.each([
    ["another signer", "standby", [1, 1]],
    ["the same signer", "keeper", [2, 0]],
  ] as const)(
    "under %s: what the old one sends late has no second effect, and it sends nothing new",
    async (_, signer, nonces) => {
      await ask(40n);
      await world().defer(30n);
      let letGo: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (letGo = resolve));
      proxy().ask = async (call) => {
        if (call.method === "eth_sendRawTransaction") await gate;
        return call;
      };
      const old = await startCutOff();
      await waitFor("the transaction on its way", () => proxy().seen[0]);
      network.isolate();
      expect((await old.get("/health"))?.text).toContain('"role":"leader"');

      const next = await startKeeper({ signer, rpcUrl: anvil().url });
      await untilRole(next, "leader");
      await untilQueueEmpty();
      letGo();
      await world().defer(10n);
      await untilQueueEmpty();
      await untilEachMined(2);
      expect(new Set(proxy().seen).size).toBe(1);

      network.heal();
      await untilRole(old, "standby");
      await expectEachOnce(chaos, [30n, 10n]);
      expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual(nonces);
    },
  );

  it("of which the old one still reaches the tables: its writes are refused and it steps down", async () => {
    const old = await startCutOff();
    await untilRole(old, "leader");
    expect(network.split("keeper leader")).toBe(1);
    const next = await startKeeper({ signer: "standby" });
    await untilRole(next, "leader");
    expect(await old.role()).toBe("leader");
    await ask(40n);
    await world().defer(30n);
    await untilQueueEmpty();
    await untilRole(old, "standby");
    await untilEachMined(1);
    await expectEachOnce(chaos, [30n]);
    expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual([0, 1]);
    expect(await next.metric("keeper_leader_epoch")).toBe(2);
  });

  it("of which the old one hears no more of its database ever: it gives up and comes back as the standby", async () => {
    const old = await startCutOff();
    await untilRole(old, "leader");
    network.split("");
    const next = await startKeeper({ signer: "standby" });
    await untilRole(next, "leader");
    await ask(40n);
    await world().defer(30n);
    await untilQueueEmpty();
    await untilState("MINED");
    await waitFor(
      "the old leader to stand by",
      async () => ((await old.role()) === "standby" ? true : null),
      GIVEN_UP_MS,
    );
    await next.kill();
    await untilRole(old, "leader");
    await world().defer(10n);
    await untilQueueEmpty();
    await untilEachMined(2);
    await expectEachOnce(chaos, [30n, 10n]);
    expect([await world().nonceOf("keeper"), await world().nonceOf("standby")]).toEqual([1, 1]);
  });
});
