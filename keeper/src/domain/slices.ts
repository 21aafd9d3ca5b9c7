import { sliceSendAt, type MarketPhase } from "@carbonxchange/sdk";
import type { SliceAction } from "./action.ts";
import type { ChainSnapshot, ParentOrder } from "./snapshot.ts";

/** How far a slice may be sent from the second at which it falls due, in per cent of its interval; never before it. */
export type SliceLimits = { maxSteps: number; sliceJitterPercent: number };

/** Why a slice is not sent: what the contract would refuse, or what the schedule does not want yet. */
export type SliceWait =
  "not due" | "held for its jitter" | "market does not trade" | "no reference price" | "participation cap reached";

/**
 * Slices that are due, longest due first: one action per order. A slice waits while its market does not trade, while there is no
 * price to bound it and while its participation cap leaves nothing; an order whose window is over, or whose market is delisted,
 * only has to be ended.
 */
export function sliceActions(snapshot: ChainSnapshot, limits: SliceLimits): SliceAction[] {
  const phases = new Map(snapshot.markets.map(({ marketId, phase }) => [marketId, phase]));
  const unique = new Map(snapshot.parents.map((order) => [order.orderId, order]));
  return [...unique.values()]
    .filter((order) => {
      const phase = phases.get(order.marketId) ?? "NONE";
      return sliceWait(order, phase, snapshot.block.timestamp, limits.sliceJitterPercent) === null;
    })
    .toSorted((a, b) => compare(a.dueAt, b.dueAt) || compare(a.orderId, b.orderId))
    .map((order) => ({
      job: "executeSlice",
      lane: "slice",
      parentId: order.orderId,
      maxFills: limits.maxSteps,
      works: [
        {
          id: sliceWorkId(order),
          resource: `slice/${order.orderId}`,
          dueSince: sendAt(order, limits.sliceJitterPercent),
        },
      ],
    }));
}

/**
 * What an order waits for at `nowSeconds` of chain time; null when its slice is to be sent. Size, price and the cap on what is made
 * up for (three times a slice) are the contract's; so are the weights, which its owner fixed when it was placed.
 */
export function sliceWait(
  order: ParentOrder,
  phase: MarketPhase,
  nowSeconds: bigint,
  jitterPercent: number,
): SliceWait | null {
  if (phase === "DELISTED") return null;
  if (nowSeconds < order.dueAt) return "not due";
  if (order.slice >= order.slices) return null;
  if (nowSeconds < sendAt(order, jitterPercent)) return "held for its jitter";
  if (phase !== "CONTINUOUS") return "market does not trade";
  if (order.boundTicks === 0) return "no reference price";
  return order.lots === 0n ? "participation cap reached" : null;
}

/** When a slice is to be sent: with jitter while it is on schedule, at once when it is carried on or slices before it were missed. */
export function sendAt(order: ParentOrder, jitterPercent: number): bigint {
  const { isOnSchedule, seedHash, dueAt } = order;
  return isOnSchedule && seedHash !== null ? sliceSendAt(order, seedHash, jitterPercent) : dueAt;
}

/** Names the slice and what is left of order and slice: any progress gives another name. */
export function sliceWorkId({ orderId, slice, lotsLeft, lots }: ParentOrder): string {
  return `executeSlice/${orderId}/${slice}/${lotsLeft}/${lots}`;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
