import { describe, expect, it } from "vitest";
import { aQueue, aSnapshot } from "../../test/fixtures/builders.ts";
import { crankActions, crankWorkId } from "./crank.ts";

describe("crankActions", () => {
  it("proposes nothing for an empty queue", () => {
    expect(crankActions(aSnapshot({ queues: [aQueue({ head: 5, tail: 5 })] }), 100)).toEqual([]);
  });

  it("names market, head and lots left of the head order in the work id", () => {
    const [action] = crankActions(
      aSnapshot({ queues: [aQueue({ marketId: 3, head: 9, tail: 12, headLots: 250n })] }),
      60,
    );
    expect(action).toEqual({
      job: "crank",
      lane: "match",
      marketId: 3,
      maxSteps: 60,
      works: [{ id: "crank/3/9/250", resource: "crank/3", dueSince: null }],
    });
  });

  it.each(["NONE", "HALTED", "OPENING", "AUCTION", "UNCROSSING", "CLOSED"] as const)(
    "waits while a market is %s",
    (phase) => {
      expect(crankActions(aSnapshot({ queues: [aQueue({ phase })] }), 100)).toEqual([]);
    },
  );

  it("works the queue of a delisted market so that escrow goes back", () => {
    expect(crankActions(aSnapshot({ queues: [aQueue({ phase: "DELISTED" })] }), 100)).toHaveLength(1);
  });

  it("proposes one action for each market, by market id as a number", () => {
    const queues = [10, 9, 2].map((marketId) => aQueue({ marketId }));
    expect(crankActions(aSnapshot({ queues }), 100).map((action) => action.marketId)).toEqual([2, 9, 10]);
  });

  it("still cranks past a head order that was cancelled", () => {
    expect(crankActions(aSnapshot({ queues: [aQueue({ headLots: 0n })] }), 100)).toHaveLength(1);
  });

  it("gives another id after any progress of head or lots", () => {
    const ids = [aQueue(), aQueue({ head: 2, tail: 3 }), aQueue({ headLots: 9n }), aQueue({ marketId: 2 })].map(
      crankWorkId,
    );
    expect(new Set(ids).size).toBe(4);
  });
});
