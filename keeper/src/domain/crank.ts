import type { CrankAction } from "./action.ts";
import type { ChainSnapshot, QueueSnapshot } from "./snapshot.ts";

/**
 * Matching that is due: one action per market whose work queue is not empty. A market that is halted, closed or in an auction
 * waits; a delisted one is worked, because its waiting orders have to be given back.
 */
export function crankActions(snapshot: ChainSnapshot, maxSteps: number): CrankAction[] {
  return snapshot.queues
    .filter((queue) => queue.head < queue.tail && (queue.phase === "CONTINUOUS" || queue.phase === "DELISTED"))
    .toSorted((a, b) => a.marketId - b.marketId)
    .map((queue) => ({
      job: "crank",
      lane: "match",
      marketId: queue.marketId,
      maxSteps,
      works: [{ id: crankWorkId(queue), resource: `crank/${queue.marketId}`, dueSince: null }],
    }));
}

/** Names the state of a queue: any progress of the head order, or of the queue, gives another name. */
export function crankWorkId(queue: QueueSnapshot): string {
  return `crank/${queue.marketId}/${queue.head}/${queue.headLots}`;
}
