import {
  JOBS,
  LANES,
  dueActions,
  hasPassed,
  judgeSafety,
  mayStillSend,
  overdueActions,
  overdueSeconds,
  trackDue,
  trackDueBlocks,
  type BlockHead,
  type DueBlocks,
  type DueSince,
  type SafetyVerdict,
  type StoredTransaction,
} from "../domain/index.ts";
import { hasCode } from "../errors.ts";
import { followBlocks } from "./follow-blocks.ts";
import { followOpenTransactions, type NonceGone } from "./follow.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { reportEnded } from "./report-ended.ts";
import { judgeAndShow, readSafety } from "./safety.ts";
import { sendWanted } from "./send-wanted.ts";
import { findSignerFaults, type SignerFaults } from "./signers.ts";

/** What one round leaves for the next; nothing in it is needed after a restart. */
export type TickState = {
  headHash: string | null;
  /** When the exchange's own views of all waiting orders were last asked, whatever hints there were. */
  scannedMs: number;
  dueSince: DueSince;
  dueBlocks: DueBlocks;
  nonceGone: NonceGone;
  lastOpen: number;
  /** Live orders for slices in the last round that could tell. */
  parents: Set<bigint>;
  safety: SafetyVerdict;
};

/** The state before the first round. */
export function initialTickState(): TickState {
  return {
    headHash: null,
    scannedMs: Number.NEGATIVE_INFINITY,
    dueSince: new Map(),
    dueBlocks: new Map(),
    nonceGone: new Map(),
    lastOpen: 0,
    parents: new Set(),
    safety: { reasons: [], budgetWei: null },
  };
}

/**
 * One round: follow blocks and open transactions, and when there is a new block, work under way, work due, or a full scan owed, read
 * all due work from the chain, plan and send. Logs only hint at orders to look at; a full scan asks the exchange's own views for all.
 * Returns the head seen.
 */
export async function tick(context: KeeperContext, state: TickState): Promise<BlockHead> {
  const { reader, clock, metrics, limits, overdueBlocks } = context;
  const isStandby = overdueBlocks !== null;
  const head = await reader.head();
  metrics.headBlock.set(Number(head.number));
  metrics.headAge.set(Math.max(0, clock.nowMs() / 1_000 - Number(head.timestamp)));
  const [readings] = await Promise.all([
    readSafety(context, head),
    // cursor and hints are the leader's to write; a standby reads what it has stored
    isStandby ? undefined : followBlocksIfPossible(context, head),
  ]);
  const { pending, faults } = await followAndJudge(context, state, head, readings);

  const quiet = state.headHash === head.hash && state.lastOpen === pending.length && state.dueSince.size === 0;
  const isFullScan = hasPassed(limits.fullScanMs, state.scannedMs, clock.nowMs());
  if (quiet && !isFullScan) return head;

  const stop = metrics.tickSeconds.startTimer();
  const snapshot = await readSnapshot(context, head, isFullScan);
  if (!(await reader.isCanonical(head))) {
    // receipts and queues were read on two branches: what looks due may be what a vanished receipt had settled
    context.logger.warn(
      { block: head.number.toString() },
      "the chain was reorganised while it was read, reading again",
    );
    return head;
  }
  const due = dueActions(snapshot, limits);
  const dueWork = due.flatMap((action) => action.works.map((work) => ({ job: action.job, lane: action.lane, work })));
  const isDraining = await context.drain.isSet();
  metrics.draining.set(isDraining ? 1 : 0);
  state.dueSince = trackDue(state.dueSince, dueWork, clock.nowMs());
  state.dueBlocks = trackDueBlocks(state.dueBlocks, due, head.number);
  const wanted = isStandby ? overdueActions(due, state.dueBlocks, head.number, overdueBlocks) : due;
  const { safety, dueSince } = state;
  if (!isDraining) await sendWanted(context, wanted, head, { pending, faults, safety, dueSince });
  stop();
  if (!isStandby) reportEnded(context, state.parents, snapshot);

  state.headHash = head.hash;
  if (isFullScan) state.scannedMs = clock.nowMs();
  state.lastOpen = pending.length;
  forgetDue(context, state.dueSince);
  for (const job of JOBS) {
    metrics.due.set({ job }, dueWork.filter((entry) => entry.job === job).length);
    metrics.overdueAge.set({ job }, overdueSeconds(state.dueSince, { job }, clock.nowMs()));
  }
  for (const lane of LANES) {
    metrics.laneOverdueAge.set({ lane }, overdueSeconds(state.dueSince, { lane }, clock.nowMs()));
  }
  return head;
}

/** Follows open transactions, and judges by signers and safety sources whether new work may be sent. */
async function followAndJudge(
  context: KeeperContext,
  state: TickState,
  head: BlockHead,
  readings: Awaited<ReturnType<typeof readSafety>>,
): Promise<{ pending: StoredTransaction[]; faults: SignerFaults }> {
  const stopped = !mayStillSend("halt", judgeSafety({ ...readings, signerFaults: [] }, context.limits).reasons);
  const pending = await followOpenTransactions(context, head, state.nonceGone, stopped);
  const faults = await findSignerFaults(context, pending);
  const signerFaults = faults.size < context.senders.length ? [] : [...faults.values()];
  state.safety = judgeAndShow(context, { ...readings, signerFaults }, state.safety);
  return { pending, faults };
}

/** Hints are an aid: a round that cannot extend them still does the work it finds, and the next round follows from the same cursor. */
async function followBlocksIfPossible(context: KeeperContext, head: BlockHead): Promise<void> {
  try {
    await followBlocks(context, head);
  } catch (error) {
    if (hasCode(error, "FENCED")) throw error;
    context.metrics.failures.inc({ kind: "blocks" });
    context.logger.warn({ error }, "blocks could not be followed, trying again in the next round");
  }
}

/** Forgets when work fell due that nobody waits for any more: not due now, and not carried by an open transaction of this leader. */
function forgetDue(context: KeeperContext, due: DueSince): void {
  const LONGEST = 10_000;
  for (const id of context.dueMs.keys()) {
    if (context.dueMs.size <= LONGEST) return;
    if (!due.has(id)) context.dueMs.delete(id);
  }
}
