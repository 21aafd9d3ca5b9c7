import { buildPlaceConditionalRequest, buildPlaceParentRequest, packOrderId } from "@carbonxchange/sdk";
import { describe, expect, it } from "vitest";
import { useProcessWorld } from "../fixtures/process-world.ts";
import { waitFor } from "../fixtures/wait-for.ts";

const { anvil, world, proxy, database, transactions, untilState, untilQueueEmpty, ask, startKeeper } =
  useProcessWorld();

const later = async (seconds: number) => {
  await anvil().rpc("evm_increaseTime", [seconds]);
  await anvil().rpc("evm_mine");
};
const jobs = async () =>
  (await database().query<{ job: string }>("SELECT DISTINCT job FROM keeper.transactions ORDER BY job")).rows.map(
    ({ job }) => job,
  );
const hintIds = async () =>
  (
    await database().query<{ id: string }>(
      "SELECT order_id::text AS id FROM keeper.hints WHERE ended_block IS NULL ORDER BY keeper.hints.order_id",
    )
  ).rows.map(({ id }) => BigInt(id));
const untilFollowed = async () => {
  const height = await world().client.getBlockNumber({ cacheTime: 0 });
  await waitFor("the follower", async () => {
    const table = await database().query<{ there: boolean }>("SELECT to_regclass('keeper.hints') IS NOT NULL AS there");
    if (table.rows[0]?.there !== true) return null;
    const rows = await database().query<{ number: string }>("SELECT max(number) AS number FROM keeper.blocks");
    return BigInt(rows.rows[0]?.number ?? -1) >= height ? true : null;
  });
};

describe("a keeper without an indexer", () => {
  it("removes an order that expires, found in the logs alone", async () => {
    const { timestamp } = await world().client.getBlock();
    const expiry = Number(timestamp) + 1_000;
    await world().place("alice", { side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_400, lots: 7n, expiry });
    await startKeeper();
    await untilFollowed();
    expect(await hintIds()).toEqual([world().askId(1_400, 1)]);
    await later(2_000);
    await waitFor("the expired order to go", async () =>
      (await world().order(world().askId(1_400, 1))).live ? null : true,
    );
    await untilState("MINED");
    expect(await jobs()).toEqual(["prune"]);
    await waitFor("the end of the hint", async () => ((await hintIds()).length === 0 ? true : null));
  });

  it("removes the parts of an iceberg that expires, the later ones too", async () => {
    const { timestamp } = await world().client.getBlock();
    const expiry = Number(timestamp) + 1_000;
    const iceberg = { side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_400, lots: 10n, displayLots: 4 } as const;
    await world().place("alice", { ...iceberg, expiry });
    await world().place("bob", { side: "BID", orderType: "LIMIT_IOC", priceTicks: 1_400, lots: 4n });
    expect(await world().order(world().askId(1_400, 2))).toMatchObject({ live: true, lots: 4 });
    await startKeeper();
    await untilFollowed();
    await later(2_000);
    await waitFor("the part that shows to go", async () =>
      (await world().order(world().askId(1_400, 2))).live ? null : true,
    );
    expect(await jobs()).toEqual(["prune"]);
  });

  it("moves a trailing stop after the price", async () => {
    await world().trade(1_250);
    const order = {
      marketId: 1,
      side: "ASK",
      lots: 5n,
      limitTicks: 1_000,
      kind: "TRAILING_STOP",
      trailTicks: 10,
    } as const;
    await world().send("alice", buildPlaceConditionalRequest(world().deployment, order));
    const id = packOrderId({ marketId: 1, kind: "CONDITIONAL", priceTicks: 0, sequence: 1 });
    await startKeeper();
    await untilFollowed();
    expect(await hintIds()).toEqual([id]);
    await world().trade(1_260);
    await anvil().rpc("evm_mine"); // a price counts from the block after it on
    await untilState("MINED");
    expect(await jobs()).toEqual(["trail"]);
  });

  it("executes every slice once", async () => {
    await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 40n });
    const terms = { marketId: 1, kind: "TWAP", side: "ASK", lots: 30n, limitTicks: 1_200, interval: 100 } as const;
    await world().send("alice", buildPlaceParentRequest(world().deployment, { ...terms, slices: 3 }));
    const before = await world().creditsOf("bob");
    await startKeeper({ env: { KEEPER_SLICE_JITTER_PERCENT: "0" } });
    for (const slices of [1n, 2n, 3n]) {
      await waitFor(`slice ${slices}`, async () =>
        (await world().creditsOf("bob")) === before + slices * 10_000n ? true : null,
      );
      await later(100);
    }
    expect(await transactions()).toHaveLength(3);
  });

  it("finds a due slice by a full scan when its log was never told", async () => {
    await world().place("bob", { side: "BID", orderType: "LIMIT_GTC", priceTicks: 1_250, lots: 40n });
    await startKeeper({ env: { KEEPER_FULL_SCAN_MS: "100", KEEPER_SLICE_JITTER_PERCENT: "0" } });
    await untilFollowed();
    await database().query("CREATE RULE deaf AS ON INSERT TO keeper.hints DO INSTEAD NOTHING");
    const terms = { marketId: 1, kind: "TWAP", side: "ASK", lots: 20n, limitTicks: 1_200, interval: 200 } as const;
    await world().send("alice", buildPlaceParentRequest(world().deployment, { ...terms, slices: 2 }));
    await untilState("MINED");
    expect(await jobs()).toEqual(["executeSlice"]);
    expect(await hintIds()).toEqual([]);
  });

  it("forgets a hint when the block that told it is orphaned", async () => {
    await startKeeper();
    const { timestamp } = await world().client.getBlock();
    const expiry = Number(timestamp) + 100_000;
    await world().place("alice", { side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1_400, lots: 7n, expiry });
    await untilFollowed();
    expect(await hintIds()).toHaveLength(1);
    await anvil().rpc("evm_setAutomine", [false]);
    await anvil().rpc("anvil_reorg", [1, []]);
    await anvil().rpc("anvil_dropAllTransactions");
    await anvil().rpc("evm_mine");
    await waitFor("the hint to go", async () => ((await hintIds()).length === 0 ? true : null));
    expect((await world().order(world().askId(1_400, 1))).live).toBe(false);
  });
});

