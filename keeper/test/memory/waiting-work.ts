import { packOrderId, type HexString, type MarketPhase } from "@carbonxchange/sdk";
import { hash } from "../fixtures/builders.ts";
import type { Action, BlockHead, ConditionalOrder, MarketSnapshot, ParentOrder } from "../../src/domain/index.ts";

const AUCTION_SECONDS = 300n;
const SLICE_SECONDS = 100n;

/** The part of a market's state that waits for a time or a price. `dueStops` in the order in which they fire. */
export type WaitingState = {
  phase: MarketPhase;
  endsAt: bigint;
  referenceTicks: number;
  dueStops: bigint[];
  conditionals: Map<bigint, ConditionalOrder>;
  parents: Map<bigint, ParentOrder>;
  anchored: { size: bigint; root: HexString; at: bigint };
  posted: bigint[];
};

/** What a call that is refused would revert with. */
export type Refused = { errorName: string };

const NOTHING_PROVED = { anchored: { size: 0n, root: hash(0), at: 0n } };

export function emptyWaitingState(): WaitingState {
  const none = { endsAt: 0n, referenceTicks: 0, dueStops: [] };
  return { ...none, phase: "CONTINUOUS", conditionals: new Map(), parents: new Map(), ...NOTHING_PROVED, posted: [] };
}

/** The market as a reader shows it. */
export function marketView(state: WaitingState): MarketSnapshot {
  const { phase, endsAt, dueStops, referenceTicks } = state;
  const isAuction = phase === "AUCTION" || phase === "OPENING" || phase === "UNCROSSING";
  return {
    marketId: 1,
    phase,
    endsAt,
    auction: isAuction ? { priceTicks: 0, lots: 0n } : null,
    dueStops: dueStops.length,
    nextStops: { above: 0n, below: dueStops[0] ?? 0n },
    referenceTicks,
    index: null,
  };
}

/** Carries an action out in a block at `at`; gives what it achieved, or why it would have been refused. */
export function executeWaiting(state: WaitingState, action: Action, { timestamp: now }: BlockHead): bigint | Refused {
  switch (action.job) {
    case "uncross":
      if (state.phase !== "AUCTION" && state.phase !== "OPENING") return { errorName: "Exchange_BadMarketPhase" };
      return enter(state, "CONTINUOUS", now, 0n);
    case "reopen":
      if (state.phase !== "HALTED") return { errorName: "Exchange_BadMarketPhase" };
      return enter(state, "AUCTION", now, now + AUCTION_SECONDS);
    case "checkAndHalt":
      return { errorName: "Exchange_NoIndexPrice" };
    case "fireStops":
      return BigInt(state.dueStops.splice(0, action.max).filter((id) => state.conditionals.delete(id)).length);
    case "executeSlice":
      return executeSlice(state, action.parentId, now);
    case "pruneConditionals": {
      const expired = action.orderIds.filter((id) => {
        const expiry = state.conditionals.get(id)?.expiry ?? 0n;
        return expiry !== 0n && expiry <= now;
      });
      return BigInt(expired.filter((id) => state.conditionals.delete(id)).length);
    }
    case "trail":
      return BigInt(action.orderIds.filter((id) => trail(state, id)).length);
    case "anchor":
      if (action.previousRoot !== state.anchored.root) return { errorName: "AuditAnchor_WrongPreviousRoot" };
      state.anchored = { size: action.treeSize, root: action.root, at: now };
      return 1n;
    case "post":
      // the root of the proof in memory is named after its block
      state.posted.push(BigInt(action.root.hash));
      return 1n;
    case "crank":
    case "prune":
      return 0n;
  }
}

/** Changes the phase once the present one is over. */
function enter(state: WaitingState, phase: MarketPhase, now: bigint, endsAt: bigint): bigint | Refused {
  if (state.endsAt > now) return { errorName: "Exchange_PhaseNotOver" };
  Object.assign(state, { phase, endsAt });
  return 1n;
}

function executeSlice(state: WaitingState, id: bigint, now: bigint): bigint | Refused {
  const parent = state.parents.get(id);
  if (parent === undefined) return { errorName: "Exchange_OrderNotLive" };
  if (now < parent.dueAt) return { errorName: "Exchange_SliceNotDue" };
  const slice = parent.slice + 1;
  const lotsLeft = parent.lotsLeft - parent.lots;
  if (slice === parent.slices) state.parents.delete(id);
  else state.parents.set(id, { ...parent, slice, lotsLeft, dueAt: parent.dueAt + SLICE_SECONDS });
  return 1n;
}

/** Moves an ask's trigger up after the price. */
function trail(state: WaitingState, id: bigint): boolean {
  const order = state.conditionals.get(id);
  if (order === undefined || order.trailTicks === 0) return false;
  const to = state.referenceTicks - order.trailTicks;
  if (to <= order.triggerTicks) return false;
  state.conditionals.set(id, { ...order, triggerTicks: to });
  return true;
}

/** What the exchange's own views name as due at a block. */
export function dueWaiting(state: WaitingState, { timestamp: now }: BlockHead) {
  const moves = ({ trailTicks, triggerTicks }: ConditionalOrder) =>
    trailTicks !== 0 && state.phase === "CONTINUOUS" && state.referenceTicks - trailTicks > triggerTicks;
  return {
    conditionals: [...state.conditionals.values()].filter(moves).map(({ orderId }) => orderId),
    parents: [...state.parents.values()].filter(({ dueAt }) => dueAt <= now).map(({ orderId }) => orderId),
  };
}

/** A conditional order to sell; gives its id. */
export function addConditional(state: WaitingState, fields: Partial<ConditionalOrder> = {}): bigint {
  const sequence = state.conditionals.size + 1;
  const orderId = packOrderId({ marketId: 1, kind: "CONDITIONAL", priceTicks: 0, sequence });
  const order = { marketId: 1, side: "ASK", triggerTicks: 1_240, trailTicks: 0, expiry: 0n } as const;
  state.conditionals.set(orderId, { ...order, ...fields, orderId });
  return orderId;
}

/** An order for three slices of ten lots, the first due at `dueAt`; gives its id. */
export function addParent(state: WaitingState, dueAt: bigint): bigint {
  const orderId = packOrderId({ marketId: 1, kind: "PARENT", priceTicks: 0, sequence: state.parents.size + 1 });
  const terms = { marketId: 1, lotsLeft: 30n, slices: 3, slice: 0, lots: 10n, boundTicks: 1_250 };
  const pace = { interval: SLICE_SECONDS, isOnSchedule: true, seedHash: null };
  state.parents.set(orderId, { ...terms, ...pace, orderId, dueAt });
  return orderId;
}
