import type { PruneAction } from "./action.ts";
import { inBatches } from "./batches.ts";
import type { ChainSnapshot, RestingOrder } from "./snapshot.ts";

/** Whether the chain's own record shows an order that rests beyond its expiry at `nowSeconds` of chain time. */
export function isExpired(order: RestingOrder, nowSeconds: bigint): boolean {
  return order.live && order.expiry !== 0n && order.expiry < nowSeconds;
}

/** Removal of expired resting orders, longest overdue first, in batches of at most `batchSize` ids. */
export function pruneActions(snapshot: ChainSnapshot, batchSize: number): PruneAction[] {
  const unique = new Map(snapshot.resting.map((order) => [order.orderId, order]));
  const expired = [...unique.values()]
    .filter((order) => isExpired(order, snapshot.block.timestamp))
    .toSorted((a, b) => compare(a.expiry, b.expiry) || compare(a.orderId, b.orderId));
  return inBatches(expired, batchSize).map((batch) => ({
    job: "prune",
    lane: "expiry",
    orderIds: batch.map((order) => order.orderId),
    works: batch.map((order) => ({
      id: pruneWorkId(order.orderId),
      resource: pruneWorkId(order.orderId),
      dueSince: order.expiry,
    })),
  }));
}

/** Order ids are never reused, so the id alone names the work. */
export function pruneWorkId(orderId: bigint): string {
  return `prune/${orderId}`;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
