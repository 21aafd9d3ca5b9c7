import { policyOf, retryAt, type BlockHead, type Policy, type TransactionJob, type Work } from "../domain/index.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** What the keeper itself finds against an action, and what then becomes of it. */
export const OWN_REASONS = {
  NOTHING_TO_DO: "BACK_OFF",
  TOO_DEAR: "NEXT_BLOCK",
  OVER_BUDGET: "BACK_OFF",
} as const satisfies Record<string, Policy>;

/** A reason against sending: one of the keeper's own, the contract's error, or null for a revert without a known name. */
export type Refused = { action: { job: TransactionJob; works: Work[] }; errorName: string | null; detail: string };

const isOwn = (name: string | null): name is keyof typeof OWN_REASONS => name !== null && name in OWN_REASONS;

/** Records by the error table when an action may be tried again, if ever. */
export async function deferAction(
  context: KeeperContext,
  { action, errorName, detail }: Refused,
  block: BlockHead,
): Promise<"nothing-to-do" | "deferred" | "dropped"> {
  const policy = isOwn(errorName) ? OWN_REASONS[errorName] : policyOf(errorName);
  const nowMs = context.clock.nowMs();
  const records = await context.outbox.works(action.works.map((work) => work.id));
  const attempts = 1 + Math.max(0, ...[...records.values()].map((record) => record.attempts));
  const until =
    policy === "DROP"
      ? { notBeforeBlock: block.number, notBeforeMs: nowMs }
      : retryAt(policy, attempts, block.number, nowMs);
  const name = errorName ?? "UNKNOWN_REVERT";
  await context.outbox.defer(context.epoch, {
    works: action.works,
    drop: policy === "DROP",
    ...until,
    errorName: name,
  });
  const about = { job: action.job, works: action.works.map((work) => work.id), error: name, detail, policy };
  if (name === "NOTHING_TO_DO") {
    context.logger.debug(about, "nothing to do");
    return "nothing-to-do";
  }
  context.metrics.simulationFailures.inc({ job: action.job, error: name, policy });
  context.logger[policy === "PAGE" ? "error" : "warn"](about, "simulation refused");
  return policy === "DROP" ? "dropped" : "deferred";
}
