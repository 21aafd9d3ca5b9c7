import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { auditAnchorAbi, buildPlaceParentRequest, completenessLedgerAbi, packOrderId } from "@carbonxchange/sdk";
import { toHex } from "viem";
import { describe, expect, it } from "vitest";
import { keyOf } from "../fixtures/exchange-world.ts";
import { untilRole } from "../fixtures/keeper-process.ts";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";

const { anvil, world, database, databaseUrl, transactions, untilState, untilQueueEmpty, ask, setMarket, startKeeper } =
  useProcessWorld();

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
type Ended = { code: number; out: string; error: string };

/** Runs one command to its end, as an operator would; status, plan and report get no key. */
function keeper(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const settings = {
    PATH: process.env["PATH"] ?? "",
    RPC_URL: anvil().url,
    DATABASE_URL: databaseUrl(),
    DEPLOYMENTS_DIR: world().deploymentsDir,
    KEEPER_POLL_MS: "50",
    ...env,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env: settings }, (failure, out, error) => {
      resolve({ code: failure === null ? 0 : Number(failure.code), out, error });
    });
  });
}

const withKey = { KEEPER_PRIVATE_KEY: keyOf("keeper") };
const parentId = packOrderId({ marketId: 1, kind: "PARENT", priceTicks: 0, sequence: 1 });

/** Starts a keeper and waits until it leads: its schema is there then. */
async function leading(env: Record<string, string> = {}) {
  const process = await startKeeper({ env });
  await untilRole(process, "leader");
  return process;
}

/** A keeper whose transaction waits to be mined. */
async function leadingWithOneOpen() {
  await ask(5n);
  await world().defer(2n);
  await anvil().rpc("evm_setAutomine", [false]);
  const process = await leading();
  await untilState("SUBMITTED");
  return process;
}

describe("keeper status", () => {
  it("says who leads, what is open, what is due and what was spent", async () => {
    await ask(5n);
    await world().defer(5n);
    const running = await leading();
    await untilState("MINED");
    const { code, out } = await keeper(["status", "--json"]);
    expect(code).toBe(0);
    const status = JSON.parse(out) as {
      lease: { epoch: string; isHeld: boolean };
      open: { job: string; state: string }[];
      lanes: { lane: string; due: number }[];
      spend: { job: string; transactions: number; wei: string }[];
      draining: boolean;
    };
    expect(status).toMatchObject({ draining: false, lease: { epoch: "1", isHeld: true } });
    expect(status.open).toMatchObject([{ job: "crank", state: "MINED" }]);
    expect(status.lanes).toHaveLength(6);
    expect(status.spend).toMatchObject([{ job: "crank", transactions: 1 }]);
    expect(BigInt(status.spend[0]?.wei ?? 0)).toBeGreaterThan(0n);
    await running.stop();
    expect((await keeper(["status"])).out).toContain("nobody leads; last was");
  });

  it("ends with 1 where no keeper has run yet", async () => {
    const { code, error } = await keeper(["status"]);
    expect(code).toBe(1);
    expect(error).toContain("NOT_STARTED");
  });
});

describe("keeper plan", () => {
  it("shows what would be sent and what is held back, and sends nothing", async () => {
    const running = await leading();
    await running.stop();
    await ask(5n);
    await world().defer(3n);
    const before = await world().queue();
    const { code, out } = await keeper(["plan"]);
    expect(code).toBe(0);
    expect(out).toContain("1 calls would be sent");
    expect(out).toMatch(/match +crank +crank\/1\/\d+\/3 +due now/);
    expect(out).toContain("its view does not answer");
    await setMarket("officer", "haltMarket");
    expect((await keeper(["plan"])).out).toContain("market is HALTED");
    await database().query("INSERT INTO keeper.controls (chain_key, stopped) SELECT chain_key, true FROM keeper.lease");
    await setMarket("deployer", "openMarket");
    const stopped = (await keeper(["plan"], { KEEPER_SPEND_HOUR_WEI: "0" })).out;
    expect(stopped).toContain("; stopped: DATABASE_FLAG, SPEND_HOUR");
    expect(stopped).toContain("nothing would be sent");
    expect((await keeper(["status"], { KEEPER_SPEND_HOUR_WEI: "0" })).out).toMatch(
      /stopped: DATABASE_FLAG, SPEND_HOUR[^]*0 of 0/,
    );
    expect(await world().queue()).toEqual(before);
    expect(await transactions()).toEqual([]);
  });
});

