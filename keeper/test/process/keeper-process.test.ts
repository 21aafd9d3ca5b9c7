import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startAnvil, type Anvil } from "../fixtures/anvil.ts";
import { createExchangeWorld, type ExchangeWorld } from "../fixtures/exchange-world.ts";
import { startKeeperProcess, untilRole, type KeeperProcess } from "../fixtures/keeper-process.ts";
import { startTestPostgres, type TestPostgres } from "../fixtures/postgres.ts";
import { startRpcProxy, type RpcProxy } from "../fixtures/rpc-proxy.ts";
import { waitFor } from "../fixtures/wait-for.ts";

let anvil: Anvil;
let world: ExchangeWorld;
let postgres: TestPostgres;
let proxy: RpcProxy;
const cleanUps: (() => Promise<void>)[] = [];
let databaseUrl: string;
let database: Client;
let keepers: KeeperProcess[];
let chainSnapshot: unknown;

beforeAll(async () => {
  anvil = await startAnvil(19_021);
  cleanUps.push(anvil.stop);
  postgres = await startTestPostgres(19_001);
  cleanUps.push(postgres.stop);
  proxy = await startRpcProxy(19_022, anvil.url);
  cleanUps.push(proxy.stop);
  world = await createExchangeWorld(anvil);
  cleanUps.push(world.remove);
}, 180_000);
afterAll(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp();
}, 60_000);

beforeEach(async () => {
  chainSnapshot = await anvil.rpc("evm_snapshot");
  databaseUrl = await postgres.freshDatabase();
  database = new Client({ connectionString: databaseUrl });
  await database.connect();
  keepers = [];
  proxy.rule = "PASS";
  proxy.seen.length = 0;
});
afterEach(async () => {
  await Promise.all(keepers.map((keeper) => keeper.kill()));
  await database.end();
  await anvil.rpc("evm_setAutomine", [true]);
  await anvil.rpc("evm_revert", [chainSnapshot]);
});

