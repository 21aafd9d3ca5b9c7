import { MARKET_PHASES } from "@carbonxchange/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aBlock,
  aConditional,
  aMarket,
  anAudit,
  anOrder,
  aParent,
  aProof,
  aQueue,
  aSnapshot,
} from "../../test/fixtures/builders.ts";
import { LANES } from "./action.ts";
import { dueActions, plan, worksOf } from "./plan.ts";
import type { ChainSnapshot } from "./snapshot.ts";
import type { Ledger, WorkRecord } from "./work-ledger.ts";

const limits = {
  maxCalls: 1,
  maxSteps: 100,
  pruneBatch: 3,
  maxOpen: 16,
  sliceJitterPercent: 20,
  anchorEverySeconds: 3_600n,
  snapshotEveryBlocks: 36n,
  confirmations: 0n,
};
const nothingKnown: Ledger = { records: new Map(), busyResources: new Set() };

const snapshots: fc.Arbitrary<ChainSnapshot> = fc
  .record({
    queues: fc.uniqueArray(
      fc.record({
        marketId: fc.integer({ min: 1, max: 20 }),
        phase: fc.constantFrom(...MARKET_PHASES),
        head: fc.integer({ min: 1, max: 50 }),
        waiting: fc.integer({ min: 0, max: 5 }),
        headLots: fc.bigInt({ min: 0n, max: 1_000n }),
      }),
      { selector: (queue) => queue.marketId, maxLength: 12 },
    ),
    resting: fc.array(
      fc.record({
        orderId: fc.bigInt({ min: 1n, max: 40n }),
        marketId: fc.integer({ min: 1, max: 20 }),
        lots: fc.bigInt({ min: 1n, max: 9n }),
        expiry: fc.bigInt({ min: 0n, max: 2_000n }),
        live: fc.boolean(),
      }),
      { maxLength: 30 },
    ),
    markets: fc.uniqueArray(
      fc
        .record({
          marketId: fc.integer({ min: 1, max: 20 }),
          phase: fc.constantFrom(...MARKET_PHASES),
          endsAt: fc.bigInt({ min: 0n, max: 2_000n }),
          dueStops: fc.nat({ max: 3 }),
          referenceTicks: fc.integer({ min: 0, max: 1_300 }),
        })
        .map(aMarket),
      { selector: (market) => market.marketId, maxLength: 12 },
    ),
    conditionals: fc.uniqueArray(
      fc
        .record({
          orderId: fc.bigInt({ min: 1n, max: 40n }),
          marketId: fc.integer({ min: 1, max: 20 }),
          side: fc.constantFrom("BID" as const, "ASK" as const),
          trailTicks: fc.integer({ min: 0, max: 30 }),
          expiry: fc.bigInt({ min: 0n, max: 2_000n }),
        })
        .map(aConditional),
      { selector: (order) => order.orderId, maxLength: 15 },
    ),
    parents: fc.uniqueArray(
      fc
        .record({
          orderId: fc.bigInt({ min: 1n, max: 40n }),
          marketId: fc.integer({ min: 1, max: 20 }),
          slice: fc.integer({ min: 0, max: 3 }),
          dueAt: fc.bigInt({ min: 0n, max: 2_000n }),
          lots: fc.bigInt({ min: 0n, max: 5n }),
        })
        .map(aParent),
      { selector: (order) => order.orderId, maxLength: 15 },
    ),
    number: fc.bigInt({ min: 1n, max: 1_000n }),
  })
  .map(({ queues, resting, number, ...waiting }) => ({
    ...waiting,
    block: aBlock({ number, timestamp: 1_000n }),
    queues: queues.map(({ waiting, ...queue }) => ({ ...queue, tail: queue.head + waiting })),
    resting,
    audit: anAudit({ logSize: number % 7n }),
    completeness: { postedBlock: 0n, proof: aProof({ blockNumber: number - (number % 36n) }) },
  }));

const states = fc.constantFrom<WorkRecord["state"]>("IN_FLIGHT", "SETTLED", "WAITING", "DROPPED");