describe("keeper drain", () => {
  it("lets the leader finish what is open, keeps it from new work, and lets it go on at the end", async () => {
    const running = await leadingWithOneOpen();
    const draining = keeper(["drain", "--timeout", "60"], withKey);
    await untilMining("the request to be seen", async () => (await running.metric("keeper_draining")) === 1);
    await anvil().rpc("evm_setAutomine", [true]);
    await anvil().rpc("evm_mine");
    expect(await draining).toMatchObject({ code: 0 });
    await world().defer(1n);
    const [head, tail] = await world().queue();
    expect(tail - head).toBe(1);
    expect((await keeper(["status"])).out).toContain("draining: no new work is taken");
    expect(await keeper(["drain", "--end"])).toMatchObject({ code: 0 });
    await untilQueueEmpty();
    expect(await transactions()).toHaveLength(2);
  });

  it("finishes by itself what a dead leader left behind", async () => {
    const running = await leadingWithOneOpen();
    await running.kill();
    await anvil().rpc("evm_setAutomine", [true]);
    await anvil().rpc("evm_mine");
    const { code, out } = await keeper(["drain", "--timeout", "60"], withKey);
    expect(code).toBe(0);
    expect(out).toContain("0 transactions open");
    expect(await transactions()).toMatchObject([{ mined_success: true }]);
  });

  it("ends with 3 while a transaction is still open at the end of its time", async () => {
    await leadingWithOneOpen();
    expect(await keeper(["drain", "--timeout", "1"], withKey)).toMatchObject({ code: 3 });
  });
});

describe("keeper report", () => {
  it("measures an order from the chain's own logs, gas included", async () => {
    await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 40n });
    await ask(1n, 1_260);
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
    await hintAtParent();
    const running = await leading({ KEEPER_SLICE_JITTER_PERCENT: "0" });
    for (const slices of [1, 2, 3]) {
      await waitFor(`slice ${slices}`, async () => ((await transactions()).length === slices ? true : null));
      await untilMined(slices);
      await anvil().rpc("evm_increaseTime", [100]);
      await anvil().rpc("evm_mine");
    }
    const { code, out } = await keeper(["report", parentId.toString(), "--native", "3000000000", "--json"]);
    expect(code).toBe(0);
    const report = JSON.parse(out) as Record<string, unknown> & { delays: unknown[]; gasWei: string };
    expect(report).toMatchObject({
      hasEnded: true,
      filledLots: "30",
      completion: 1,
      averageTicks: 1_250,
      arrivalTicks: 1_255,
      vwapTicks: 1_250,
      missedSlices: 0,
      scheduleError: 0,
      keeperFees: "0",
    });
    expect(report["arrivalSlippageBps"]).toBeCloseTo((5 / 1_255) * 10_000, 9);
    expect(report.delays).toHaveLength(3);
    expect(BigInt(report.gasWei)).toBeGreaterThan(0n);
    expect(report["gasQuote"]).toBe(((BigInt(report.gasWei) * 3_000_000_000n) / 10n ** 18n).toString());
    // 30 lots sold 5 ticks of 10,000 below the middle, and the taker fee of 1,000 pips
    expect(report["shortfall"]).toBe((30n * 5n * 10_000n + (30n * 1_250n * 10_000n) / 1_000n).toString());
    await waitFor("the report in the metrics", async () =>
      (await running.metric("keeper_execution_completion_ratio_count")) === 1 ? true : null,
    );
    expect((await keeper(["report", parentId.toString()])).out).toContain("100.00 %");
  });

  it("ends with 4 for an order that never was", async () => {
    await (await leading()).stop();
    const { code, error } = await keeper(["report", "12"]);
    expect(code).toBe(4);
    expect(error).toContain("never was");
  });
});

