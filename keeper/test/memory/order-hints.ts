import { answer } from "./answer.ts";
import type { HintAnswer, OrderHints } from "../../src/ports/index.ts";

export type HintRow = { id: bigint; status: string; expiry: bigint | null };
/** Rows of the views for orders that wait; those left out are empty. */
export type WaitingRows = {
  conditionals?: { id: bigint; status: string; expiry: bigint | null; trailTicks: number | null }[];
  parents?: { id: bigint; status: string; startAt: bigint }[];
};

const byTime = (a: { id: bigint; at: bigint }, b: { id: bigint; at: bigint }) =>
  Number(a.at - b.at) || Number(a.id - b.id);

/** Hints from lists; null stands for an indexer that is not there. */
export function createMemoryOrderHints(rows: HintRow[] | null, waiting: WaitingRows = {}): OrderHints {
  const first = (limit: number, found: () => { id: bigint; at: bigint }[]): Promise<HintAnswer> =>
    answer(() => {
      if (rows === null) return { available: false, reason: "no rows given" };
      const orderIds = found().slice(0, limit);
      return { available: true, orderIds: orderIds.map((row) => row.id) };
    });
  return {
    expired: (nowSeconds, limit) =>
      first(limit, () =>
        (rows ?? [])
          .flatMap(({ id, status, expiry }) =>
            status === "OPEN" && expiry !== null && expiry > 0n && expiry < nowSeconds ? [{ id, at: expiry }] : [],
          )
          .sort(byTime),
      ),
    conditionals: (nowSeconds, limit) =>
      first(limit, () => {
        const live = (waiting.conditionals ?? []).filter(({ status }) => status === "WAITING");
        const isExpired = (expiry: bigint | null): expiry is bigint => expiry !== null && expiry < nowSeconds;
        const expired = live.flatMap(({ id, expiry }) => (isExpired(expiry) ? [{ id, at: expiry }] : [])).sort(byTime);
        const trailing = live.filter(({ expiry, trailTicks }) => !isExpired(expiry) && trailTicks !== null);
        return [...expired, ...trailing.map(({ id }) => ({ id, at: 0n })).sort(byTime)];
      }),
    parents: (nowSeconds, limit) =>
      first(limit, () =>
        (waiting.parents ?? [])
          .filter(({ status, startAt }) => status === "WORKING" && startAt <= nowSeconds)
          .map(({ id, startAt }) => ({ id, at: startAt }))
          .sort(byTime),
      ),
  };
}
