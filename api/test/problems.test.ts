import { request as httpRequest } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BATCH } from "../../indexer/test/model/story.ts";
import { problemDto } from "../src/http/dto.ts";
import { createIndexedDatabase } from "./fixtures/indexed-database.ts";
import type { IndexedDatabase } from "./fixtures/indexed-database.ts";
import { startNodeStand } from "./fixtures/node-stand.ts";
import type { NodeStand } from "./fixtures/node-stand.ts";
import { startTestPostgres, type TestPostgres } from "../../test/postgres.ts";
import { tellStory } from "./fixtures/story-for-api.ts";
import { startApi } from "./fixtures/test-api.ts";
import type { TestApi } from "./fixtures/test-api.ts";

let postgres: TestPostgres;
let database: IndexedDatabase;
let node: NodeStand;
let api: TestApi;

beforeAll(async () => {
  postgres = await startTestPostgres(18_902);
  database = await createIndexedDatabase(await postgres.freshDatabase());
  await database.show(tellStory().log.events);
  node = await startNodeStand();
  api = await startApi({ databaseUrl: database.url, rpcUrl: node.url });
}, 60_000);

afterAll(async () => {
  await api.close();
  node.close();
  await database.close();
  await postgres.stop();
});

async function problemOf(response: Response) {
  expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  const problem = problemDto.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problem.requestId).toBe(response.headers.get("x-request-id"));
  return problem;
}

describe("bad input names the field", () => {
  const cases: [path: string, field: string][] = [
    ["/api/v1/markets/abc", "id"],
    ["/api/v1/markets/0", "id"],
    ["/api/v1/markets/-1", "id"],
    ["/api/v1/markets/1e3", "id"],
    ["/api/v1/markets/1/depth?levels=0", "levels"],
    ["/api/v1/markets/1/depth?levels=5000", "levels"],
    ["/api/v1/markets/1/depth?levels=", "levels"],
    ["/api/v1/markets/1/trades?limit=501", "limit"],
    ["/api/v1/markets/1/trades?limit=1&limit=2", "limit"],
    ["/api/v1/markets/1/trades?cursor=bm9wZQ", "cursor"],
    ["/api/v1/markets/1/trades?cursor=%00", "cursor"],
    ["/api/v1/markets/1/candles?interval=2m", "interval"],
    ["/api/v1/markets/1/candles?from=20&to=10", "from"],
    ["/api/v1/markets/1/candles?colour=red", "colour"],
    ["/api/v1/orders?owner=0x12", "owner"],
    ["/api/v1/orders?status=open", "status"],
    ["/api/v1/orders?marketId=4294967296", "marketId"],
    ["/api/v1/accounts/nobody/balances", "address"],
    ["/api/v1/projects/0", "id"],
    ["/api/v1/batches/xyz", "id"],
    ["/api/v1/batches?projectId=x", "projectId"],
    [`/api/v1/batches/${BATCH}/events?cursor=MX4y`, "cursor"],
    ["/api/v1/proposals?status=NONE", "status"],
    ["/api/v1/retirements?beneficiary=x", "beneficiary"],
    [`/api/v1/retirements/${"9".repeat(79)}`, "id"],
    ["/api/v1/certificates/1.5", "id"],
    ["/api/v1/serials?number=1", "namespace"],
    ["/api/v1/serials?namespace=x&number=one", "number"],
    ["/api/v1/stream?channel=depth", "marketId"],
    ["/api/v1/stream?channel=candles&marketId=1", "channel"],
  ];

  test.each(cases)("%s: %s", async (path, field) => {
    const response = await api.get(path);
    expect(response.status).toBe(400);
    const problem = await problemOf(response);
    expect(problem.errors?.map((fault) => fault.field)).toContain(field);
  });

  test("every field at fault is listed at once", async () => {
    const problem = await problemOf(await api.get("/api/v1/markets/x/candles?interval=2m&limit=0"));
    expect(problem.errors?.map(({ field }) => field).sort()).toEqual(["id", "interval", "limit"]);
  });
});

describe("what does not exist is 404", () => {
  test.each([
    "/api/v1/markets/99",
    "/api/v1/markets/99/depth",
    "/api/v1/markets/99/trades",
    "/api/v1/markets/99/candles",
    "/api/v1/markets/4294967295",
    "/api/v1/projects/99",
    "/api/v1/batches/99",
    "/api/v1/batches/99/events",
    "/api/v1/batches/99/reconciliation",
    "/api/v1/retirements/99",
    `/api/v1/retirements/${"9".repeat(78)}`,
    "/api/v1/certificates/99",
    "/api/v1/serials?namespace=x&number=1",
    "/api/v1/serials?namespace=Register%20of%20X&number=1",
    "/api/v1/stream?channel=depth&marketId=99",
    "/api/v1/nothing",
    "/",
  ])("%s", async (path) => {
    const response = await api.get(path);
    expect(response.status).toBe(404);
    await problemOf(response);
  });
});

