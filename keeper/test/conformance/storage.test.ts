import { readdirSync } from "node:fs";
import { Client, Pool } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createPostgresBlockStore } from "../../src/adapters/postgres/block-store.ts";
import { createPostgresDrainFlag } from "../../src/adapters/postgres/drain-flag.ts";
import { createPostgresLeaderLock } from "../../src/adapters/postgres/leader-lock.ts";
import { migrate } from "../../src/adapters/postgres/migrate.ts";
import { createPostgresOrderHints } from "../../src/adapters/postgres/order-hints.ts";
import { createPostgresOutbox } from "../../src/adapters/postgres/outbox.ts";
import { createPostgresSafetyRecords } from "../../src/adapters/postgres/safety-records.ts";
import { hasCode } from "../../src/errors.ts";
import { freePort } from "../../../test/free-port.ts";
import { startTestPostgres, type TestPostgres } from "../../../test/postgres.ts";
import { createMemoryBlockStore } from "../memory/block-store.ts";
import { createMemoryDrainFlag } from "../memory/drain-flag.ts";
import { createMemoryLeaderLock } from "../memory/leader-lock.ts";
import { createMemoryOrderHints } from "../memory/order-hints.ts";
import { createMemoryOutbox, createMemoryStore } from "../memory/outbox.ts";
import { createMemorySafetyRecords } from "../memory/safety.ts";
import { blockStoreConformance } from "./block-store.suite.ts";
import { drainFlagConformance } from "./drain-flag.suite.ts";
import { followBlocksProperties } from "./follow-blocks.suite.ts";
import { lanesConformance, STANDBY } from "./lanes.suite.ts";
import { leaderLockConformance } from "./leader-lock.suite.ts";
import { orderHintsConformance } from "./order-hints.suite.ts";
import { outboxRollBackConformance } from "./outbox-rollback.suite.ts";
import { outboxSequences } from "./outbox-sequences.suite.ts";
import { outboxConformance } from "./outbox.suite.ts";
import { safetyConformance } from "./safety.suite.ts";

const CHAIN_KEY = "31337:0xabc";
let postgres: TestPostgres;
const pools: Pool[] = [];

beforeAll(async () => {
  postgres = await startTestPostgres(await freePort());
}, 60_000);
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()));
});
afterAll(() => postgres.stop(), 60_000);

async function migratedPool(): Promise<{ pool: Pool; url: string }> {
  const url = await postgres.freshDatabase();
  const pool = new Pool({ connectionString: url });
  pools.push(pool);
  await migrate(pool);
  return { pool, url };
}

const lockOn = (connectionString: string) =>
  createPostgresLeaderLock({ connectionString, chainKey: CHAIN_KEY, holder: "test" });

const memoryOutbox = () => {
  const lease = { epoch: 0n };
  return Promise.resolve({ outbox: createMemoryOutbox(lease), lock: createMemoryLeaderLock(lease) });
};
const postgresOutbox = async () => {
  const { pool, url } = await migratedPool();
  return { outbox: createPostgresOutbox(pool, CHAIN_KEY), lock: lockOn(url) };
};
outboxConformance("in memory", memoryOutbox);
outboxConformance("Postgres", postgresOutbox);
outboxRollBackConformance("in memory", memoryOutbox);
outboxRollBackConformance("Postgres", postgresOutbox);
outboxSequences("in memory", memoryOutbox, 300);
outboxSequences("Postgres", postgresOutbox, 5);

const LANE = `standby/${STANDBY}`;
lanesConformance("in memory", () => {
  const store = createMemoryStore();
  const sideOf = (lane: string) => {
    const lease = { epoch: 0n };
    return { outbox: createMemoryOutbox(lease, store, lane), lock: createMemoryLeaderLock(lease) };
  };
  return Promise.resolve({ leader: sideOf("leader"), standby: sideOf(LANE) });
});
lanesConformance("Postgres", async () => {
  const { pool, url } = await migratedPool();
  const lock = { connectionString: url, chainKey: CHAIN_KEY, holder: "test", lane: LANE, signers: [STANDBY] };
  return {
    leader: { outbox: createPostgresOutbox(pool, CHAIN_KEY), lock: lockOn(url) },
    standby: { outbox: createPostgresOutbox(pool, CHAIN_KEY, LANE), lock: createPostgresLeaderLock(lock) },
  };
});

