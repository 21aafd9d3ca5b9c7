import { describe, expect, it } from "vitest";
import { untilRole } from "../fixtures/keeper-process.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";

const { anvil, world, proxy, database, transactions, untilState, untilQueueEmpty, ask, startKeeper } = useProcessWorld({
  chain: 19_023,
  proxy: 19_024,
  postgres: 19_002,
  probes: 19_028,
  secondProbes: 19_027,
});

describe("kill -9", () => {
  it("between storing and sending loses nothing: the restarted keeper sends the very same bytes", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "SWALLOW";
    const first = startKeeper();
    await untilState("SIGNED");
    await waitFor("the transaction on its way", () => proxy().seen[0]);
    await first.kill();
    expect(await world().nonceOf("keeper")).toBe(0);

    proxy().rule = "PASS";
    startKeeper({ second: true });
    await untilQueueEmpty();
    await untilState("MINED");
    expect(new Set(proxy().seen).size).toBe(1);
    expect(await transactions()).toHaveLength(1);
    expect(await world().nonceOf("keeper")).toBe(1);
    expect(await world().creditsOf("bob")).toBe(30_000n);
  });

  it("after the node took the transaction but before its answer doubles nothing", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "MUTE";
    const first = startKeeper();
    await untilQueueEmpty();
    await first.kill();
    expect(await transactions()).toMatchObject([{ state: "SIGNED" }]);

    proxy().rule = "PASS";
    startKeeper({ second: true });
    await untilState("MINED");
    expect(await transactions()).toHaveLength(1);
    expect(await world().nonceOf("keeper")).toBe(1);
    expect(await world().creditsOf("bob")).toBe(30_000n);
  });

  it("while the transaction waits in the pool doubles nothing", async () => {
    await ask(40n);
    await world().defer(30n);
    await anvil().rpc("evm_setAutomine", [false]);
    const first = startKeeper();
    await untilState("SUBMITTED");
    await first.kill();
    const second = startKeeper({ second: true });
    await untilRole(second, "leader");
    await anvil().rpc("evm_mine");
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await transactions()).toHaveLength(1);
    expect(await world().nonceOf("keeper")).toBe(1);
  });

  it("of the leader lets the hot standby take over, under another signer", async () => {
    const leader = startKeeper();
    await untilRole(leader, "leader");
    const standby = startKeeper({ second: true, signer: "standby" });
    await untilRole(standby, "standby");
    await leader.kill();
    await untilRole(standby, "leader");
    await ask(40n);
    await world().defer(30n);
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world().nonceOf("keeper")).toBe(0);
    expect(await transactions()).toHaveLength(1);
  });

  it("of the leader between storing and sending: the standby sends the dead leader's transaction, not one of its own", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "SWALLOW";
    const leader = startKeeper();
    await untilState("SIGNED");
    const standby = startKeeper({ second: true, signer: "standby" });
    await untilRole(standby, "standby");
    await leader.kill();
    proxy().rule = "PASS";
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world().nonceOf("keeper")).toBe(1);
    expect(await transactions()).toHaveLength(1);
    expect(await world().creditsOf("bob")).toBe(30_000n);
  });
});

describe("a node that misbehaves", () => {
  it("with 503 for transactions gets them again until it takes them", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().rule = "FAIL";
    startKeeper();
    await waitFor("a second attempt", () => proxy().seen[3]);
    proxy().rule = "PASS";
    await untilQueueEmpty();
    expect(new Set(proxy().seen).size).toBe(1);
    expect(await world().nonceOf("keeper")).toBe(1);
  });

  it("that drops a transaction and lets blocks pass gets a replacement with raised fees", async () => {
    await ask(40n);
    await world().defer(30n);
    await anvil().rpc("evm_setAutomine", [false]);
    startKeeper({ env: { KEEPER_BUMP_AFTER_BLOCKS: "2" } });
    await untilState("SUBMITTED");
    const [{ hash } = { hash: "" }] = (await database().query<{ hash: string }>("SELECT hash FROM keeper.broadcasts"))
      .rows;
    await anvil().rpc("anvil_dropTransaction", [hash]);
    await anvil().rpc("anvil_mine", ["0x2"]);
    await waitFor("a replacement", async () => {
      const rows = await database().query("SELECT 1 FROM keeper.broadcasts WHERE kind = 'BUMP' AND accepted");
      return rows.rowCount === 0 ? null : true;
    });
    await anvil().rpc("evm_mine");
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world().nonceOf("keeper")).toBe(1);
  });

  it("that reorganises the block away gets the transaction again", async () => {
    await ask(40n);
    await world().defer(30n);
    const keeper = startKeeper({ env: { KEEPER_DEADLINE_BLOCKS: "100000" } });
    await untilState("MINED");
    await anvil().rpc("evm_setAutomine", [false]);
    await anvil().rpc("anvil_reorg", [1, []]);
    expect((await world().queue())[0]).toBe(1);
    await waitFor("the transaction back in the pool", async () =>
      ((await keeper.metric('keeper_transactions_total{job="crank",outcome="reorganised"}')) ?? 0) > 0 ? true : null,
    );
    // the node may lose what it is given in the midst of its reorganisation, so blocks go on until the keeper has its way
    await waitFor("the work done on the new branch", async () => {
      await anvil().rpc("evm_mine");
      const [head, tail] = await world().queue();
      return head === tail ? true : null;
    });
    await untilState("MINED");
    expect(await transactions()).toHaveLength(1);
    expect(await world().creditsOf("bob")).toBe(30_000n);
  });
});
