import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Health of each RPC endpoint, labelled by host. */
export function createRpcMetrics(registry: Registry) {
  const common = { registers: [registry], labelNames: ["endpoint"] as const };
  return {
    up: new Gauge({
      ...common,
      name: "keeper_rpc_up",
      help: "1 while an endpoint answers, is not paused, not too far behind and on the branch of the majority",
    }),
    headBlock: new Gauge({ ...common, name: "keeper_rpc_head_block", help: "Newest block of an endpoint" }),
    lagBlocks: new Gauge({
      ...common,
      name: "keeper_rpc_lag_blocks",
      help: "Blocks from an endpoint's newest to the one the keeper works on; negative while it is ahead",
    }),
    failures: new Counter({
      ...common,
      name: "keeper_rpc_failures_total",
      help: "Requests without a proper answer: no connection, time-out, HTTP error, garbage",
    }),
    latency: new Histogram({
      ...common,
      name: "keeper_rpc_latency_seconds",
      help: "Time to an answer or a failure",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
  };
}

export type RpcMetrics = ReturnType<typeof createRpcMetrics>;
