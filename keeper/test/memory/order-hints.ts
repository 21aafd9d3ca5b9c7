import { answer } from "./answer.ts";
import type { OrderHints } from "../../src/ports/index.ts";

export type HintRow = { id: bigint; status: string; expiry: bigint | null };

/** Hints from a list; null stands for an indexer that is not there. */
export function createMemoryOrderHints(rows: HintRow[] | null): OrderHints {
  return {
    expired: (nowSeconds, limit) =>
      answer(() => {
        if (rows === null) return { available: false, reason: "no rows given" };
        const expired = rows.flatMap(({ id, status, expiry }) =>
          status === "OPEN" && expiry !== null && expiry > 0n && expiry < nowSeconds ? [{ id, expiry }] : [],
        );
        expired.sort((a, b) => Number(a.expiry - b.expiry) || Number(a.id - b.id));
        return { available: true, orderIds: expired.slice(0, limit).map((row) => row.id) };
      }),
  };
}
