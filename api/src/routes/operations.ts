import type { ApiDeps } from "../deps.ts";
import { readHead } from "../db/head.ts";
import { deploymentDto, healthDto, readyDto } from "../http/extra-dto.ts";
import { noParams, noQuery } from "../http/fields.ts";
import { ProblemError } from "../http/problem.ts";
import type { FieldFault } from "../http/problem.ts";
import { defineRoute } from "../http/route.ts";
import type { Route } from "../http/route.ts";

const CHECK_MS = 3_000;

/** Rejects when a check takes too long, so that readiness itself always answers. */
async function within<T>(check: Promise<T>): Promise<T> {
  const timer = AbortSignal.timeout(CHECK_MS);
  const late = new Promise<never>((_resolve, reject) => {
    timer.addEventListener("abort", () => reject(new RangeError(`no answer within ${CHECK_MS} ms`)));
  });
  return Promise.race([check, late]);
}

/** Checks database, chain and lag. Throws `ProblemError` NOT_READY with every reason. */
async function checkReadiness({ db, chain, settings }: ApiDeps) {
  const [indexed, head] = await Promise.allSettled([within(readHead(db)), within(chain.headBlock())]);
  const faults: FieldFault[] = [];
  if (indexed.status === "rejected") faults.push({ field: "database", message: "the indexer's views do not answer" });
  if (head.status === "rejected") faults.push({ field: "chain", message: "the node does not answer" });
  if (indexed.status === "fulfilled" && indexed.value === null) {
    faults.push({ field: "indexer", message: "nothing has been indexed yet" });
  }
  if (indexed.status === "fulfilled" && indexed.value !== null && head.status === "fulfilled") {
    const lag = head.value - BigInt(indexed.value.block);
    if (lag <= BigInt(settings.maxLagBlocks)) {
      const lagBlocks = Math.max(0, Number(lag));
      return { status: "ready" as const, head: String(head.value), indexedBlock: indexed.value.block, lagBlocks };
    }
    faults.push({
      field: "indexer",
      message: `is ${lag} blocks behind, at most ${settings.maxLagBlocks} are accepted`,
    });
  }
  throw new ProblemError("NOT_READY", { faults });
}

/** Routes for those who run the service, and the addresses of the contracts. */
export function operationRoutes(deps: ApiDeps): Route[] {
  const startedMs = deps.nowMs();
  return [
    defineRoute({
      path: "/health",
      tag: "operations",
      summary: "Whether the process lives",
      params: noParams,
      query: noQuery,
      response: healthDto,
      handle: () => Promise.resolve({ status: "ok" as const, uptimeSeconds: (deps.nowMs() - startedMs) / 1_000 }),
    }),
    defineRoute({
      path: "/ready",
      tag: "operations",
      summary: "Whether database, chain and indexer are fit to serve; 503 with reasons otherwise",
      params: noParams,
      query: noQuery,
      response: readyDto,
      problems: [503],
      handle: () => checkReadiness(deps),
    }),
    defineRoute({
      path: "/api/v1/deployment",
      tag: "operations",
      summary: "Chain and contract addresses",
      params: noParams,
      query: noQuery,
      response: deploymentDto,
      handle: () => Promise.resolve(deps.deployment),
    }),
  ];
}
