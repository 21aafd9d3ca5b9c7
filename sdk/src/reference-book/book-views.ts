import type { MarketPhase, OrderType, Side } from "../codecs/enums.ts";
import { packOrderId, unpackOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { icebergEscrow } from "../settlement/escrow.ts";
import { conditionalEscrow, dearestTicks } from "./book-conditionals.ts";
import { escrowAsset, escrowOf, keeperFeeOf } from "./book-escrow.ts";
import { liveLevels } from "./book-level.ts";
import { heldBy } from "./book-parents.ts";
import { findResting } from "./book-removal.ts";
import type { BookState } from "./book-state.ts";

/** A resting or deferred order. `priceTicks` of a deferred one is its limit; `expiry` 0 for none. */
export type OrderReport = {
  id: OrderId;
  owner: string;
  side: Side;
  orderType: OrderType;
  priceTicks: number;
  lots: bigint;
  expiry: number;
  feePips: number;
};

/** What a level shows. */
export type LevelReport = { priceTicks: number; lots: bigint };

/** A phase, and when it ends, unix seconds; 0 for no end. */
export type PhaseReport = { phase: MarketPhase; endsAt: number };

/** Levels of a side from the best price outward. */
export function depthOf(state: BookState, side: Side): LevelReport[] {
  return liveLevels(state, side).map(([priceTicks, { lots }]) => ({ priceTicks, lots }));
}

/** Live orders of a level in time order. */
export function ordersAt(state: BookState, side: Side, priceTicks: number): OrderReport[] {
  const { marketId } = state.terms;
  const orders = state.levels[side].get(priceTicks)?.orders ?? [];
  return orders.map(({ sequence, owner, orderType, lots, expiry, feePips }) => {
    const id = packOrderId({ marketId, kind: side, priceTicks, sequence });
    return { id, owner, side, orderType, priceTicks, lots, expiry, feePips };
  });
}

/** A live resting or deferred order by its id, or that of an iceberg whose part shows; null when it is not live. */
export function orderOf(state: BookState, orderId: bigint): OrderReport | null {
  const { kind, sequence } = unpackOrderId(orderId);
  const found = findResting(state, orderId);
  if (found) return ordersAt(state, found.side, found.priceTicks)[found.place] ?? null;
  const deferred = kind === "DEFERRED" ? state.queue.orders.get(sequence) : undefined;
  if (!deferred) return null;
  const { owner, side, orderType, priceTicks, lots, expiry, feePips } = deferred;
  const id = packOrderId({ marketId: state.terms.marketId, kind: "DEFERRED", priceTicks: 0, sequence });
  return { id, owner, side, orderType, priceTicks, lots, expiry, feePips };
}

/** What all orders hold of an asset: resting, deferred, conditional and parents, with the keeper fees they prepaid. */
export function escrowed(state: BookState, asset: number): bigint {
  return restingEscrowed(state, asset) + waitingEscrowed(state, asset);
}

function restingEscrowed(state: BookState, asset: number): bigint {
  let sum = 0n;
  for (const side of ["BID", "ASK"] as const) {
    if (escrowAsset(state, side) !== asset) continue;
    for (const [priceTicks, level] of liveLevels(state, side)) {
      for (const { lots, feePips, iceberg } of level.orders) {
        sum += escrowOf(state, side, lots, priceTicks, feePips);
        const hidden = state.icebergs.get(iceberg);
        if (!hidden) continue;
        const { hiddenLots, peakLots } = hidden;
        sum += icebergEscrow({ side, lots: hiddenLots, peakLots, priceTicks, feePips }, state.terms);
      }
    }
  }
  return sum;
}

function waitingEscrowed(state: BookState, asset: number): bigint {
  const isQuote = asset === state.terms.quote;
  let sum = 0n;
  const add = (side: Side, escrow: bigint, keeperFees: bigint) => {
    if (escrowAsset(state, side) === asset) sum += escrow;
    if (isQuote) sum += keeperFees;
  };
  for (const { side, lots, priceTicks, feePips, keeperFeeTicks } of state.queue.orders.values())
    add(side, escrowOf(state, side, lots, priceTicks, feePips), keeperFeeOf(state, keeperFeeTicks));
  for (const order of state.conditionals.values()) {
    const escrow = conditionalEscrow(state, order, dearestTicks(order));
    add(order.side, escrow, keeperFeeOf(state, order.keeperFeeTicks));
  }
  for (const parent of state.parents.values()) {
    const { escrow, keeperFees } = heldBy(state, parent);
    add(parent.request.side, escrow, keeperFees);
  }
  return sum;
}
