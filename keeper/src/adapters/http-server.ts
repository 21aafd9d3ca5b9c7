import { createServer, type Server } from "node:http";
import type { Registry } from "prom-client";

/** What the probes answer from. */
export type ProbeState = {
  role: string;
  ready: boolean;
  /** Why new work is stopped; empty when it is not. A stopped keeper is alive and ready. */
  stopped: readonly string[];
  detail: Record<string, string | number | null>;
};

/**
 * Serves /health (the process runs), /ready (200 while rounds succeed, as leader or standby, else 503) and /metrics.
 * Resolves once it listens.
 */
export async function startHttpServer(options: {
  host: string;
  port: number;
  registry: Registry;
  state: () => ProbeState;
}): Promise<Server> {
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0];
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    const state = options.state();
    if (path === "/health") json(200, { status: "ok", role: state.role, stopped: state.stopped });
    else if (path === "/ready")
      json(state.ready ? 200 : 503, {
        status: state.ready ? "ready" : "not ready",
        role: state.role,
        stopped: state.stopped,
        ...state.detail,
      });
    else if (path === "/metrics") {
      options.registry.metrics().then(
        (text) => response.writeHead(200, { "content-type": options.registry.contentType }).end(text),
        () => json(500, { status: "metrics failed" }),
      );
    } else json(404, { status: "not found" });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, () => resolve());
  });
  return server;
}
