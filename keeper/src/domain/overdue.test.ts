import { describe, expect, it } from "vitest";
import { overdueSeconds, trackDue } from "./overdue.ts";

const crank = (id: string) => ({
  job: "crank" as const,
  lane: "match" as const,
  work: { id, resource: "crank/1", dueSince: null },
});
const prune = (id: string, dueSince: bigint) => ({
  job: "prune" as const,
  lane: "expiry" as const,
  work: { id, resource: id, dueSince },
});

describe("overdueSeconds", () => {
  it("is zero when nothing is due", () => {
    expect(overdueSeconds(new Map(), { job: "crank" }, 9_000)).toBe(0);
  });

  it("grows while the same work stays due", () => {
    const seen = trackDue(new Map(), [crank("a")], 1_000);
    const still = trackDue(seen, [crank("a")], 4_000);
    expect(overdueSeconds(still, { job: "crank" }, 6_000)).toBe(5);
  });

  it("starts anew when the head of the queue moved", () => {
    const seen = trackDue(new Map(), [crank("a")], 1_000);
    expect(overdueSeconds(trackDue(seen, [crank("b")], 4_000), { job: "crank" }, 6_000)).toBe(2);
  });

  it("forgets work that is done", () => {
    const seen = trackDue(new Map(), [crank("a")], 1_000);
    expect(trackDue(seen, [], 4_000).size).toBe(0);
  });

  it("takes the chain's own date where there is one", () => {
    expect(overdueSeconds(trackDue(new Map(), [prune("p", 100n)], 150_000), { job: "prune" }, 160_000)).toBe(60);
  });

  it("is told by lane as well", () => {
    const due = trackDue(new Map(), [prune("p", 100n), crank("a")], 150_000);
    expect(overdueSeconds(due, { lane: "expiry" }, 160_000)).toBe(60);
    expect(overdueSeconds(due, { lane: "match" }, 160_000)).toBe(10);
    expect(overdueSeconds(due, { lane: "slice" }, 160_000)).toBe(0);
  });

  it("keeps jobs apart", () => {
    expect(overdueSeconds(trackDue(new Map(), [prune("p", 100n)], 150_000), { job: "crank" }, 160_000)).toBe(0);
  });
});
