import type { FireStopsAction, PruneConditionalsAction, TrailAction } from "./action.ts";
import { inBatches } from "./batches.ts";
import type { ChainSnapshot, ConditionalOrder, MarketSnapshot } from "./snapshot.ts";

/**
 * Triggers that are met: one action per market. The contract counts them, so a market that may not fire shows none; a delisted one
 * shows all, because they have to be given back.
 */
export function fireStopsActions(snapshot: ChainSnapshot, max: number): FireStopsAction[] {
  return snapshot.markets
    .filter(({ dueStops }) => dueStops > 0)
    .toSorted((a, b) => a.marketId - b.marketId)
    .map((market) => ({
      job: "fireStops",
      lane: "stop",
      marketId: market.marketId,
      max,
      works: [{ id: fireStopsWorkId(market), resource: `stops/${market.marketId}`, dueSince: null }],
    }));
}

/** Names the orders that would go first; whichever goes, another stands first. */
export function fireStopsWorkId({ marketId, nextStops }: MarketSnapshot): string {
  return `fireStops/${marketId}/${nextStops.above}/${nextStops.below}`;
}

/** Where a trailing stop's trigger belongs at a reference price; null where it stays. It only ever moves for its owner. */
export function trailedTicks(order: ConditionalOrder, referenceTicks: number): number | null {
  if (order.trailTicks === 0 || referenceTicks === 0) return null;
  if (order.side === "BID") {
    const to = referenceTicks + order.trailTicks;
    return to < order.triggerTicks ? to : null;
  }
  const to = referenceTicks - order.trailTicks;
  return to > order.triggerTicks ? to : null;
}

/** Trailing stops that are to follow the price, in batches of at most `batchSize` per market. */
export function trailActions(snapshot: ChainSnapshot, batchSize: number): TrailAction[] {
  const now = snapshot.block.timestamp;
  return snapshot.markets
    .filter(({ phase }) => phase === "CONTINUOUS")
    .toSorted((a, b) => a.marketId - b.marketId)
    .flatMap(({ marketId, referenceTicks }) => {
      const moving = uniqueById(snapshot.conditionals).flatMap((order) => {
        if (order.marketId !== marketId || isExpiredConditional(order, now)) return [];
        const to = trailedTicks(order, referenceTicks);
        return to === null ? [] : [{ orderId: order.orderId, to }];
      });
      return inBatches(moving, batchSize).map((batch): TrailAction => ({
        job: "trail",
        lane: "housekeeping",
        marketId,
        orderIds: batch.map(({ orderId }) => orderId),
        works: batch.map(({ orderId, to }) => ({
          id: `trail/${orderId}/${to}`,
          resource: `trail/${orderId}`,
          dueSince: null,
        })),
      }));
    });
}

/** Whether a conditional order has expired at `nowSeconds` of chain time. */
export function isExpiredConditional({ expiry }: ConditionalOrder, nowSeconds: bigint): boolean {
  return expiry !== 0n && expiry < nowSeconds;
}

/** Removal of expired conditional orders, longest overdue first, in batches of at most `batchSize` ids. */
export function pruneConditionalActions(snapshot: ChainSnapshot, batchSize: number): PruneConditionalsAction[] {
  const expired = uniqueById(snapshot.conditionals)
    .filter((order) => isExpiredConditional(order, snapshot.block.timestamp))
    .toSorted((a, b) => Number(a.expiry - b.expiry));
  return inBatches(expired, batchSize).map((batch) => ({
    job: "pruneConditionals",
    lane: "housekeeping",
    orderIds: batch.map(({ orderId }) => orderId),
    works: batch.map(({ orderId, expiry }) => ({
      id: `pruneConditionals/${orderId}`,
      resource: `pruneConditionals/${orderId}`,
      dueSince: expiry,
    })),
  }));
}

/** Each order once, by id, so that the order of hints does not matter. */
function uniqueById(orders: readonly ConditionalOrder[]): ConditionalOrder[] {
  const unique = new Map(orders.map((order) => [order.orderId, order]));
  return [...unique.values()].toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1));
}
