import { buildPlaceConditionalRequest, buildPlaceParentRequest, packOrderId } from "@carbonxchange/sdk";
import { describe, expect, it } from "vitest";
import { keyOf } from "../fixtures/exchange-world.ts";
import { untilRole } from "../fixtures/keeper-process.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";

const { anvil, world, proxy, database, transactions, untilState, untilQueueEmpty, ask, setMarket, startKeeper } =
  useProcessWorld();

describe("a keeper process on a real chain and a real Postgres", () => {
  it("executes a deferred order against the book, once", async () => {
    await ask(40n);
    await world().defer(30n);
    const before = await world().creditsOf("bob");
    const keeper = await startKeeper();
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world().creditsOf("bob")).toBe(before + 30_000n);
    expect((await world().order(world().askId(1_250, 1))).lots).toBe(10);
    expect(await transactions()).toMatchObject([{ mined_success: true }]);
    expect(await keeper.metric("keeper_leader")).toBe(1);
  });

  it("goes on in bounded steps until the whole queue is done", async () => {
    for (let index = 0; index < 6; index++) await ask(5n, 1_200 + index);
    await world().defer(30n);
    await world().defer(10n);
    await startKeeper({ env: { KEEPER_MAX_STEPS: "2" } });
    await untilQueueEmpty();
    expect(await world().creditsOf("bob")).toBe(30_000n);
    expect((await transactions()).length).toBeGreaterThanOrEqual(4);
  });

  it("leaves a halted market alone and gives its queue back once it is delisted", async () => {
    await ask(5n);
    const before = await world().cashOf("bob");
    await world().defer(5n);
    await setMarket("officer", "haltMarket");
    const keeper = await startKeeper();
    await untilRole(keeper, "leader");
    await waitFor("a look at the halted queue", async () => ((await keeper.metric("keeper_head_block")) ? true : null));
    expect(await transactions()).toEqual([]);
    await setMarket("deployer", "delistMarket");
    await untilQueueEmpty();
    expect(await world().cashOf("bob")).toBe(before);
    expect(await world().creditsOf("bob")).toBe(0n);
  });

  it("prunes expired orders that the indexer hints at, after asking the chain about each", async () => {
    const { timestamp } = await world().client.getBlock();
    const soon = Number(timestamp) + 1_000;
    await world().place("alice", { side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_400, lots: 7n, expiry: soon });
    await ask(9n, 1_400);
    await hints([
      { id: world().askId(1_400, 1), expiry: soon },
      { id: world().askId(1_400, 2), expiry: 1 },
      { id: world().askId(1_400, 9), expiry: 1 },
    ]);
    await anvil().rpc("evm_increaseTime", [2_000]);
    await anvil().rpc("evm_mine");
    await startKeeper();
    await waitFor("the expired order to go", async () =>
      (await world().order(world().askId(1_400, 1))).live ? null : true,
    );
    expect((await world().order(world().askId(1_400, 2))).live).toBe(true);
    await untilState("MINED");
    const work = await database().query<{ work_id: string }>("SELECT work_id FROM keeper.work");
    expect(work.rows).toEqual([{ work_id: `prune/${world().askId(1_400, 1)}` }]);
  });

  it("ends an auction that is over, fires the stop whose price has come and executes what it became", async () => {
    await world().trade(1_250);
    const order = {
      marketId: 1,
      kind: "STOP_MARKET",
      side: "ASK",
      lots: 5n,
      limitTicks: 1_200,
      triggerTicks: 1_240,
    } as const;
    await world().send("alice", buildPlaceConditionalRequest(world().deployment, order));
    await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_210, lots: 20n });
    await world().operate("officer", "haltMarket");
    await world().operate("deployer", "openMarket");
    await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_230, lots: 5n });
    await ask(5n, 1_230);
    await anvil().rpc("evm_increaseTime", [400]);
    await anvil().rpc("evm_mine");
    const before = await world().creditsOf("bob");
    const keeper = await startKeeper();
    // five lots in the auction, five to the stop that its price fires
    const bought = (lots: bigint) => async () =>
      (await world().creditsOf("bob")) === before + lots * 1_000n ? true : null;
    await waitFor("the auction", bought(5n));
    await anvil().rpc("evm_mine"); // a price counts from the block after it on
    await waitFor("the stop", bought(10n));
    const jobs = await database().query<{ job: string }>("SELECT job FROM keeper.transactions ORDER BY id");
    expect(jobs.rows.map(({ job }) => job)).toEqual(["uncross", "fireStops", "crank"]);
    expect(await keeper.metric('keeper_lane_overdue_age_seconds{lane="halt"}')).not.toBeNull();
  });

  it("executes the slices that the indexer hints at, each once", async () => {
    await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 40n });
    const terms = {
      marketId: 1,
      kind: "TWAP",
      side: "ASK",
      lots: 30n,
      limitTicks: 1_200,
      interval: 100,
      slices: 3,
    } as const;
    await world().send("alice", buildPlaceParentRequest(world().deployment, terms));
    await hints([]);
    await database().query("CREATE TABLE carbon.parents (id numeric, status text, start_at bigint)");
    const id = packOrderId({ marketId: 1, kind: "PARENT", priceTicks: 0, sequence: 1 });
    await database().query("INSERT INTO carbon.parents VALUES ($1, 'WORKING', 1)", [id]);
    const before = await world().creditsOf("bob");
    // the furthest that a slice may be late by its jitter: the first one too, and nothing but the test mines
    await anvil().rpc("evm_increaseTime", [20]);
    await anvil().rpc("evm_mine");
    await startKeeper();
    for (const slices of [1n, 2n, 3n]) {
      await waitFor(`slice ${slices}`, async () =>
        (await world().creditsOf("bob")) === before + slices * 10_000n ? true : null,
      );
      await anvil().rpc("evm_increaseTime", [100]);
      await anvil().rpc("evm_mine");
    }
    expect(await transactions()).toHaveLength(3);
  });

  it("cranks without the indexer's view and says that hints are missing", async () => {
    await ask(5n);
    await world().defer(5n);
    const keeper = await startKeeper();
    await untilQueueEmpty();
    expect(await keeper.metric("keeper_order_hints_available")).toBe(0);
  });

  it("answers its probes and counts what it did", async () => {
    await ask(5n);
    await world().defer(5n);
    const keeper = await startKeeper();
    await untilState("MINED");
    await untilRole(keeper, "leader");
    expect((await keeper.get("/health"))?.status).toBe(200);
    expect((await keeper.get("/nothing"))?.status).toBe(404);
    await waitFor("the result in the metrics", async () =>
      (await keeper.metric('keeper_transactions_total{job="crank",outcome="succeeded"}')) === 1 ? true : null,
    );
    expect(await keeper.metric('keeper_overdue_age_seconds{job="crank"}')).not.toBeNull();
  });

  it("prints no key, no connection string and no raw transaction", async () => {
    await ask(5n);
    await world().defer(5n);
    const keeper = await startKeeper({ env: { KEEPER_LOG_LEVEL: "trace" } });
    await untilState("MINED");
    expect(keeper.output()).toContain("crank sent");
    for (const secret of [keyOf("keeper"), "postgres://", proxy().seen[0] ?? "no transaction"]) {
      expect(keeper.output()).not.toContain(secret);
    }
  });

  it("stops cleanly on SIGTERM and frees the leadership", async () => {
    const keeper = await startKeeper();
    await untilRole(keeper, "leader");
    expect(await keeper.stop()).toBe(0);
    const next = await startKeeper();
    await untilRole(next, "leader");
    expect(await next.metric("keeper_leader_epoch")).toBe(2);
  });
});

describe("a wrong set-up", () => {
  it("ends the process with code 1 and one line that says what is missing", async () => {
    const keeper = await startKeeper({ env: { KEEPER_PRIVATE_KEY: "" } });
    expect(await keeper.exitCode()).toBe(1);
    expect(keeper.output()).toContain("there is no default key");
  });

  it("refuses a node of another chain than the deployment file names", async () => {
    const keeper = await startKeeper({ env: { CHAIN_ID: "1" } });
    expect(await keeper.exitCode()).toBe(1);
    expect(keeper.output()).toContain("NO_DEPLOYMENT");
  });
});

async function hints(rows: { id: bigint; expiry: number }[]): Promise<void> {
  await database().query("CREATE SCHEMA carbon");
  await database().query("CREATE TABLE carbon.orders (id numeric PRIMARY KEY, status text NOT NULL, expiry bigint)");
  for (const { id, expiry } of rows) {
    await database().query("INSERT INTO carbon.orders VALUES ($1, 'OPEN', $2)", [id, expiry]);
  }
}