function startKeeper(options: { signer?: "keeper" | "standby"; port?: number; env?: Record<string, string> } = {}) {
  const keeper = startKeeperProcess({
    rpcUrl: proxy.url,
    databaseUrl,
    deploymentsDir: world.deploymentsDir,
    port: options.port ?? 19_030,
    ...(options.signer === undefined ? {} : { signer: options.signer }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  keepers.push(keeper);
  return keeper;
}

const ask = (lots: bigint, priceTicks = 1_250) =>
  world.place("alice", { side: "ASK", orderType: "LIMIT_GTC", priceTicks, lots });
const untilQueueEmpty = () =>
  waitFor("an empty work queue", async () => {
    const [head, tail] = await world.queue();
    return head === tail ? true : null;
  });
const transactions = async () => {
  const migrated = await database.query("SELECT to_regclass('keeper.broadcasts') IS NOT NULL AS there");
  if (migrated.rows[0]?.there !== true) return [];
  const rows = await database.query<{ state: string; nonce: string; mined_success: boolean | null }>(
    "SELECT state, nonce, mined_success FROM keeper.transactions ORDER BY id",
  );
  return rows.rows;
};
const untilState = (state: string) =>
  waitFor(`a transaction that is ${state}`, async () => (await transactions()).find((row) => row.state === state));

describe("a keeper process on a real chain and a real Postgres", () => {
  it("executes a deferred order against the book, once", async () => {
    await ask(40n);
    await world.defer(30n);
    const before = await world.creditsOf("bob");
    const keeper = startKeeper();
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world.creditsOf("bob")).toBe(before + 30_000n);
    expect((await world.order(world.askId(1_250, 1))).lots).toBe(10);
    expect(await transactions()).toMatchObject([{ mined_success: true }]);
    expect(await keeper.metric("keeper_leader")).toBe(1);
  });

  it("goes on in bounded steps until the whole queue is done", async () => {
    for (let index = 0; index < 6; index++) await ask(5n, 1_200 + index);
    await world.defer(30n);
    await world.defer(10n);
    startKeeper({ env: { KEEPER_MAX_STEPS: "2" } });
    await untilQueueEmpty();
    expect(await world.creditsOf("bob")).toBe(30_000n);
    expect((await transactions()).length).toBeGreaterThanOrEqual(4);
  });

  it("leaves a paused market alone and takes up its queue when it opens again", async () => {
    await ask(5n);
    await world.send("officer", pause());
    await world.send("deployer", open());
    await world.defer(5n);
    await world.send("officer", pause());
    const keeper = startKeeper();
    await untilRole(keeper, "leader");
    await waitFor("a look at the paused queue", async () => ((await keeper.metric("keeper_head_block")) ? true : null));
    expect(await transactions()).toEqual([]);
    await world.send("deployer", open());
    await untilQueueEmpty();
    expect(await world.creditsOf("bob")).toBe(5_000n);
  });

  it("prunes expired orders that the indexer hints at, after asking the chain about each", async () => {
    const { timestamp } = await world.client.getBlock();
    const soon = Number(timestamp) + 1_000;
    await world.place("alice", { side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_400, lots: 7n, expiry: soon });
    await ask(9n, 1_400);
    await hints([
      { id: world.askId(1_400, 1), expiry: soon },
      { id: world.askId(1_400, 2), expiry: 1 },
      { id: world.askId(1_400, 9), expiry: 1 },
    ]);
    await anvil.rpc("evm_increaseTime", [2_000]);
    await anvil.rpc("evm_mine");
    startKeeper();
    await waitFor("the expired order to go", async () =>
      (await world.order(world.askId(1_400, 1))).live ? null : true,
    );
    expect((await world.order(world.askId(1_400, 2))).live).toBe(true);
    await untilState("MINED");
    const work = await database.query<{ work_id: string }>("SELECT work_id FROM keeper.work");
    expect(work.rows).toEqual([{ work_id: `prune/${world.askId(1_400, 1)}` }]);
  });

  it("cranks without the indexer's view and says that hints are missing", async () => {
    await ask(5n);
    await world.defer(5n);
    const keeper = startKeeper();
    await untilQueueEmpty();
    expect(await keeper.metric("keeper_order_hints_available")).toBe(0);
  });

  it("stops cleanly on SIGTERM and frees the leadership", async () => {
    const keeper = startKeeper();
    await untilRole(keeper, "leader");
    expect(await keeper.stop()).toBe(0);
    const next = startKeeper({ port: 19_029 });
    await untilRole(next, "leader");
    expect(await next.metric("keeper_leader_epoch")).toBe(2);
  });
});

describe("kill -9", () => {
  it("between storing and sending loses nothing: the restarted keeper sends the very same bytes", async () => {
    await ask(40n);
    await world.defer(30n);
    proxy.rule = "SWALLOW";
    const first = startKeeper();
    await untilState("SIGNED");
    await waitFor("the transaction on its way", () => proxy.seen[0]);
    await first.kill();
    expect(await world.nonceOf("keeper")).toBe(0);

    proxy.rule = "PASS";
    startKeeper({ port: 19_029 });
    await untilQueueEmpty();
    await untilState("MINED");
    expect(new Set(proxy.seen).size).toBe(1);
    expect(await transactions()).toHaveLength(1);
    expect(await world.nonceOf("keeper")).toBe(1);
    expect(await world.creditsOf("bob")).toBe(30_000n);
  });

  it("after the node took the transaction but before its answer doubles nothing", async () => {
    await ask(40n);
    await world.defer(30n);
    proxy.rule = "MUTE";
    const first = startKeeper();
    await untilQueueEmpty();
    await first.kill();
    expect(await transactions()).toMatchObject([{ state: "SIGNED" }]);

    proxy.rule = "PASS";
    startKeeper({ port: 19_029 });
    await untilState("MINED");
    expect(await transactions()).toHaveLength(1);
    expect(await world.nonceOf("keeper")).toBe(1);
    expect(await world.creditsOf("bob")).toBe(30_000n);
  });

  it("while the transaction waits in the pool doubles nothing", async () => {
    await ask(40n);
    await world.defer(30n);
    await anvil.rpc("evm_setAutomine", [false]);
    const first = startKeeper();
    await untilState("SUBMITTED");
    await first.kill();
    const second = startKeeper({ port: 19_029 });
    await untilRole(second, "leader");
    await anvil.rpc("evm_mine");
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await transactions()).toHaveLength(1);
    expect(await world.nonceOf("keeper")).toBe(1);
  });

  it("of the leader lets the hot standby take over, under another signer", async () => {
    const leader = startKeeper();
    await untilRole(leader, "leader");
    const standby = startKeeper({ port: 19_029, signer: "standby" });
    await untilRole(standby, "standby");
    await leader.kill();
    await untilRole(standby, "leader");
    await ask(40n);
    await world.defer(30n);
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world.nonceOf("keeper")).toBe(0);
    expect(await transactions()).toHaveLength(1);
  });

  it("of the leader between storing and sending: the standby sends the dead leader's transaction, not one of its own", async () => {
    await ask(40n);
    await world.defer(30n);
    proxy.rule = "SWALLOW";
    const leader = startKeeper();
    await untilState("SIGNED");
    const standby = startKeeper({ port: 19_029, signer: "standby" });
    await untilRole(standby, "standby");
    await leader.kill();
    proxy.rule = "PASS";
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world.nonceOf("keeper")).toBe(1);
    expect(await transactions()).toHaveLength(1);
    expect(await world.creditsOf("bob")).toBe(30_000n);
  });
});