safetyConformance("in memory", () => {
  const [lease, store, controls] = [{ epoch: 0n }, createMemoryStore(), { stopped: false, reason: "", resetMs: 0 }];
  return Promise.resolve({
    outbox: createMemoryOutbox(lease, store),
    lock: createMemoryLeaderLock(lease),
    records: createMemorySafetyRecords(store, controls),
    setControls: (said) => Promise.resolve(void Object.assign(controls, said)),
  });
});
safetyConformance("Postgres", async () => {
  const { pool, url } = await migratedPool();
  return {
    outbox: createPostgresOutbox(pool, CHAIN_KEY),
    lock: lockOn(url),
    records: createPostgresSafetyRecords(pool, CHAIN_KEY),
    setControls: async ({ stopped, reason, resetMs }) => {
      const values = [CHAIN_KEY, stopped, reason, resetMs];
      await pool.query("INSERT INTO keeper.controls VALUES ($1, $2, $3, $4)", values);
    },
  };
});

leaderLockConformance("in memory", () => {
  const lock = createMemoryLeaderLock({ epoch: 0n });
  return Promise.resolve([lock, lock]);
});
leaderLockConformance("Postgres", async () => {
  const { url } = await migratedPool();
  return [lockOn(url), lockOn(url)];
});

drainFlagConformance("in memory", () => Promise.resolve(createMemoryDrainFlag()));
drainFlagConformance("Postgres", async () => {
  const { pool } = await migratedPool();
  const another = createPostgresDrainFlag(pool, "another chain");
  await another.set("somebody");
  return createPostgresDrainFlag(pool, CHAIN_KEY);
});

orderHintsConformance(
  "in memory",
  (rows, waiting) => Promise.resolve(createMemoryOrderHints(rows, waiting)),
  () => Promise.resolve(createMemoryOrderHints(null)),
);
orderHintsConformance(
  "the indexer's views",
  async (rows, { conditionals = [], parents = [] } = {}) => {
    const { pool } = await migratedPool();
    await pool.query("CREATE SCHEMA carbon");
    await pool.query("CREATE TABLE carbon.orders (id numeric PRIMARY KEY, status text NOT NULL, expiry bigint)");
    for (const row of rows) {
      await pool.query("INSERT INTO carbon.orders VALUES ($1, $2, $3)", [row.id, row.status, row.expiry]);
    }
    await pool.query("CREATE TABLE carbon.conditionals (id numeric, status text, expiry bigint, trail_ticks integer)");
    for (const { id, status, expiry, trailTicks } of conditionals) {
      await pool.query("INSERT INTO carbon.conditionals VALUES ($1, $2, $3, $4)", [id, status, expiry, trailTicks]);
    }
    await pool.query("CREATE TABLE carbon.parents (id numeric, status text, start_at bigint)");
    for (const { id, status, startAt } of parents) {
      await pool.query("INSERT INTO carbon.parents VALUES ($1, $2, $3)", [id, status, startAt]);
    }
    return createPostgresOrderHints(pool);
  },
  async () => createPostgresOrderHints((await migratedPool()).pool),
);

const memoryBlocks = () => {
  const lease = { epoch: 0n };
  const parts = { blocks: createMemoryBlockStore(lease), outbox: createMemoryOutbox(lease) };
  return Promise.resolve({ ...parts, lock: createMemoryLeaderLock(lease) });
};
const postgresBlocks = async () => {
  const { pool, url } = await migratedPool();
  const parts = { blocks: createPostgresBlockStore(pool, CHAIN_KEY), outbox: createPostgresOutbox(pool, CHAIN_KEY) };
  return { ...parts, lock: lockOn(url) };
};
blockStoreConformance("in memory", memoryBlocks);
blockStoreConformance("Postgres", postgresBlocks);
followBlocksProperties("in memory", memoryBlocks, { numRuns: 200, mostSteps: 6 });
followBlocksProperties("Postgres", postgresBlocks, { numRuns: 2, mostSteps: 2 });