describe("the command line", () => {
  it("shows its help, and ends with 2 on what it does not know", async () => {
    const { code, out } = await keeper(["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Exit codes");
    const wrong = await keeper(["fly"]);
    expect(wrong.code).toBe(2);
    expect(wrong.error).toContain('"fly" is no command');
  });

  it("ends with 75 where the node does not answer", async () => {
    expect((await keeper(["plan"], { RPC_URL: "http://127.0.0.1:9" })).code).toBe(75);
  });
});

describe("what is proved to the public", () => {
  it("anchors the audit log as the compliance side shows it, each root chained to the one before", async () => {
    const log = await auditLog();
    await log(5, toHex(5, { size: 32 }));
    await leading({ KEEPER_ANCHOR_SECONDS: "1" });
    const anchor = (size: bigint) =>
      waitFor(`an anchor of ${size} entries`, async () => {
        const { address } = world().deployment.contracts.auditAnchor;
        const [, last] = await world().client.readContract({ address, abi: auditAnchorAbi, functionName: "latest" });
        return last.treeSize === size ? last : null;
      });
    const first = await anchor(5n);
    expect(first).toMatchObject({ root: toHex(5, { size: 32 }), previousRoot: toHex(0, { size: 32 }) });
    await log(9, toHex(9, { size: 32 }));
    await anvil().rpc("evm_increaseTime", [10]);
    await anvil().rpc("evm_mine");
    expect(await anchor(9n)).toMatchObject({ root: toHex(9, { size: 32 }), previousRoot: first.root });
  });

  it("posts snapshots that nobody can void: every credit of the chain, built from its logs", async () => {
    const blocks = Number((await world().client.getBlock()).number);
    const running = await leading({ KEEPER_SNAPSHOT_BLOCKS: "10", KEEPER_CONFIRMATIONS: "1" });
    const { address } = world().deployment.contracts.completenessLedger;
    const ledger = { address, abi: completenessLedgerAbi } as const;
    const posted = (count: bigint) =>
      untilMining(
        `snapshot ${count}`,
        async () => (await world().client.readContract({ ...ledger, functionName: "latest" })) >= count,
      );
    await posted(1n);
    await ask(7n);
    await posted(2n);
    const snapshot = await world().client.readContract({ ...ledger, functionName: "snapshot", args: [2n] });
    expect(Number(snapshot.blockNumber)).toBeGreaterThan(blocks);
    const { sums, count } = snapshot.root;
    // 10,000 tonnes in one batch, all of them in the exchange's vault
    expect(count).toBe(1n);
    expect(sums).toMatchObject({ issued: 10_000_000n, escrowed: 10_000_000n, circulating: 0n, retired: 0n });
    expect(await running.metric('keeper_snapshot_builds_total{outcome="failed"}')).toBeNull();
    const work = await database().query<{ work_id: string }>("SELECT work_id FROM keeper.work ORDER BY settled_block");
    expect(work.rows.at(-1)?.work_id).toBe(`post/${snapshot.blockNumber}`);
  });
});

async function hintAtParent(): Promise<void> {
  await database().query("CREATE SCHEMA carbon");
  await database().query("CREATE TABLE carbon.orders (id numeric, status text, expiry bigint)");
  await database().query("CREATE TABLE carbon.conditionals (id numeric, status text, expiry bigint, trail_ticks int)");
  await database().query("CREATE TABLE carbon.parents (id numeric, status text, start_at bigint)");
  await database().query("INSERT INTO carbon.parents VALUES ($1, 'WORKING', 1)", [parentId]);
}

/** Waits for something that only a new block lets a keeper see. */
const untilMining = (what: string, isSo: () => Promise<boolean>) =>
  waitFor(what, async () => {
    await anvil().rpc("evm_mine");
    return (await isSo()) ? true : null;
  });

const untilMined = (count: number) =>
  waitFor(`${count} mined transactions`, async () => {
    const mined = (await transactions()).filter(({ mined_success: succeeded }) => succeeded === true);
    return mined.length === count ? true : null;
  });

/** The view that the keeper reads, as the compliance side's own migration makes it, over a log of one's choice. */
async function auditLog() {
  await database().query("CREATE SCHEMA compliance");
  await database().query("CREATE TABLE compliance.audit_roots (size bigint PRIMARY KEY, root text NOT NULL)");
  await database().query(
    "CREATE VIEW compliance.audit_root AS SELECT size, root FROM compliance.audit_roots ORDER BY size DESC LIMIT 1",
  );
  return (size: number, root: `0x${string}`) =>
    database().query("INSERT INTO compliance.audit_roots VALUES ($1, $2)", [size, root.slice(2)]);
}