describe("plan", () => {
  it("serves halts and auctions, then stops, matching, slices, expiry, and what is only tidy", () => {
    const snapshot = aSnapshot({
      queues: [aQueue()],
      resting: [anOrder({ expiry: 1n })],
      markets: [aMarket({ dueStops: 1 }), aMarket({ marketId: 2, phase: "UNCROSSING" })],
      conditionals: [aConditional({ expiry: 1n }), aConditional({ orderId: 6n, trailTicks: 3 })],
      parents: [aParent()],
      audit: anAudit(),
      completeness: { postedBlock: 0n, proof: aProof({ blockNumber: 72n }) },
    });
    expect(plan(snapshot, nothingKnown, limits, 0, 0).map((action) => action.job)).toEqual([
      ...["uncross", "fireStops", "crank", "executeSlice", "prune", "pruneConditionals", "trail", "anchor", "post"],
    ]);
  });

  it("opens no more transactions than there are free slots", () => {
    const queues = [1, 2, 3, 4].map((marketId) => aQueue({ marketId }));
    expect(plan(aSnapshot({ queues }), nothingKnown, { ...limits, maxOpen: 3 }, 1, 0)).toHaveLength(2);
    expect(plan(aSnapshot({ queues }), nothingKnown, { ...limits, maxOpen: 3 }, 5, 0)).toEqual([]);
  });

  it("leaves out only the ids of a prune batch that are under way", () => {
    const resting = [1n, 2n, 3n].map((orderId) => anOrder({ orderId, expiry: 1n }));
    const ledger = { ...nothingKnown, busyResources: new Set(["prune/2"]) };
    const [action] = plan(aSnapshot({ resting }), ledger, limits, 0, 0);
    expect(action).toMatchObject({ job: "prune", orderIds: [1n, 3n] });
    expect(action?.works.map((work) => work.id)).toEqual(["prune/1", "prune/3"]);
  });

  it("is a function of its inputs", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        expect(plan(snapshot, nothingKnown, limits, 0, 0)).toEqual(
          plan(structuredClone(snapshot), nothingKnown, limits, 0, 0),
        );
      }),
    );
  });

  it("does not depend on the order in which markets and hints were read", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const unique = [...new Map(snapshot.resting.map((order) => [order.orderId, order])).values()];
        const straight = { ...snapshot, resting: unique };
        const reversed = {
          ...snapshot,
          queues: snapshot.queues.toReversed(),
          resting: unique.toReversed(),
          markets: snapshot.markets.toReversed(),
          conditionals: snapshot.conditionals.toReversed(),
          parents: snapshot.parents.toReversed(),
        };
        expect(plan(reversed, nothingKnown, limits, 0, 0)).toEqual(plan(straight, nothingKnown, limits, 0, 0));
      }),
    );
  });

  it("never names the same work twice, and lanes never run backwards", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const actions = plan(snapshot, nothingKnown, limits, 0, 0);
        const ids = worksOf(actions).map((work) => work.id);
        expect(new Set(ids).size).toBe(ids.length);
        const lanes = actions.map((action) => LANES.indexOf(action.lane));
        expect(lanes).toEqual(lanes.toSorted((a, b) => a - b));
      }),
    );
  });

  it("never sends work that is in flight, dropped, or on a busy resource, whatever the ledger holds", () => {
    fc.assert(
      fc.property(
        snapshots,
        fc.array(states, { minLength: 40, maxLength: 40 }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (snapshot, drawn, busy) => {
          const due = worksOf(dueActions(snapshot, limits));
          const records = new Map(
            due.map((work, index): [string, WorkRecord] => [
              work.id,
              {
                id: work.id,
                state: drawn[index % 40] ?? "WAITING",
                generation: 1,
                attempts: 0,
                notBeforeBlock: 0n,
                notBeforeMs: 0,
                settledBlock: 1n,
              },
            ]),
          );
          const busyResources = new Set(due.filter((_, index) => busy[index % 40]).map((work) => work.resource));
          for (const work of worksOf(plan(snapshot, { records, busyResources }, limits, 0, 0))) {
            expect(["SETTLED", "WAITING"]).toContain(records.get(work.id)?.state);
            expect(busyResources.has(work.resource)).toBe(false);
          }
        },
      ),
    );
  });

  it("prunes exactly the live orders beyond their expiry, nothing else", () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const last = new Map(snapshot.resting.map((order) => [order.orderId, order]));
        const wanted = [...last.values()].filter((order) => order.live && order.expiry > 0n && order.expiry < 1_000n);
        const planned = plan(snapshot, nothingKnown, { ...limits, maxOpen: 100 }, 0, 0).flatMap((action) =>
          action.job === "prune" ? action.orderIds : [],
        );
        expect(new Set(planned)).toEqual(new Set(wanted.map((order) => order.orderId)));
      }),
    );
  });
});
