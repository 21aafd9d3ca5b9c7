import type { MarketPhase } from "@carbonxchange/sdk";
import type { SliceAction } from "./action.ts";
import type { ChainSnapshot, ParentOrder } from "./snapshot.ts";

/**
 * Slices that are due, longest due first: one action per order. A slice waits while its market does not trade, while there is no
 * price to bound it and while its participation cap leaves nothing; an order whose window is over, or whose market is delisted,
 * only has to be ended.
 */
export function sliceActions(snapshot: ChainSnapshot, maxFills: number): SliceAction[] {
  const phases = new Map(snapshot.markets.map(({ marketId, phase }) => [marketId, phase]));
  const unique = new Map(snapshot.parents.map((order) => [order.orderId, order]));
  return [...unique.values()]
    .filter((order) => isSliceDue(order, phases.get(order.marketId) ?? "NONE", snapshot.block.timestamp))
    .toSorted((a, b) => compare(a.dueAt, b.dueAt) || compare(a.orderId, b.orderId))
    .map((order) => ({
      job: "executeSlice",
      lane: "slice",
      parentId: order.orderId,
      maxFills,
      works: [{ id: sliceWorkId(order), resource: `slice/${order.orderId}`, dueSince: order.dueAt }],
    }));
}

/** Whether the contract would do anything for an order at `nowSeconds` of chain time. */
export function isSliceDue(order: ParentOrder, phase: MarketPhase, nowSeconds: bigint): boolean {
  if (phase === "DELISTED") return true;
  if (nowSeconds < order.dueAt) return false;
  if (order.slice >= order.slices) return true;
  return phase === "CONTINUOUS" && order.lots > 0n && order.boundTicks > 0;
}

/** Names the slice and what is left of order and slice: any progress gives another name. */
export function sliceWorkId({ orderId, slice, lotsLeft, lots }: ParentOrder): string {
  return `executeSlice/${orderId}/${slice}/${lotsLeft}/${lots}`;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
