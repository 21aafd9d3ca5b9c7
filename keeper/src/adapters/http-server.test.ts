import type { Server } from "node:http";
import { Counter, Registry } from "prom-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startHttpServer, type ProbeState } from "./http-server.ts";

describe("the probes", () => {
  let server: Server;
  let base: string;
  let state: ProbeState;
  const registry = new Registry();
  new Counter({ name: "demo_total", help: "demo", registers: [registry] }).inc(3);

  beforeEach(async () => {
    state = { role: "standby", ready: true, stopped: [], detail: { signer: "0xaa", lastRoundMs: null } };
    server = await startHttpServer({ host: "127.0.0.1", port: 0, registry, state: () => state });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("the server listens on a port");
    base = `http://127.0.0.1:${address.port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("are ready as leader and as standby", async () => {
    const response = await fetch(`${base}/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ready",
      role: "standby",
      stopped: [],
      signer: "0xaa",
      lastRoundMs: null,
    });
  });

  it("are not ready when rounds stopped, and still healthy", async () => {
    state = { ...state, ready: false };
    expect((await fetch(`${base}/ready`)).status).toBe(503);
    expect((await fetch(`${base}/health`)).status).toBe(200);
  });

  it("say why new work is stopped, which is neither ill nor unready", async () => {
    state = { ...state, stopped: ["STOP_FILE"] };
    for (const path of ["/health", "/ready"]) {
      const response = await fetch(`${base}${path}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ stopped: ["STOP_FILE"] });
    }
  });

  it("show the metrics in Prometheus' format", async () => {
    const response = await fetch(`${base}/metrics?x=1`);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(await response.text()).toContain("demo_total 3");
  });

  it("know nothing else", async () => {
    expect((await fetch(`${base}/admin`)).status).toBe(404);
  });

  it("refuse a port that is taken", async () => {
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    await expect(startHttpServer({ host: "127.0.0.1", port, registry, state: () => state })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
  });
});
