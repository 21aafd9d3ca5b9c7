import {
  JOBS,
  LANES,
  dueActions,
  overdueSeconds,
  plan,
  snapshotTarget,
  trackDue,
  worksOf,
  type BlockHead,
  type ChainSnapshot,
  type CompletenessState,
  type DueSince,
} from "../domain/index.ts";
import { hasCode } from "../errors.ts";
import type { OrderHints } from "../ports/index.ts";
import { followBlocks } from "./follow-blocks.ts";
import { followOpenTransactions, type NonceGone } from "./follow.ts";
import { reportEnded } from "./report-ended.ts";
import { sendAction } from "./send.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** What one round leaves for the next; nothing in it is needed after a restart. */
export type TickState = {
  headHash: string | null;
  /** When the exchange's own views of all waiting orders were last asked, whatever hints there were. */
  scannedMs: number;
  dueSince: DueSince;
  nonceGone: NonceGone;
  lastOpen: number;
  /** Live orders for slices in the last round that could tell. */
  parents: Set<bigint>;
};

/** The state before the first round. */
export function initialTickState(): TickState {
  return {
    headHash: null,
    scannedMs: Number.NEGATIVE_INFINITY,
    dueSince: new Map(),
    nonceGone: new Map(),
    lastOpen: 0,
    parents: new Set(),
  };
}

/**
 * One round: follow open transactions, and when there is a new block, work under way, work due, or a full scan owed, read all due work
 * from the chain, plan and send. Logs only hint at orders to look at; a full scan asks the exchange's own views for all. Returns the
 * head seen.
 */
export async function tick(context: KeeperContext, state: TickState): Promise<BlockHead> {
  const { reader, clock, metrics, limits } = context;
  const head = await reader.head();
  metrics.headBlock.set(Number(head.number));
  metrics.headAge.set(Math.max(0, clock.nowMs() / 1_000 - Number(head.timestamp)));
  await followBlocksIfPossible(context, head);
  const pending = await followOpenTransactions(context, head, state.nonceGone);

  const quiet = state.headHash === head.hash && state.lastOpen === pending.length && state.dueSince.size === 0;
  const isFullScan = clock.nowMs() - state.scannedMs >= limits.fullScanMs;
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
  const records = await context.outbox.works(worksOf(due).map((work) => work.id));
  const busyResources = new Set(pending.flatMap((transaction) => transaction.resources));
  const isDraining = await context.drain.isSet();
  metrics.draining.set(isDraining ? 1 : 0);
  state.dueSince = trackDue(state.dueSince, dueWork, clock.nowMs());
  const ledger = { records, busyResources };
  const actions = isDraining ? [] : plan(snapshot, ledger, limits, pending.length, clock.nowMs());
  for (const action of actions) {
    if (!context.isLeader()) break;
    for (const { id } of action.works) context.dueMs.set(id, state.dueSince.get(id)?.sinceMs ?? clock.nowMs());
    await sendAction(context, action, head);
  }
  stop();
  reportEnded(context, state.parents, snapshot);

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

/**
 * Reads all due work at one block: queues, stops, auctions and halts as the chain counts them, and the orders that the keeper's own
 * record of logs, the indexer, or in a full scan the exchange's own views name. Ids that the chain does not know are left out.
 */
export async function readSnapshot(
  context: Pick<KeeperContext, "reader" | "hints" | "blocks" | "proofs" | "limits" | "metrics" | "logger">,
  block: BlockHead,
  isFullScan: boolean,
): Promise<ChainSnapshot> {
  const { reader, limits } = context;
  const [queues, markets, own, indexed] = await Promise.all([
    reader.queues(block),
    reader.markets(block),
    hintsFrom(context.blocks, limits.hintLimit, block),
    hintsFrom(context.hints, limits.hintLimit, block),
  ]);
  context.metrics.hintsAvailable.set(indexed.available ? 1 : 0);
  const marketIds = markets.map(({ marketId }) => marketId);
  const due = isFullScan ? await reader.dueWaiting(marketIds, block) : { conditionals: [], parents: [] };
  const [resting, conditionals, parents] = await Promise.all([
    reader.orders(unique(own.resting, indexed.resting), block),
    reader.conditionals(unique(own.conditionals, indexed.conditionals, due.conditionals), block),
    reader.parents(unique(own.parents, indexed.parents, due.parents), block),
  ]);
  const audit = limits.anchorEverySeconds === 0n ? null : await context.proofs.audit(block);
  const completeness = limits.snapshotEveryBlocks === 0n ? null : await readCompleteness(context, block);
  return { block, queues, markets, resting, conditionals, parents, audit, completeness };
}

async function hintsFrom(hints: OrderHints, limit: number, { timestamp }: BlockHead) {
  const answers = await Promise.all([
    hints.expired(timestamp, limit),
    hints.conditionals(timestamp, limit),
    hints.parents(timestamp, limit),
  ]);
  const [resting = [], conditionals = [], parents = []] = answers.map((answer) =>
    answer.available ? answer.orderIds : [],
  );
  return { available: answers.every(({ available }) => available), resting, conditionals, parents };
}

function unique(...lists: bigint[][]): bigint[] {
  return [...new Set(lists.flat())];
}

async function readCompleteness(
  { proofs, limits }: Pick<KeeperContext, "proofs" | "limits">,
  block: BlockHead,
): Promise<CompletenessState> {
  const postedBlock = await proofs.postedBlock(block);
  const target = snapshotTarget(postedBlock, block.number, limits);
  return { postedBlock, proof: target === null ? null : proofs.proof(target) };
}

/** Forgets when work fell due that nobody waits for any more: not due now, and not carried by an open transaction of this leader. */
function forgetDue(context: KeeperContext, due: DueSince): void {
  const LONGEST = 10_000;
  for (const id of context.dueMs.keys()) {
    if (context.dueMs.size <= LONGEST) return;
    if (!due.has(id)) context.dueMs.delete(id);
  }
}
