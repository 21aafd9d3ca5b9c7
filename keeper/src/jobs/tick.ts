import {
  JOBS,
  LANES,
  admit,
  dueActions,
  groupActions,
  judgeSafety,
  mayStillSend,
  overdueActions,
  overdueSeconds,
  trackDue,
  trackDueBlocks,
  worksOf,
  type Action,
  type BlockHead,
  type ChainSnapshot,
  type DueBlocks,
  type DueSince,
  type SafetyVerdict,
  type StoredTransaction,
} from "../domain/index.ts";
import { followOpenTransactions, type NonceGone } from "./follow.ts";
import type { KeeperContext } from "./keeper-context.ts";
import { judgeAndShow, readSafety } from "./safety.ts";
import { sendActions } from "./send-bundle.ts";
import { bySigner, findSignerFaults, type SignerFaults } from "./signers.ts";

/** What one round leaves for the next; nothing in it is needed after a restart. */
export type TickState = {
  headHash: string | null;
  scannedMs: number;
  dueSince: DueSince;
  dueBlocks: DueBlocks;
  nonceGone: NonceGone;
  lastOpen: number;
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
    safety: { reasons: [], budgetWei: null },
  };
}

/**
 * One round: follow open transactions, and when there is a new block, work under way, work due, or a full scan owed, read all due work
 * from the chain, plan and send. Events play no part: the exchange's own queues say what is due. Returns the head seen.
 */
export async function tick(context: KeeperContext, state: TickState): Promise<BlockHead> {
  const { reader, clock, metrics, limits } = context;
  const head = await reader.head();
  metrics.headBlock.set(Number(head.number));
  metrics.headAge.set(Math.max(0, clock.nowMs() / 1_000 - Number(head.timestamp)));
  const readings = await readSafety(context, head);
  const stopped = !mayStillSend("halt", judgeSafety({ ...readings, signerFaults: [] }, limits).reasons);
  const pending = await followOpenTransactions(context, head, state.nonceGone, stopped);
  const faults = await findSignerFaults(context, pending);
  const signerFaults = faults.size < context.senders.length ? [] : [...faults.values()];
  state.safety = judgeAndShow(context, { ...readings, signerFaults }, state.safety);

  const quiet = state.headHash === head.hash && state.lastOpen === pending.length && state.dueSince.size === 0;
  if (quiet && clock.nowMs() - state.scannedMs < limits.fullScanMs) return head;

  const stop = metrics.tickSeconds.startTimer();
  const snapshot = await readSnapshot(context, head);
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
  state.dueBlocks = trackDueBlocks(state.dueBlocks, due, head.number);
  const { overdueBlocks } = context;
  const wanted = overdueBlocks === null ? due : overdueActions(due, state.dueBlocks, head.number, overdueBlocks);
  await sendWanted(context, wanted, head, { pending, faults, safety: state.safety });
  stop();

  state.headHash = head.hash;
  state.scannedMs = clock.nowMs();
  state.lastOpen = pending.length;
  state.dueSince = trackDue(state.dueSince, dueWork, clock.nowMs());
  for (const job of JOBS) {
    metrics.due.set({ job }, dueWork.filter((entry) => entry.job === job).length);
    metrics.overdueAge.set({ job }, overdueSeconds(state.dueSince, { job }, clock.nowMs()));
  }
  for (const lane of LANES) {
    metrics.laneOverdueAge.set({ lane }, overdueSeconds(state.dueSince, { lane }, clock.nowMs()));
  }
  return head;
}

/** Sends what may be sent of the work that is wanted, in as many transactions as there are free slots. */
async function sendWanted(
  context: KeeperContext,
  wanted: Action[],
  head: BlockHead,
  state: { pending: StoredTransaction[]; faults: SignerFaults; safety: SafetyVerdict },
): Promise<void> {
  const { outbox, limits, clock } = context;
  const { reasons, budgetWei } = state.safety;
  const allowed = wanted.filter(({ lane }) => mayStillSend(lane, reasons));
  const records = await outbox.works(worksOf(allowed).map((work) => work.id));
  const busyResources = new Set(state.pending.flatMap((transaction) => transaction.resources));
  const actions = admit(allowed, { records, busyResources }, head, clock.nowMs());
  const budget = { leftWei: budgetWei };
  let free = limits.maxOpen - state.pending.length;
  for (const [sender, assigned] of bySigner(context, actions, state.faults)) {
    for (const group of groupActions(assigned, limits.maxCalls)) {
      if (free <= 0 || !context.isLeader()) return;
      const results = await sendActions(context, group, head, { sender, budget });
      free -= results.filter((result) => result === "sent").length;
    }
  }
}

/**
 * Reads all due work at one block. Order hints that the chain does not know are left out; without hints, queues, stops, auctions and
 * halts are still found, which the chain counts itself.
 */
export async function readSnapshot(
  context: Pick<KeeperContext, "reader" | "hints" | "limits" | "metrics" | "logger">,
  block: BlockHead,
): Promise<ChainSnapshot> {
  const { reader, hints, limits } = context;
  const [queues, markets, ...answers] = await Promise.all([
    reader.queues(block),
    reader.markets(block),
    hints.expired(block.timestamp, limits.hintLimit),
    hints.conditionals(block.timestamp, limits.hintLimit),
    hints.parents(block.timestamp, limits.hintLimit),
  ]);
  context.metrics.hintsAvailable.set(answers.every(({ available }) => available) ? 1 : 0);
  const [expired, conditionals, parents] = answers.map((answer) => (answer.available ? answer.orderIds : []));
  return {
    block,
    queues,
    markets,
    resting: await reader.orders(expired ?? [], block),
    conditionals: await reader.conditionals(conditionals ?? [], block),
    parents: await reader.parents(parents ?? [], block),
  };
}