describe("a node that misbehaves", () => {
  it("with 503 for transactions gets them again until it takes them", async () => {
    await ask(40n);
    await world.defer(30n);
    proxy.rule = "FAIL";
    startKeeper();
    await waitFor("a second attempt", () => proxy.seen[3]);
    proxy.rule = "PASS";
    await untilQueueEmpty();
    expect(new Set(proxy.seen).size).toBe(1);
    expect(await world.nonceOf("keeper")).toBe(1);
  });

  it("that drops a transaction and lets blocks pass gets a replacement with raised fees", async () => {
    await ask(40n);
    await world.defer(30n);
    await anvil.rpc("evm_setAutomine", [false]);
    startKeeper({ env: { KEEPER_BUMP_AFTER_BLOCKS: "2" } });
    await untilState("SUBMITTED");
    const [{ hash } = { hash: "" }] = (await database.query<{ hash: string }>("SELECT hash FROM keeper.broadcasts"))
      .rows;
    await anvil.rpc("anvil_dropTransaction", [hash]);
    await anvil.rpc("anvil_mine", ["0x2"]);
    await waitFor("a replacement", async () => {
      const rows = await database.query("SELECT 1 FROM keeper.broadcasts WHERE kind = 'BUMP' AND accepted");
      return rows.rowCount === 0 ? null : true;
    });
    await anvil.rpc("evm_mine");
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await world.nonceOf("keeper")).toBe(1);
  });

  it("that reorganises the block away gets the transaction again", async () => {
    await ask(40n);
    await world.defer(30n);
    const keeper = startKeeper();
    await untilState("MINED");
    await anvil.rpc("evm_setAutomine", [false]);
    await anvil.rpc("anvil_reorg", [1, []]);
    expect((await world.queue())[0]).toBe(1);
    await waitFor("the transaction back in the pool", async () =>
      ((await keeper.metric('keeper_transactions_total{job="crank",outcome="reorganised"}')) ?? 0) > 0 ? true : null,
    );
    await untilState("SUBMITTED");
    await anvil.rpc("evm_mine");
    await untilQueueEmpty();
    await untilState("MINED");
    expect(await transactions()).toHaveLength(1);
    expect(await world.creditsOf("bob")).toBe(30_000n);
  });
});

describe("a wrong set-up", () => {
  it("ends the process with code 1 and one line that says what is missing", async () => {
    const keeper = startKeeper({ env: { KEEPER_PRIVATE_KEY: "" } });
    expect(await keeper.exitCode()).toBe(1);
    expect(keeper.output()).toContain("there is no default key");
  });

  it("refuses a node of another chain than the deployment file names", async () => {
    const keeper = startKeeper({ env: { CHAIN_ID: "1" } });
    expect(await keeper.exitCode()).toBe(1);
    expect(keeper.output()).toContain("NO_DEPLOYMENT");
  });
});

const market = (functionName: string) => ({
  address: world.deployment.contracts.exchange.address,
  abi: marketAbi,
  functionName,
  args: [1],
});
const pause = () => market("pauseMarket");
const open = () => market("openMarket");
const marketAbi = ["pauseMarket", "openMarket"].map((name) => ({
  type: "function" as const,
  name,
  stateMutability: "nonpayable" as const,
  inputs: [{ name: "marketId", type: "uint32" }],
  outputs: [],
}));

async function hints(rows: { id: bigint; expiry: number }[]): Promise<void> {
  await database.query("CREATE SCHEMA carbon");
  await database.query("CREATE TABLE carbon.orders (id numeric PRIMARY KEY, status text NOT NULL, expiry bigint)");
  for (const { id, expiry } of rows) {
    await database.query("INSERT INTO carbon.orders VALUES ($1, 'OPEN', $2)", [id, expiry]);
  }
}
