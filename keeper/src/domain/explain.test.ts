import { keccak256, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { aBlock, aMarket, anAudit, aParent, aQueue, aSnapshot } from "../../test/fixtures/builders.ts";
import { TEST_LIMITS } from "../../test/fixtures/memory-context.ts";
import { explainPlan } from "./explain.ts";
import { sendAt } from "./slices.ts";
import type { Ledger } from "./work-ledger.ts";

const NOTHING_KNOWN: Ledger = { records: new Map(), busyResources: new Set() };
const NOW = { openCount: 0, nowMs: 0, draining: false, stopped: [] };
const limits = {
  ...TEST_LIMITS,
  maxOpen: 1,
  sliceJitterPercent: 20,
  anchorEverySeconds: 3_600n,
  snapshotEveryBlocks: 64n,
};

describe("explainPlan", () => {
  const held = aParent({ orderId: 3n, dueAt: 1_000_000n, interval: 1_000_000n });
  const seeds = Array.from({ length: 40 }, (_, index) => keccak256(toHex(index)));
  const seedHash = seeds.find((seed) => sendAt({ ...held, seedHash: seed }, 20) > held.dueAt) ?? null;
  const snapshot = aSnapshot({
    block: aBlock({ number: 40n, timestamp: 1_000_000n }),
    queues: [aQueue(), aQueue({ marketId: 2 }), aQueue({ marketId: 3, phase: "HALTED", tail: 4 })],
    markets: [aMarket()],
    parents: [aParent({ orderId: 1n, dueAt: 1_000_050n }), aParent({ orderId: 2n, lots: 0n }), { ...held, seedHash }],
    audit: anAudit({ anchoredAt: 999_999n }),
    completeness: { postedBlock: 0n, proof: null },
  });

  it("sends what a plan sends, and names everything else with its reason", () => {
    const { send, held } = explainPlan(snapshot, NOTHING_KNOWN, limits, NOW);
    expect(send.map(({ job }) => job)).toEqual(["crank"]);
    expect(held.map(({ what, reason }) => [what, reason])).toEqual([
      ["crank/2/1/10", "all transaction slots are taken"],
      ["3 deferred orders of market 3", "market is HALTED"],
      ["slice 1 of order 1", "not due"],
      ["slice 1 of order 2", "participation cap reached"],
      ["slice 1 of order 3", "held for its jitter"],
      ["audit log of 5 entries", "not due"],
      ["snapshot after block 0", "not due"],
    ]);
    expect(held.find(({ job }) => job === "anchor")?.from).toBe(1_003_599n);
  });

  it("says why due work is refused", () => {
    const busy = { records: new Map(), busyResources: new Set(["crank/1"]) };
    const { send, held } = explainPlan(snapshot, busy, limits, NOW);
    expect(send.map(({ works }) => works[0]?.id)).toEqual(["crank/2/1/10"]);
    expect(held[0]).toMatchObject({ what: "crank/1/1/10", reason: "resource busy" });
  });

  it("holds every lane back while keepers drain, and all but halts while a spend cap is reached", () => {
    const halted = { ...snapshot, markets: [aMarket({ phase: "HALTED", endsAt: 1n })] };
    const draining = explainPlan(halted, NOTHING_KNOWN, limits, { ...NOW, draining: true });
    expect(draining.send).toEqual([]);
    expect(draining.held[0]).toMatchObject({ job: "reopen", reason: "draining" });
    const capped = explainPlan(halted, NOTHING_KNOWN, limits, { ...NOW, stopped: ["SPEND_HOUR"] });
    expect(capped.send.map(({ job }) => job)).toEqual(["reopen"]);
    expect(capped.held[0]).toMatchObject({ job: "crank", reason: "stopped: SPEND_HOUR" });
  });

  it("says so when nothing tells of the audit log, and when it has not grown", () => {
    const silent = explainPlan({ ...snapshot, audit: null }, NOTHING_KNOWN, limits, NOW);
    expect(silent.held).toContainEqual(expect.objectContaining({ job: "anchor", reason: "its view does not answer" }));
    const same = explainPlan({ ...snapshot, audit: anAudit({ logSize: 3n }) }, NOTHING_KNOWN, limits, NOW);
    expect(same.held).toContainEqual(expect.objectContaining({ job: "anchor", reason: "nothing new" }));
  });

  it("says that a snapshot's tree is being built", () => {
    const later = { ...snapshot, block: aBlock({ number: 70n, timestamp: 1_000_000n }) };
    expect(explainPlan(later, NOTHING_KNOWN, limits, NOW).held).toContainEqual(
      expect.objectContaining({ what: "snapshot of block 64", reason: "its tree is being built" }),
    );
  });
});