describe("Postgres adapters", () => {
  it("notice that the lock's connection was cut, and another process may lead", async () => {
    const { url } = await migratedPool();
    const lease = await lockOn(url).tryAcquire();
    const admin = new Client({ connectionString: url });
    await admin.connect();
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'keeper leader %'",
    );
    await admin.end();
    await lease?.ended;
    expect(lease?.isHeld()).toBe(false);
    const successor = await lockOn(url).tryAcquire();
    expect(successor?.epoch).toBe((lease?.epoch ?? 0n) + 1n);
    await successor?.release();
  });

  it("refuse a standby's lane while the leader has one of its signers", async () => {
    const { url } = await migratedPool();
    const lock = { connectionString: url, chainKey: CHAIN_KEY, holder: "test" };
    const leader = await createPostgresLeaderLock({ ...lock, signers: ["0xcc", STANDBY] }).tryAcquire();
    const standby = createPostgresLeaderLock({ ...lock, lane: LANE, signers: [STANDBY] });
    expect(await standby.tryAcquire()).toBeNull();
    await leader?.release();
    const successor = await createPostgresLeaderLock({ ...lock, signers: ["0xcc"] }).tryAcquire();
    const own = await standby.tryAcquire();
    expect(own?.isHeld()).toBe(true);
    await Promise.all([successor?.release(), own?.release()]);
  });

  it("lock out a former leader's writes even while it believes that it leads", async () => {
    const { pool, url } = await migratedPool();
    const outbox = createPostgresOutbox(pool, CHAIN_KEY);
    const lease = await lockOn(url).tryAcquire();
    if (lease === null) throw new Error("the lock is free");
    await pool.query("UPDATE keeper.lease SET epoch = epoch + 1");
    const deferral = { works: [], drop: false, notBeforeBlock: 0n, notBeforeMs: 0, errorName: "x" };
    await expect(outbox.defer(lease.epoch, deferral)).rejects.toSatisfy((error) => hasCode(error, "FENCED"));
    await lease.release();
  });

  it("keep the chains of one database apart", async () => {
    const { pool, url } = await migratedPool();
    const elsewhere = createPostgresLeaderLock({ connectionString: url, chainKey: "1:0xdef", holder: "test" });
    const [here, there] = [await lockOn(url).tryAcquire(), await elsewhere.tryAcquire()];
    if (here === null || there === null) throw new Error("each chain has its own leader");
    const draft = {
      signer: "0x00000000000000000000000000000000000000aa",
      job: "crank",
      call: { to: "0x00000000000000000000000000000000000000ee", data: "0x", gas: 1n },
      works: [{ id: "crank/1/1/1", resource: "crank/1", dueSince: null }],
      workCalls: [],
      maxCostWei: null,
      fees: { maxFeePerGas: 1n, maxPriorityFeePerGas: 1n },
      chainNonce: 5,
      block: 1n,
      deadlineBlock: 2n,
      nowMs: 3,
    } as const;
    const store = (chainKey: string, epoch: bigint, raw: `0x${string}`) =>
      createPostgresOutbox(pool, chainKey).store(epoch, { ...draft, works: [...draft.works], workCalls: [] }, () =>
        Promise.resolve({ hash: raw, raw }),
      );
    expect((await store(CHAIN_KEY, here.epoch, "0x01")).nonce).toBe(5);
    expect((await store("1:0xdef", there.epoch, "0x02")).nonce).toBe(5);
    expect(await createPostgresOutbox(pool, CHAIN_KEY).open()).toHaveLength(1);
    await Promise.all([here.release(), there.release()]);
  });
});

describe("migrate", () => {
  it("applies each file once, also when two processes start together", async () => {
    const pool = new Pool({ connectionString: await postgres.freshDatabase() });
    pools.push(pool);
    const applied = await Promise.all([migrate(pool), migrate(pool)]);
    const files = readdirSync(new URL("../../migrations/", import.meta.url)).toSorted();
    expect(applied.flat()).toEqual(files);
    expect(files[0]).toBe("0001_outbox.sql");
    expect(await migrate(pool)).toEqual([]);
  });

  it("refuses an applied file that was changed since", async () => {
    const { pool } = await migratedPool();
    await pool.query("UPDATE keeper.migrations SET sha256 = 'other'");
    await expect(migrate(pool)).rejects.toSatisfy((error) => hasCode(error, "MIGRATION_CHANGED"));
  });
});
