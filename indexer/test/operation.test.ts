import { createServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { buildSchemaName } from "../build-schema-name.ts";
import { limiterUrls, loadConfig } from "../config.ts";
import { createLagMonitor } from "../lag-monitor.ts";
import { measureLag } from "../measure-lag.ts";
import { SCHEMA_FILE, renderSchemaSql } from "../scripts/write-schema-sql.ts";

const ROOT = join(import.meta.dirname, "../..");
const DATABASE_URL = "postgres://user:secret@127.0.0.1:5432/indexer";

describe("settings", () => {
  test("a local node gets eight names for the limiter, a hosted list is used as it is", () => {
    expect(new Set(limiterUrls(["http://127.0.0.1:8545"])).size).toBe(8);
    expect(limiterUrls(["https://one.example", "https://two.example"])).toEqual([
      "https://one.example",
      "https://two.example",
    ]);
    expect(limiterUrls(["https://one.example"])).toEqual(["https://one.example"]);
  });

  test("a local chain is polled every 200 ms, another one every second", () => {
    expect(loadConfig({ DATABASE_URL }).pollingIntervalMs).toBe(200);
    expect(loadConfig({ DATABASE_URL, RPC_URL: "https://one.example" }).pollingIntervalMs).toBe(1_000);
  });

  test("all wrong settings are reported together, without their values", () => {
    const load = () => loadConfig({ DATABASE_URL: "mysql://secret@x", INDEXER_PORT: "70000" });
    expect(load).toThrow(/DATABASE_URL[\s\S]*INDEXER_PORT/);
    expect(load).not.toThrow(/secret/);
  });
});

describe("schema", () => {
  test("schema.sql is what the schema says (else run indexer/scripts/write-schema-sql.ts)", () => {
    expect(readFileSync(SCHEMA_FILE, "utf8")).toBe(renderSchemaSql());
  });

  test("the build's schema name is stable, changes with the deployment and fits Ponder's limit", () => {
    const name = buildSchemaName(ROOT, "one");
    expect(buildSchemaName(ROOT, "one")).toBe(name);
    expect(buildSchemaName(ROOT, "two")).not.toBe(name);
    expect(name).toMatch(/^build_[0-9a-f]{16}$/);
  });
});

describe("lag monitor", () => {
  const bounds = { maxLagBlocks: 3, maxLagMs: 1_000 };

  test("asks for a restart only after the lag has lasted", () => {
    const judge = createLagMonitor(bounds);
    expect(judge({ atMs: 0, ready: true, lagBlocks: 0 })).toBe("ok");
    expect(judge({ atMs: 100, ready: true, lagBlocks: 4 })).toBe("behind");
    expect(judge({ atMs: 1_100, ready: true, lagBlocks: 4 })).toBe("behind");
    expect(judge({ atMs: 1_101, ready: true, lagBlocks: 4 })).toBe("restart");
  });

  test("counts silence as lag, and a good sample starts the clock again", () => {
    const judge = createLagMonitor(bounds);
    judge({ atMs: 0, ready: true, lagBlocks: 0 });
    expect(judge({ atMs: 10, ready: false, lagBlocks: null })).toBe("behind");
    expect(judge({ atMs: 900, ready: true, lagBlocks: 3 })).toBe("ok");
    expect(judge({ atMs: 1_500, ready: false, lagBlocks: null })).toBe("behind");
  });

  test("lets a backfill take as long as it needs", () => {
    const judge = createLagMonitor(bounds);
    expect(judge({ atMs: 0, ready: false, lagBlocks: 1_000_000 })).toBe("ok");
    expect(judge({ atMs: 1e9, ready: false, lagBlocks: null })).toBe("ok");
  });
});

describe("lag measurement", () => {
  const servers: Server[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, "127.0.0.1");
    servers.push(server);
    await once(server, "listening");
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const chain = () =>
    serve((_request, response) => response.end(JSON.stringify({ jsonrpc: "2.0", id: 1, result: "0x14" })));
  const indexer = (isReady: boolean) =>
    serve((request, response) => {
      if (request.url === "/ready") response.writeHead(isReady ? 200 : 503).end();
      else response.end(JSON.stringify({ chain: { id: 31_337, block: { number: 15, timestamp: 1 } } }));
    });

  test("is the distance between the chain's head and the indexer's block", async () => {
    expect(await measureLag({ rpcUrl: await chain(), indexerUrl: await indexer(true) })).toEqual({
      ready: true,
      lagBlocks: 5,
    });
    expect(await measureLag({ rpcUrl: await chain(), indexerUrl: await indexer(false) })).toEqual({
      ready: false,
      lagBlocks: 5,
    });
  });

  test("blames the indexer for its own silence and not for the chain's", async () => {
    const dead = "http://127.0.0.1:9";
    expect(await measureLag({ rpcUrl: await chain(), indexerUrl: dead })).toEqual({ ready: false, lagBlocks: null });
    expect(await measureLag({ rpcUrl: dead, indexerUrl: await indexer(true) })).toEqual({ ready: true, lagBlocks: 0 });
  });
});
