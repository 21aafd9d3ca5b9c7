import { credit, mayTrade } from "./book-balances.ts";
import type { ParentEnd } from "../codecs/enums.ts";
import { keeperFeeOf } from "./book-escrow.ts";
import { report } from "./book-events.ts";
import { requireLabels } from "./book-labels.ts";
import { newTake, runTake } from "./book-matching.ts";
import type { Take } from "./book-matching.ts";
import { checkSteps, requirePhase } from "./book-order-rules.ts";
import { dueAt, endParent, nextSlice, parentIdOf, requireParent, takeTerms } from "./book-parents.ts";
import type { Parent, SliceReport } from "./book-parents.ts";
import { requireThat } from "./book-refusal.ts";
import { breakOff, recordTake, settleEscrowed } from "./book-settlement.ts";
import type { BookState } from "./book-state.ts";

/** What IExchangeParents.executeSlice returns: lots traded, and lots of the whole order not executed afterwards. */
export type SliceResult = { filledLots: bigint; lotsLeft: bigint };

/** IExchangeParents.executeSlice by `keeper`. Throws `BookRefusal`. Mirrors contracts/exchange/ExchangeSlicing.sol. */
export function executeSlice(state: BookState, keeper: string, id: bigint, maxFills: number): SliceResult {
  checkSteps(maxFills);
  const parent = requireParent(state, id);
  const over = judge(state, parent);
  if (over !== null) {
    endParent(state, parent, over);
    return { filledLots: 0n, lotsLeft: 0n };
  }
  const slice = requireDue(state, parent, id);
  const { feePips: takerFeePips, owner: taker } = parent;
  const { boundTicks: limitTicks, lots } = slice;
  const take = newTake({ taker, ...takeTerms(parent), limitTicks, lots, steps: maxFills, takerFeePips });
  const crosses = runTake(state, take);
  if (take.unlabelled) requireLabels(state);
  const happened = take.fills.length > 0 || take.breach !== null;
  requireThat(happened, "Exchange_NothingCrosses", id, limitTicks);
  const lotsLeft = settle(state, keeper, parent, slice, take, crosses);
  return { filledLots: take.filled, lotsLeft };
}

/** Why a parent can trade no more, whatever the market's phase; or null. */
function judge(state: BookState, parent: Parent): ParentEnd | null {
  if (state.phase === "DELISTED") return "MARKET_CLOSED";
  if (state.at.seconds >= dueAt(parent, parent.request.slices)) return "WINDOW_OVER";
  return mayTrade(state, parent.owner) ? null : "INELIGIBLE";
}

function requireDue(state: BookState, parent: Parent, id: bigint): SliceReport {
  requirePhase(state, state.phase === "CONTINUOUS");
  const slice = nextSlice(state, parent);
  const { seconds } = state.at;
  requireThat(seconds >= slice.dueAt, "Exchange_SliceNotDue", slice.dueAt, seconds);
  requireThat(slice.boundTicks !== 0, "Exchange_NoReferencePrice", state.terms.marketId);
  requireThat(slice.lots !== 0n, "Exchange_ParticipationReached", id, parent.request.participationBps);
  return slice;
}

/** Pays the owner and the keeper, moves the schedule on and ends the order when nothing more can follow. Returns what is left. */
function settle(
  state: BookState,
  keeper: string,
  parent: Parent,
  slice: SliceReport,
  take: Take,
  crosses: boolean,
): bigint {
  const left = parent.left - (slice.lots - take.lots);
  const order = { lots: parent.left, feePips: parent.feePips };
  const takerFee = settleEscrowed(state, take, order, left, parent.request.limitTicks);
  recordTake(state, take, parentIdOf(state, parent.number), takerFee, parent.request.clientId);
  breakOff(state, take);
  // what ran out of steps, met a breach or only removed orders may be carried on until the next slice falls due
  const lasts = !take.gaveWay && (crosses || take.lots === slice.lots);
  const moved = progress(state, keeper, { ...parent, left }, slice.slice, take, lasts);
  if (left === 0n) {
    endParent(state, moved, "FILLED");
    return 0n;
  }
  if (lasts || moved.next !== moved.request.slices) return left;
  endParent(state, moved, "WINDOW_OVER");
  return 0n;
}

function progress(state: BookState, keeper: string, parent: Parent, slice: number, take: Take, lasts: boolean): Parent {
  const carriedOn = parent.next === slice + 1;
  const traded = take.filled !== 0n || (carriedOn && parent.openTraded);
  const keeperFee = !lasts && traded && mayTrade(state, keeper) ? keeperFeeOf(state, parent.keeperFeeTicks) : 0n;
  credit(state, keeper, state.terms.quote, keeperFee);
  const openLots = lasts ? take.lots : 0n;
  const moved: Parent = {
    ...parent,
    next: slice + 1,
    paid: parent.paid + (keeperFee === 0n ? 0 : 1),
    // the own slice does not count as the market's volume
    volumeSeen: state.tape.volumeLots,
    openLots,
    openTraded: lasts && traded,
  };
  state.parents.set(parent.number, moved);
  const parentId = parentIdOf(state, parent.number);
  const { filled: lotsFilled } = take;
  report(state, {
    name: "SliceExecuted",
    parentId,
    keeper,
    slice,
    lotsFilled,
    openLots,
    lotsLeft: parent.left,
    keeperFee,
  });
  return moved;
}
