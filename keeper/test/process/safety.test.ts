import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessManagerAbi, exchangeAbi } from "@carbonxchange/sdk";
import { encodeFunctionData } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { untilRole, type KeeperProcess } from "../fixtures/keeper-process.ts";
import { untilSettled } from "../fixtures/mine-until.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";

const chain = useProcessWorld();
const { anvil, world, database, transactions, untilState, untilQueueEmpty, ask, startKeeper } = chain;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "carbonx-keeper-stop-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const untilStopped = (keeper: KeeperProcess, reasons: string[]) =>
  waitFor(`a keeper stopped by ${reasons.join()}`, async () =>
    (await keeper.stopped())?.join() === reasons.join() ? true : null,
  );
describe("the kill switch", () => {
  const file = () => join(folder, "stop");
  const manager = async () => {
    const { address } = world().deployment.contracts.exchange;
    return world().client.readContract({ address, abi: exchangeAbi, functionName: "authority" });
  };
  /** As the timelock would, which alone may close a contract for its roles. */
  const setClosed = async (closed: boolean) => {
    const { timelock, exchange } = world().deployment.contracts;
    const data = encodeFunctionData({
      abi: accessManagerAbi,
      functionName: "setTargetClosed",
      args: [exchange.address, closed],
    });
    await anvil().rpc("anvil_setBalance", [timelock.address, "0xde0b6b3a7640000"]);
    await anvil().rpc("anvil_impersonateAccount", [timelock.address]);
    await anvil().rpc("eth_sendTransaction", [{ from: timelock.address, to: await manager(), data }]);
  };
  const setFlag = async (stopped: boolean) => {
    await database().query(
      `INSERT INTO keeper.controls (chain_key, stopped) SELECT chain_key, $1 FROM keeper.lease WHERE lane = 'leader'
       ON CONFLICT (chain_key) DO UPDATE SET stopped = $1`,
      [stopped],
    );
  };
  const switches: [string, string, (k: KeeperProcess) => Promise<void>, (k: KeeperProcess) => Promise<void>][] = [
    ["a file", "STOP_FILE", () => writeFile(file(), ""), () => rm(file())],
    ["SIGUSR2", "SIGNAL", (k) => Promise.resolve(k.signal("SIGUSR2")), (k) => Promise.resolve(k.signal("SIGUSR2"))],
    ["a row in the database", "DATABASE_FLAG", () => setFlag(true), () => setFlag(false)],
    ["closing the exchange on the chain", "CHAIN_PAUSED", () => setClosed(true), () => setClosed(false)],
  ];

  it.each(switches)("by %s stops new work, shows why, and lets it go on when it is taken back", async (...row) => {
    const [, reason, begin, end] = row;
    const keeper = await startKeeper({ env: { KEEPER_STOP_FILE: file() } });
    await untilRole(keeper, "leader");
    await untilStopped(keeper, []);
    await begin(keeper);
    await untilStopped(keeper, [reason]);
    expect(await keeper.metric(`keeper_stopped{reason="${reason}"}`)).toBe(1);
    await ask(40n);
    await world().defer(30n);
    await untilSettled(chain, keeper);
    expect(await transactions()).toEqual([]);
    await end(keeper);
    await untilStopped(keeper, []);
    await untilQueueEmpty();
    expect(await world().creditsOf("bob")).toBe(30_000n);
  });
});

describe("the spend cap", () => {
  beforeEach(() => ask(40n));

  it("holds across a restart, until a person resets it", async () => {
    // the first call may cost this much and takes less; the next would pass the cap
    const env = { KEEPER_SPEND_DAY_WEI: "1500000000000000" };
    const first = await startKeeper({ env });
    await world().defer(5n);
    await untilQueueEmpty();
    await untilState("MINED");
    await first.stop();
    await database().query("UPDATE keeper.transactions SET gas_price = 10000000000");
    const second = await startKeeper({ env });
    await untilStopped(second, ["SPEND_DAY"]);
    await world().defer(5n);
    await untilSettled(chain, second);
    expect(await transactions()).toHaveLength(1);
    await database().query(
      `INSERT INTO keeper.controls (chain_key, reset_ms)
       SELECT chain_key, (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM keeper.lease WHERE lane = 'leader'`,
    );
    await untilQueueEmpty();
    expect(await transactions()).toHaveLength(2);
  });
});

describe("due work of one round", () => {
  it("is done in one transaction where it is due together", async () => {
    await ask(40n);
    await world().place("alice", {
      side: "ASK",
      orderType: "LIMIT_GTC",
      priceTicks: 1_400,
      lots: 7n,
      expiry: Number((await world().client.getBlock()).timestamp) + 50,
    });
    await database().query("CREATE SCHEMA carbon");
    await database().query("CREATE TABLE carbon.orders (id numeric PRIMARY KEY, status text NOT NULL, expiry bigint)");
    await database().query("INSERT INTO carbon.orders VALUES ($1, 'OPEN', 1)", [world().askId(1_400, 1)]);
    await anvil().rpc("evm_increaseTime", [100]);
    await world().defer(30n);
    await startKeeper();
    await untilQueueEmpty();
    await untilState("MINED");
    const rows = await database().query<{ job: string; work_ids: string[]; mined_success: boolean }>(
      "SELECT job, work_ids, mined_success FROM keeper.transactions",
    );
    expect(rows.rows).toMatchObject([{ job: "bundle", mined_success: true }]);
    expect(rows.rows[0]?.work_ids.map((id) => id.split("/")[0])).toEqual(["crank", "prune"]);
    expect((await world().order(world().askId(1_400, 1))).live).toBe(false);
    expect(await world().creditsOf("bob")).toBe(30_000n);
  });
});
