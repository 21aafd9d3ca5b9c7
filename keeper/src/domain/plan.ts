import { LANES, type Action, type Lane, type Work } from "./action.ts";
import { anchorActions } from "./anchor.ts";
import { groupActions, type BundleLimits } from "./bundle.ts";
import { completenessActions, type CompletenessLimits } from "./completeness.ts";
import { crankActions } from "./crank.ts";
import { phaseActions } from "./phases.ts";
import { pruneActions } from "./prune.ts";
import { sliceActions, type SliceLimits } from "./slices.ts";
import type { BlockHead, ChainSnapshot } from "./snapshot.ts";
import { fireStopsActions, pruneConditionalActions, trailActions } from "./stops.ts";
import { refusal, type Ledger } from "./work-ledger.ts";

export type PlanLimits = SliceLimits &
  CompletenessLimits & {
    /** Steps of one call that matches, uncrosses or fires, 1 to 150. */
    maxSteps: number;
    /** Order ids of one call that prunes or trails. */
    pruneBatch: number;
    /** Transactions that may be open at once. */
    maxOpen: number;
    /** Seconds from one anchor of the audit log to the next; zero for none. */
    anchorEverySeconds: bigint;
  };

/** Everything a snapshot shows to be due, most urgent lane first, whatever is already under way. */
export function dueActions(snapshot: ChainSnapshot, limits: PlanLimits): Action[] {
  const { maxSteps, pruneBatch } = limits;
  const actions: Action[] = [
    ...phaseActions(snapshot, maxSteps),
    ...fireStopsActions(snapshot, maxSteps),
    ...crankActions(snapshot, maxSteps),
    ...sliceActions(snapshot, limits),
    ...pruneActions(snapshot, pruneBatch),
    ...pruneConditionalActions(snapshot, pruneBatch),
    ...trailActions(snapshot, pruneBatch),
    ...anchorActions(snapshot, limits.anchorEverySeconds),
    ...completenessActions(snapshot, limits),
  ];
  return actions.toSorted((a, b) => LANES.indexOf(a.lane) - LANES.indexOf(b.lane));
}

/** All work named by some actions. */
export function worksOf(actions: readonly Action[]): Work[] {
  return actions.flatMap((action) => action.works);
}

/**
 * What to send now: due actions of open lanes without the work that is under way, waiting or done, as many as the free slots hold in
 * bundles. `openCount` transactions are already open. Pure: the same inputs give the same list.
 */
export function plan(
  snapshot: ChainSnapshot,
  ledger: Ledger,
  limits: PlanLimits & Pick<BundleLimits, "maxCalls">,
  openCount: number,
  nowMs: number,
  isOpen: (lane: Lane) => boolean = () => true,
): Action[] {
  const free = Math.max(0, limits.maxOpen - openCount);
  const due = dueActions(snapshot, limits).filter(({ lane }) => isOpen(lane));
  return groupActions(admit(due, ledger, snapshot.block, nowMs), limits.maxCalls)
    .slice(0, free)
    .flat();
}

/** Due actions without the work that is under way, waiting or done. */
export function admit(due: readonly Action[], ledger: Ledger, block: BlockHead, nowMs: number): Action[] {
  return due
    .map((action) => keepAdmitted(action, (work) => refusal(work, ledger, block, nowMs) === null))
    .filter((action) => action.works.length > 0);
}

/** An action without the work that may not be sent; where each piece of work has an order id, ids and work stay in step. */
function keepAdmitted(action: Action, admitted: (work: Work) => boolean): Action {
  const kept = action.works.map(admitted);
  const works = action.works.filter((_, index) => kept[index]);
  if (!("orderIds" in action)) return { ...action, works };
  return { ...action, works, orderIds: action.orderIds.filter((_, index) => kept[index]) };
}
