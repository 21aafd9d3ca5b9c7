import { describe, expect, it } from "vitest";
import type { OrderHints } from "../../src/ports/index.ts";
import type { HintRow } from "../memory/order-hints.ts";

const HUGE = (3n << 56n) | (1n << 48n) | (1_250n << 32n) | 9n;

/** What every source of hints must do; `create(null)` stands for an indexer that never started. */
export function orderHintsConformance(name: string, create: (rows: HintRow[] | null) => Promise<OrderHints>): void {
  describe(`order hints: ${name}`, () => {
    it("finds open orders whose expiry lies before the given time", async () => {
      const hints = await create([
        { id: 1n, status: "OPEN", expiry: 99n },
        { id: 2n, status: "OPEN", expiry: 100n },
        { id: 3n, status: "OPEN", expiry: null },
        { id: 4n, status: "OPEN", expiry: 0n },
        { id: 5n, status: "CANCELLED", expiry: 50n },
        { id: 6n, status: "DEFERRED", expiry: 50n },
      ]);
      expect(await hints.expired(100n, 10)).toEqual({ available: true, orderIds: [1n] });
    });

    it("keeps all bits of an order id", async () => {
      const hints = await create([{ id: HUGE, status: "OPEN", expiry: 5n }]);
      expect(await hints.expired(100n, 10)).toEqual({ available: true, orderIds: [HUGE] });
    });

    it("gives the longest expired first and no more than asked for", async () => {
      const hints = await create([
        { id: 10n, status: "OPEN", expiry: 30n },
        { id: 9n, status: "OPEN", expiry: 30n },
        { id: 1n, status: "OPEN", expiry: 4n },
      ]);
      expect(await hints.expired(100n, 2)).toEqual({ available: true, orderIds: [1n, 9n] });
    });

    it("answers that it is not available instead of failing", async () => {
      const hints = await create(null);
      expect(await hints.expired(100n, 2)).toMatchObject({ available: false });
    });
  });
}