describe("a keeper with several endpoints", () => {
  it("works while its preferred endpoint is down, and logs no part of a URL but its host", async () => {
    await ask(40n);
    await world().defer(30n);
    proxy().requests = "DOWN";
    const urls = [`${proxy().url}/secret-key`, `${anvil().url}/?key=other-secret`];
    const keeper = await startKeeper({ env: { RPC_URLS: urls.join(","), KEEPER_LOG_LEVEL: "trace" } });
    await untilQueueEmpty();
    await untilState("MINED");
    proxy().requests = "PASS";
    expect(await transactions()).toHaveLength(1);
    expect(await keeper.metric(`keeper_rpc_up{endpoint="${new URL(proxy().url).host}"}`)).toBe(0);
    expect(await keeper.metric(`keeper_rpc_up{endpoint="${new URL(anvil().url).host}"}`)).toBe(1);
    for (const secret of ["secret-key", "other-secret"]) expect(keeper.output()).not.toContain(secret);
  });

  it("sends privately first and publicly when that leads to nothing", async () => {
    await ask(40n);
    await world().defer(30n);
    await anvil().rpc("evm_setAutomine", [false]);
    proxy().rule = "FAIL"; // a relay that never includes anything
    await startKeeper({
      env: {
        RPC_URL: anvil().url,
        PRIVATE_RPC_URL: proxy().url,
        KEEPER_PRIVATE_BLOCKS: "2",
        KEEPER_POLL_MS: "50",
      },
    });
    await waitFor("the transaction at the relay", () => proxy().seen[0]);
    expect(await anvil().rpc("txpool_status")).toMatchObject({ pending: "0x0" });
    await anvil().rpc("anvil_mine", ["0x2"]);
    await untilState("SUBMITTED");
    await anvil().rpc("evm_mine");
    await untilQueueEmpty();
    expect(await transactions()).toHaveLength(1);
  });
});
