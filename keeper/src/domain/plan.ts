import { LANES, type Action, type Work } from "./action.ts";
import { crankActions } from "./crank.ts";
import { pruneActions } from "./prune.ts";
import type { ChainSnapshot } from "./snapshot.ts";
import { refusal, type Ledger } from "./work-ledger.ts";

export type PlanLimits = {
  /** Steps of one crank call, 1 to 150. */
  maxSteps: number;
  /** Order ids of one prune call. */
  pruneBatch: number;
  /** Transactions that may be open at once. */
  maxOpen: number;
};

/** Everything a snapshot shows to be due, most urgent lane first, whatever is already under way. */
export function dueActions(snapshot: ChainSnapshot, limits: PlanLimits): Action[] {
  const actions: Action[] = [...crankActions(snapshot, limits.maxSteps), ...pruneActions(snapshot, limits.pruneBatch)];
  return actions.toSorted((a, b) => LANES.indexOf(a.lane) - LANES.indexOf(b.lane));
}

/** All work named by some actions. */
export function worksOf(actions: readonly Action[]): Work[] {
  return actions.flatMap((action) => action.works);
}

/**
 * What to send now: due actions without the work that is under way, waiting or done, at most as many as there are free
 * slots. `openCount` transactions are already open. Pure: the same inputs give the same list.
 */
export function plan(
  snapshot: ChainSnapshot,
  ledger: Ledger,
  limits: PlanLimits,
  openCount: number,
  nowMs: number,
): Action[] {
  const free = Math.max(0, limits.maxOpen - openCount);
  return dueActions(snapshot, limits)
    .map((action) => keepAdmitted(action, (work) => refusal(work, ledger, snapshot.block, nowMs) === null))
    .filter((action) => action.works.length > 0)
    .slice(0, free);
}

function keepAdmitted(action: Action, admitted: (work: Work) => boolean): Action {
  switch (action.job) {
    case "crank":
      return { ...action, works: action.works.filter(admitted) };
    case "prune": {
      const kept = action.works.map(admitted);
      return {
        ...action,
        works: action.works.filter((_, index) => kept[index]),
        orderIds: action.orderIds.filter((_, index) => kept[index]),
      };
    }
  }
}
