import type { Work } from "./action.ts";
import { hasPassed } from "./elapsed.ts";
import { LONGEST_BACK_OFF_MS } from "./error-policy.ts";
import type { BlockHead } from "./snapshot.ts";

/**
 * What the outbox remembers about one work id.
 * IN_FLIGHT: a stored transaction carries it. SETTLED: that transaction was mined in `settledBlock`.
 * WAITING: not before `notBeforeBlock` and `notBeforeMs`. DROPPED: never again.
 */
export type WorkRecord = {
  id: string;
  state: "IN_FLIGHT" | "SETTLED" | "WAITING" | "DROPPED";
  /** How many transactions have been stored for this id. */
  generation: number;
  /** Failures in a row. */
  attempts: number;
  notBeforeBlock: bigint;
  notBeforeMs: number;
  settledBlock: bigint | null;
};

/** What is known about past work when new work is planned. */
export type Ledger = { records: ReadonlyMap<string, WorkRecord>; busyResources: ReadonlySet<string> };

export type Refusal = "in flight" | "resource busy" | "snapshot older than the result" | "waiting" | "dropped";

/**
 * Decides whether due work may be sent now; answers null when it may, else why not. Work that was settled is sent again
 * only when a block at or after the one that settled it still shows the very same state: a bounded step that removed
 * other orders and left the head order untouched.
 */
export function refusal(work: Work, ledger: Ledger, block: BlockHead, nowMs: number): Refusal | null {
  if (ledger.busyResources.has(work.resource)) return "resource busy";
  const record = ledger.records.get(work.id);
  if (record === undefined) return null;
  switch (record.state) {
    case "IN_FLIGHT":
      return "in flight";
    case "DROPPED":
      return "dropped";
    case "SETTLED":
      return record.settledBlock !== null && record.settledBlock > block.number
        ? "snapshot older than the result"
        : null;
    case "WAITING": {
      // no wait is longer than that: a longer one is left over from a clock that has been set back
      const waits = !hasPassed(LONGEST_BACK_OFF_MS, record.notBeforeMs - LONGEST_BACK_OFF_MS, nowMs);
      return block.number < record.notBeforeBlock || waits ? "waiting" : null;
    }
  }
}
