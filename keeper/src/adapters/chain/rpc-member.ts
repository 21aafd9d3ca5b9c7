import { HEALTHY, afterFailure, type EndpointHealth, type Standing } from "../../domain/index.ts";
import { KeeperError } from "../../errors.ts";
import type { Clock } from "../../ports/index.ts";
import type { RpcMetrics } from "../rpc-metrics.ts";
import type { RpcEndpoint } from "./rpc-endpoint.ts";
import { isWellFormed, kindOfError, type RpcCall } from "./rpc-routing.ts";

/** An endpoint with what is remembered of it. */
export type RpcMember = {
  name: string;
  health: EndpointHealth;
  standing: Standing;
  /** Asks the endpoint once; throws what viem throws, or BAD_ANSWER. Health and metrics follow the outcome. */
  ask: (call: RpcCall) => Promise<unknown>;
};

/** Wraps an endpoint so that every request counts for its health. */
export function createRpcMember({ name, client }: RpcEndpoint, clock: Clock, metrics: RpcMetrics): RpcMember {
  const label = { endpoint: name };
  const member: RpcMember = {
    name,
    health: HEALTHY,
    standing: "SILENT",
    async ask(call) {
      const startedMs = clock.nowMs();
      try {
        const result: unknown = await client.request(call as Parameters<typeof client.request>[0]);
        if (!isWellFormed(call.method, result)) throw new KeeperError("BAD_ANSWER", `${call.method} of ${name}`);
        member.health = HEALTHY;
        return result;
      } catch (error) {
        if (kindOfError(error) === "FAILURE") {
          metrics.failures.inc(label);
          member.health = afterFailure(member.health, clock.nowMs());
        } else member.health = HEALTHY;
        throw error;
      } finally {
        metrics.latency.observe(label, (clock.nowMs() - startedMs) / 1_000);
      }
    },
  };
  return member;
}
