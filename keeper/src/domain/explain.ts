import type { Action, Job, Lane, Work } from "./action.ts";
import { anchorDueAt } from "./anchor.ts";
import type { BundleLimits } from "./bundle.ts";
import { completenessActions, snapshotTarget } from "./completeness.ts";
import { dueActions, plan, worksOf, type PlanLimits } from "./plan.ts";
import { mayStillSend, type StopReason } from "./safety.ts";
import { sendAt, sliceWait } from "./slices.ts";
import type { ChainSnapshot } from "./snapshot.ts";
import { refusal, type Ledger } from "./work-ledger.ts";

/** Something that waits, and for what; `from` in unix seconds where that is a time. */
export type HeldBack = { job: Job; what: string; reason: string; from: bigint | null };

/** What would be sent now, and everything that would not, with the reason. */
export type Explanation = { send: Action[]; held: HeldBack[] };

/** What keeps all keepers of the chain from new work: a request to drain, and the safety limits. */
export type Holds = { draining: boolean; stopped: readonly StopReason[] };

/** A plan together with all it leaves out: due work that may not be sent, and what waits without being due. Sends nothing. */
export function explainPlan(
  snapshot: ChainSnapshot,
  ledger: Ledger,
  limits: PlanLimits & Pick<BundleLimits, "maxCalls">,
  { openCount, nowMs, ...holds }: Holds & { openCount: number; nowMs: number },
): Explanation {
  const send = plan(snapshot, ledger, limits, openCount, nowMs, (lane) => holdOf(lane, holds) === null);
  const sent = new Set(worksOf(send).map(({ id }) => id));
  const refused = dueActions(snapshot, limits).flatMap(({ job, lane, works }) =>
    works
      .filter(({ id }) => !sent.has(id))
      .map((work: Work): HeldBack => ({
        job,
        what: work.id,
        reason:
          holdOf(lane, holds) ?? refusal(work, ledger, snapshot.block, nowMs) ?? "all transaction slots are taken",
        from: null,
      })),
  );
  return {
    send,
    held: [
      ...refused,
      ...waitingQueues(snapshot),
      ...waitingSlices(snapshot, limits),
      ...waitingProofs(snapshot, limits),
    ],
  };
}

/** What holds a whole lane back; null for nothing. */
function holdOf(lane: Lane, { draining, stopped }: Holds): string | null {
  if (draining) return "draining";
  return mayStillSend(lane, stopped) ? null : `stopped: ${stopped.join(", ")}`;
}

function waitingQueues({ queues }: ChainSnapshot): HeldBack[] {
  return queues
    .filter(({ head, tail, phase }) => head < tail && phase !== "CONTINUOUS" && phase !== "DELISTED")
    .map(({ marketId, head, tail, phase }) => ({
      job: "crank",
      what: `${tail - head} deferred orders of market ${marketId}`,
      reason: `market is ${phase}`,
      from: null,
    }));
}

function waitingSlices({ parents, markets, block }: ChainSnapshot, { sliceJitterPercent }: PlanLimits): HeldBack[] {
  const phases = new Map(markets.map(({ marketId, phase }) => [marketId, phase]));
  return parents.flatMap((order): HeldBack[] => {
    const wait = sliceWait(order, phases.get(order.marketId) ?? "NONE", block.timestamp, sliceJitterPercent);
    if (wait === null) return [];
    const isTime = wait === "not due" || wait === "held for its jitter";
    const from = isTime ? sendAt(order, sliceJitterPercent) : null;
    return [{ job: "executeSlice", what: `slice ${order.slice} of order ${order.orderId}`, reason: wait, from }];
  });
}

function waitingProofs({ audit, completeness, block }: ChainSnapshot, limits: PlanLimits): HeldBack[] {
  const held: HeldBack[] = [];
  if (limits.anchorEverySeconds !== 0n && audit === null) {
    held.push({ job: "anchor", what: "audit log", reason: "its view does not answer", from: null });
  }
  if (limits.anchorEverySeconds !== 0n && audit !== null) {
    const from = anchorDueAt(audit, limits.anchorEverySeconds);
    const what = `audit log of ${audit.logSize} entries`;
    if (audit.logSize <= audit.anchoredSize) held.push({ job: "anchor", what, reason: "nothing new", from: null });
    else if (from !== null && block.timestamp < from) held.push({ job: "anchor", what, reason: "not due", from });
  }
  if (completeness !== null) {
    const target = snapshotTarget(completeness.postedBlock, block.number, limits);
    if (target === null) {
      const what = `snapshot after block ${completeness.postedBlock}`;
      held.push({ job: "post", what, reason: "not due", from: null });
    } else if (completenessActions({ completeness, block }, limits).length === 0) {
      held.push({ job: "post", what: `snapshot of block ${target}`, reason: "its tree is being built", from: null });
    }
  }
  return held;
}
