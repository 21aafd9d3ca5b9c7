import { describe, expect, it } from "vitest";
import type { OrderHints } from "../../src/ports/index.ts";
import type { HintRow, WaitingRows } from "../memory/order-hints.ts";

const HUGE = (3n << 56n) | (1n << 48n) | (1_250n << 32n) | 9n;

type CreateHints = (rows: HintRow[], waiting?: WaitingRows) => Promise<OrderHints>;

/** What every source of hints must do; `createAbsent` makes one whose rows are not there, such as an indexer that never started. */
export function orderHintsConformance(
  name: string,
  create: CreateHints,
  createAbsent: (() => Promise<OrderHints>) | null,
): void {
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

    it("finds conditional orders that expired, then those that trail the price", async () => {
      const conditionals = [
        { id: 1n, status: "WAITING", expiry: null, trailTicks: 5 },
        { id: 2n, status: "WAITING", expiry: 99n, trailTicks: null },
        { id: 3n, status: "WAITING", expiry: 100n, trailTicks: null },
        { id: 4n, status: "FIRED", expiry: 5n, trailTicks: 5 },
        { id: 5n, status: "WAITING", expiry: 30n, trailTicks: 5 },
        { id: 6n, status: "WAITING", expiry: 500n, trailTicks: 7 },
      ];
      const hints = await create([], { conditionals });
      expect(await hints.conditionals(100n, 10)).toEqual({ available: true, orderIds: [5n, 2n, 1n, 6n] });
      expect(await hints.conditionals(100n, 1)).toEqual({ available: true, orderIds: [5n] });
    });

    it("finds orders for slices that have started, oldest start first", async () => {
      const parents = [
        { id: 1n, status: "WORKING", startAt: 100n },
        { id: 2n, status: "WORKING", startAt: 50n },
        { id: 3n, status: "WORKING", startAt: 101n },
        { id: 4n, status: "FILLED", startAt: 1n },
      ];
      expect(await (await create([], { parents })).parents(100n, 10)).toEqual({ available: true, orderIds: [2n, 1n] });
    });

    if (createAbsent === null) return;
    it("answers that it is not available instead of failing", async () => {
      const hints = await createAbsent();
      const answers = [hints.expired(100n, 2), hints.conditionals(100n, 2), hints.parents(100n, 2)];
      for (const answer of answers) expect(await answer).toMatchObject({ available: false });
    });
  });
}
