import type { MarketPhase, Side } from "../codecs/enums.ts";
import { UNBOUNDED_RULES } from "../codecs/market-rules.ts";
import type { MarketRules } from "../codecs/market-rules.ts";
import { packOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import type { OrderInput } from "../requests/order-input.ts";
import { credit, debit, freeBalance } from "./book-balances.ts";
import { escrowAsset, escrowOf } from "./book-escrow.ts";
import { icebergEscrow } from "../settlement/escrow.ts";
import { crankQueue } from "./book-crank.ts";
import type { CrankReport } from "./book-crank.ts";
import { movePhase, setRules } from "./book-phases.ts";
import type { PhaseMove } from "./book-phases.ts";
import { placeOrder } from "./book-place.ts";
import type { PlaceReport } from "./book-place.ts";
import { priceBand } from "./book-rules.ts";
import type { PriceBand } from "./book-rules.ts";
import { averageAt } from "./book-tape.ts";
import { cancelOrder, cancelOrders, pruneOrders } from "./book-removal.ts";
import { bestTicks, emptyBook, liveLevels } from "./book-state.ts";
import type { BookState, BookTerms } from "./book-state.ts";

/** One market of the exchange in plain TypeScript. Every call refuses as a whole or happens as a whole. */
export type ReferenceBook = {
  deposit: (account: string, asset: number, amount: bigint) => void;
  withdraw: (account: string, asset: number, amount: bigint) => void;
  setMayTrade: (account: string, may: boolean) => void;
  /** What operators do to a market's phase. */
  move: (move: PhaseMove, now: number) => void;
  setRules: (rules: MarketRules) => void;
  setFees: (makerFeePips: number, takerFeePips: number) => void;
  place: (owner: string, order: OrderInput, now: number) => PlaceReport;
  cancel: (caller: string, orderId: bigint) => bigint;
  cancelBatch: (caller: string, orderIds: readonly bigint[]) => bigint[];
  crank: (maxSteps: number, now: number) => CrankReport;
  prune: (orderIds: readonly bigint[], now: number) => number;
  balance: (account: string, asset: number) => bigint;
  fees: () => bigint;
  best: () => { bidTicks: number | null; askTicks: number | null };
  depth: (side: Side) => { priceTicks: number; lots: bigint }[];
  ordersAt: (
    side: Side,
    priceTicks: number,
  ) => { id: OrderId; owner: string; lots: bigint; expiry: number; feePips: number }[];
  queue: () => { head: number; tail: number };
  /** `endsAt` unix seconds, 0 for no end. */
  phase: () => { phase: MarketPhase; endsAt: number };
  tape: () => { lastTicks: number; lastTradeAt: number; volumeLots: bigint };
  /** The prices a trade may have at `now`. */
  priceBand: (now: number) => PriceBand;
  /** An iceberg that lives, by its number: what does not show, and how much shows at a time. */
  iceberg: (number: number) => { hiddenLots: bigint; peakLots: bigint } | null;
  /** What all orders hold of an asset, resting and deferred. */
  escrowed: (asset: number) => bigint;
};

/**
 * The book as IExchange's NatSpec describes it: price then time, at most `maxFills` orders met on arrival, expiry, self-trade
 * modes, removal of owners who may not trade, icebergs, the work queue, fees, price bands and phases. The contract is tested
 * against it. One thing is left out: on a level with more than 152 orders the contract spends further steps on moving orders into
 * its ring.
 * @param rules price bands and times; none that bound a price when left out.
 */
export function createReferenceBook(terms: BookTerms, rules: MarketRules = UNBOUNDED_RULES): ReferenceBook {
  let state = emptyBook(terms, rules);
  /** Works on a copy and keeps it only when nothing was refused. */
  const change = <T>(apply: (draft: BookState) => T): T => {
    const draft = structuredClone(state);
    const result = apply(draft);
    state = draft;
    return result;
  };
  return {
    deposit: (account, asset, amount) => change((draft) => credit(draft, account, asset, amount)),
    withdraw: (account, asset, amount) => change((draft) => debit(draft, account, asset, amount)),
    setMayTrade: (account, may) =>
      change((draft) => void (may ? draft.ineligible.delete(account) : draft.ineligible.add(account))),
    move: (move, now) => change((draft) => movePhase(draft, move, now)),
    setRules: (next) => change((draft) => setRules(draft, next)),
    setFees: (makerFeePips, takerFeePips) =>
      change((draft) => void Object.assign(draft.terms, { makerFeePips, takerFeePips })),
    place: (owner, order, now) => change((draft) => placeOrder(draft, owner, order, now)),
    cancel: (caller, orderId) => change((draft) => cancelOrder(draft, caller, orderId)),
    cancelBatch: (caller, orderIds) => change((draft) => cancelOrders(draft, caller, orderIds)),
    crank: (maxSteps, now) => change((draft) => crankQueue(draft, maxSteps, now)),
    prune: (orderIds, now) => change((draft) => pruneOrders(draft, orderIds, now)),
    balance: (account, asset) => freeBalance(state, account, asset),
    fees: () => state.fees,
    best: () => ({ bidTicks: bestTicks(state, "BID") ?? null, askTicks: bestTicks(state, "ASK") ?? null }),
    depth: (side) =>
      liveLevels(state, side).map(([priceTicks, level]) => ({ priceTicks, lots: sumLots(level.orders) })),
    ordersAt: (side, priceTicks) =>
      (state.levels[side].get(priceTicks)?.orders ?? []).map(({ sequence, iceberg: _, ...order }) => ({
        id: packOrderId({ marketId: state.terms.marketId, kind: side, priceTicks, sequence }),
        ...order,
      })),
    queue: () => ({ head: state.queue.head, tail: state.queue.tail }),
    phase: () => ({ phase: state.phase, endsAt: state.endsAt }),
    tape: () => {
      const { lastTicks, lastTradeAt, volumeLots } = state.tape;
      return { lastTicks, lastTradeAt, volumeLots };
    },
    priceBand: (now) => {
      const averageFixed = averageAt(state.tape, now, state.rules.averagingSeconds);
      return priceBand(state.rules, averageFixed, state.tape.lastTicks);
    },
    iceberg: (number) => {
      const found = state.icebergs.get(number);
      return found === undefined ? null : { hiddenLots: found.hiddenLots, peakLots: found.peakLots };
    },
    escrowed: (asset) => escrowed(state, asset),
  };
}

function sumLots(orders: readonly { lots: bigint }[]): bigint {
  return orders.reduce((sum, order) => sum + order.lots, 0n);
}

function escrowed(state: BookState, asset: number): bigint {
  const resting = (["BID", "ASK"] as const).flatMap((side) =>
    liveLevels(state, side).flatMap(([priceTicks, level]) =>
      level.orders.map((order) => ({ ...order, side, priceTicks })),
    ),
  );
  const hidden = resting.reduce((sum, { side, priceTicks, feePips, iceberg }) => {
    const found = state.icebergs.get(iceberg);
    if (found === undefined || escrowAsset(state, side) !== asset) return sum;
    const { hiddenLots: lots, peakLots } = found;
    return sum + icebergEscrow({ side, lots, peakLots, priceTicks, feePips }, state.terms);
  }, 0n);
  return [...resting, ...state.queue.orders.values()]
    .filter((order) => escrowAsset(state, order.side) === asset)
    .reduce((sum, order) => sum + escrowOf(state, order.side, order.lots, order.priceTicks, order.feePips), hidden);
}
