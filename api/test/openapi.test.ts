import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startApi } from "./fixtures/test-api.ts";
import type { TestApi } from "./fixtures/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ databaseUrl: "postgres://u:p@127.0.0.1:9/none", rpcUrl: "http://127.0.0.1:9" });
});
afterAll(() => api.close());

const operation = z.object({
  summary: z.string().min(5),
  tags: z.array(z.string()).length(1),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(["path", "query"]),
        required: z.boolean().optional(),
        schema: z.record(z.string(), z.unknown()),
      }),
    )
    .optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: z.record(z.string(), z.unknown()) })),
});
const documentShape = z.object({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().startsWith("/"), z.object({ get: operation })),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

const read = async () => documentShape.parse(await (await api.get("/api/openapi.json")).json());

describe("OpenAPI document", () => {
  test("has every route with its parameters and problems", async () => {
    const { paths } = await read();
    for (const path of [
      "/health",
      "/ready",
      "/api/v1/deployment",
      "/api/v1/markets",
      "/api/v1/markets/{id}",
      "/api/v1/markets/{id}/depth",
      "/api/v1/markets/{id}/trades",
      "/api/v1/markets/{id}/candles",
      "/api/v1/orders",
      "/api/v1/conditional-orders",
      "/api/v1/sliced-orders",
      "/api/v1/sliced-orders/{id}/slices",
      "/api/v1/accounts/{address}/balances",
      "/api/v1/projects",
      "/api/v1/projects/{id}",
      "/api/v1/batches",
      "/api/v1/batches/{id}",
      "/api/v1/batches/{id}/events",
      "/api/v1/batches/{id}/reconciliation",
      "/api/v1/proposals",
      "/api/v1/retirements",
      "/api/v1/retirements/{id}",
      "/api/v1/certificates/{id}",
      "/api/v1/serials",
    ]) {
      expect(Object.keys(paths)).toContain(path);
    }
    for (const [path, { get }] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (get.parameters ?? []).filter((parameter) => parameter.in === "path").map(({ name }) => name);
      expect(declared, path).toEqual(named);
      expect(Object.keys(get.responses), path).toEqual(expect.arrayContaining(["200", "400", "429", "500"]));
      expect(Object.keys(get.responses["400"]?.content ?? {})).toEqual(["application/problem+json"]);
    }
  });

  test("has no reference that leads nowhere", async () => {
    const document = await read();
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  test("tells the bounds that are enforced", async () => {
    const { paths } = await read();
    const limit = paths["/api/v1/markets/{id}/trades"]?.get.parameters?.find(({ name }) => name === "limit");
    expect(limit).toMatchObject({ in: "query", schema: { type: "integer", minimum: 1, maximum: 500 } });
  });
});

describe("documentation page", () => {
  test("loads nothing from elsewhere and runs under its own policy", async () => {
    const page = await api.get("/api/docs/");
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain("swagger-ui");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, asset]) => asset ?? "");
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(https?:)?\/\//);
      expect((await api.get(new URL(asset, `${api.url}/api/docs/`).pathname)).status).toBe(200);
    }
    expect(html).not.toMatch(/<script>[^<]/); // inline scripts would not run
  });
});
