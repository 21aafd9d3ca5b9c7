import { describe, expect, it } from "vitest";
import { aBlock, aConditional, aMarket, aSnapshot } from "../../test/fixtures/builders.ts";
import { fireStopsActions, pruneConditionalActions, trailActions, trailedTicks } from "./stops.ts";

const block = aBlock({ timestamp: 1_000n });

describe("fireStopsActions", () => {
  it("proposes nothing while no trigger is met", () => {
    expect(fireStopsActions(aSnapshot({ markets: [aMarket()] }), 100)).toEqual([]);
  });

  it("names the market and the orders that go first, and no order to prefer", () => {
    const markets = [aMarket({ marketId: 3, dueStops: 2, nextStops: { above: 0n, below: 8n } })];
    expect(fireStopsActions(aSnapshot({ markets }), 60)).toEqual([
      {
        job: "fireStops",
        lane: "stop",
        marketId: 3,
        max: 60,
        works: [{ id: "fireStops/3/0/8", resource: "stops/3", dueSince: null }],
      },
    ]);
  });
});

describe("trailedTicks", () => {
  it("moves an ask's trigger up only, and a bid's down only", () => {
    const ask = aConditional({ side: "ASK", triggerTicks: 1_240, trailTicks: 5 });
    expect([1_244, 1_245, 1_246].map((price) => trailedTicks(ask, price))).toEqual([null, null, 1_241]);
    const bid = aConditional({ side: "BID", triggerTicks: 1_260, trailTicks: 5 });
    expect([1_254, 1_255, 1_256].map((price) => trailedTicks(bid, price))).toEqual([1_259, null, null]);
  });

  it("leaves other orders alone, and all of them without a reference price", () => {
    expect(trailedTicks(aConditional({ trailTicks: 0 }), 1_300)).toBeNull();
    expect(trailedTicks(aConditional({ trailTicks: 5 }), 0)).toBeNull();
  });
});

describe("trailActions", () => {
  const trailing = (orderId: bigint, marketId = 1) => aConditional({ orderId, marketId, trailTicks: 5 });

  it("batches by market and names where each trigger goes", () => {
    const markets = [aMarket({ marketId: 2 }), aMarket({ marketId: 1 })];
    const conditionals = [trailing(1n), trailing(2n), trailing(3n), trailing(4n, 2)];
    const actions = trailActions(aSnapshot({ block, markets, conditionals }), 2);
    expect(actions.map(({ marketId, orderIds }) => [marketId, orderIds])).toEqual([
      [1, [1n, 2n]],
      [1, [3n]],
      [2, [4n]],
    ]);
    expect(actions[0]?.works[0]).toEqual({ id: "trail/1/1245", resource: "trail/1", dueSince: null });
  });

  it("waits while a market does not trade, and for orders that have expired", () => {
    const halted = aSnapshot({ block, markets: [aMarket({ phase: "HALTED" })], conditionals: [trailing(1n)] });
    expect(trailActions(halted, 5)).toEqual([]);
    const conditionals = [aConditional({ trailTicks: 5, expiry: 999n })];
    expect(trailActions(aSnapshot({ block, markets: [aMarket()], conditionals }), 5)).toEqual([]);
  });
});

describe("pruneConditionalActions", () => {
  it("removes what has expired by chain time, longest overdue first", () => {
    const conditionals = [
      aConditional({ orderId: 1n, expiry: 900n }),
      aConditional({ orderId: 2n, expiry: 99n }),
      aConditional({ orderId: 3n, expiry: 1_000n }),
      aConditional({ orderId: 4n }),
    ];
    const [action, ...rest] = pruneConditionalActions(aSnapshot({ block, conditionals }), 10);
    expect(rest).toEqual([]);
    expect(action?.orderIds).toEqual([2n, 1n]);
    expect(action?.works.map(({ id, dueSince }) => [id, dueSince])).toEqual([
      ["pruneConditionals/2", 99n],
      ["pruneConditionals/1", 900n],
    ]);
  });
});