describe("the door", () => {
  test("an oversize body is refused with 413", async () => {
    const response = await api.get("/api/v1/markets", { method: "POST", body: "x".repeat(70_000) });
    expect(response.status).toBe(413);
    await problemOf(response);
  });

  test("a body that cannot be read is 400, a method nobody serves 405 with Allow", async () => {
    const unreadable = await api.get("/api/v1/markets", { method: "POST", body: "{" });
    expect(unreadable.status).toBe(400);
    const post = await api.get("/api/v1/markets", { method: "POST", body: "{}" });
    expect([post.status, post.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    await problemOf(post);
  });

  test("a well-formed request id is kept, another one replaced", async () => {
    const kept = await api.get("/health", { headers: { "x-request-id": "trace-7" } });
    expect(kept.headers.get("x-request-id")).toBe("trace-7");
    const replaced = await api.get("/health", { headers: { "x-request-id": "a b\tc" } });
    expect(replaced.headers.get("x-request-id")).toMatch(/^id-\d+$/);
  });

  test("listed origins may read, others are not told so", async () => {
    const allowed = await api.get("/health", { headers: { origin: "http://app.example" } });
    expect(allowed.headers.get("access-control-allow-origin")).toBe("http://app.example");
    const other = await api.get("/health", { headers: { origin: "http://evil.example" } });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await api.get("/api/v1/markets", {
      method: "OPTIONS",
      headers: { origin: "http://app.example" },
    });
    expect(preflight.status).toBe(204);
  });

  test("security headers are set and the framework is not named", async () => {
    const { headers } = await api.get("/health");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-powered-by")).toBeNull();
  });

  test("a path that cannot be decoded is 400", async () => {
    const { port } = new URL(api.url);
    const request = httpRequest({ port, host: "127.0.0.1", path: "/api/v1/markets/%E0%A4%A" }).end();
    const [response] = (await once(request, "response")) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(400);
  });

  test("too many requests are 429 with the time to wait", async () => {
    const settings = { rateLimit: { points: 2, loopbackPoints: 2, seconds: 60 } };
    const narrow = await startApi({ databaseUrl: database.url, rpcUrl: node.url, settings });
    await narrow.get("/health");
    await narrow.get("/health");
    const refused = await narrow.get("/health");
    await narrow.close();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await problemOf(refused);
  });
});

describe("when something behind the door fails", () => {
  test("a dead database is 500 without detail, and readiness says which part", async () => {
    const broken = await startApi({ databaseUrl: "postgres://u:secret@127.0.0.1:9/none", rpcUrl: node.url });
    const response = await broken.get("/api/v1/projects");
    const ready = await broken.get("/ready");
    await broken.close();
    expect(response.status).toBe(500);
    const problem = await problemOf(response);
    expect(problem.detail).toBeUndefined();
    expect(JSON.stringify(problem)).not.toContain("secret");
    expect(broken.logged.join("")).toContain(problem.requestId);
    expect(ready.status).toBe(503);
    expect((await problemOf(ready)).errors?.map(({ field }) => field)).toContain("database");
  });

  test("a dead node is 503 where the chain is needed, and only there", async () => {
    const alone = await startApi({ databaseUrl: database.url, rpcUrl: "http://127.0.0.1:9" });
    const markets = await alone.get("/api/v1/markets");
    const depth = await alone.get("/api/v1/markets/1/depth");
    const ready = await problemOf(await alone.get("/ready"));
    await alone.close();
    expect([markets.status, depth.status]).toEqual([503, 200]);
    expect(ready.errors?.map(({ field }) => field)).toEqual(["chain"]);
  });

  test("sessions of the API cannot write, whatever the statement", async () => {
    const { createDatabase } = await import("../src/db/database.ts");
    const db = createDatabase({ url: database.url, onError: () => undefined, statementTimeoutMs: 200 });
    await expect(db.query("DELETE FROM carbon.orders")).rejects.toMatchObject({ code: "25006" });
    await expect(db.query("SELECT pg_sleep(2)")).rejects.toMatchObject({ code: "57014" });
    await db.close();
  });
});
