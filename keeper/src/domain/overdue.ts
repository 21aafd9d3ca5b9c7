import type { Job, Lane, Work } from "./action.ts";

/** Since when each resource has been due without a break, unix milliseconds. */
export type DueSince = ReadonlyMap<string, { sinceMs: number; job: Job; lane: Lane }>;

/**
 * Carries the record of due work forward. Work keeps its first date while it stays due under the same `key`: a queue
 * whose head moves is progress and starts anew. Where the chain tells since when, that counts.
 */
export function trackDue(
  previous: DueSince,
  due: readonly { job: Job; lane: Lane; work: Work }[],
  nowMs: number,
): DueSince {
  const next = new Map<string, { sinceMs: number; job: Job; lane: Lane }>();
  for (const { job, lane, work } of due) {
    const known = previous.get(work.id)?.sinceMs ?? nowMs;
    const told = work.dueSince === null ? known : Number(work.dueSince) * 1_000;
    next.set(work.id, { sinceMs: Math.min(known, told), job, lane });
  }
  return next;
}

/** Age in seconds of the oldest due work of a job or lane; zero when nothing is due. */
export function overdueSeconds(due: DueSince, of: { job: Job } | { lane: Lane }, nowMs: number): number {
  let oldest = nowMs;
  for (const entry of due.values()) {
    const counts = "job" in of ? entry.job === of.job : entry.lane === of.lane;
    if (counts && entry.sinceMs < oldest) oldest = entry.sinceMs;
  }
  return (nowMs - oldest) / 1_000;
}
