import { describe, expect, it } from "vitest";
import { aBlock } from "../../test/fixtures/builders.ts";
import { refusal, type Ledger, type WorkRecord } from "./work-ledger.ts";

const work = { id: "crank/1/1/10", resource: "crank/1", dueSince: null };
const ledgerOf = (fields: Partial<WorkRecord>, busy: string[] = []): Ledger => ({
  records: new Map([
    [
      work.id,
      {
        id: work.id,
        state: "WAITING",
        generation: 1,
        attempts: 1,
        notBeforeBlock: 0n,
        notBeforeMs: 0,
        settledBlock: null,
        ...fields,
      },
    ],
  ]),
  busyResources: new Set(busy),
});

describe("refusal", () => {
  it("admits work nobody has seen", () => {
    expect(refusal(work, { records: new Map(), busyResources: new Set() }, aBlock(), 0)).toBeNull();
  });

  it("refuses work whose transaction is under way", () => {
    expect(refusal(work, ledgerOf({ state: "IN_FLIGHT" }), aBlock(), 0)).toBe("in flight");
  });

  it("refuses other work on a market that has an open transaction", () => {
    expect(refusal(work, { records: new Map(), busyResources: new Set(["crank/1"]) }, aBlock(), 0)).toBe(
      "resource busy",
    );
  });

  it("refuses settled work while the snapshot is older than the result", () => {
    expect(refusal(work, ledgerOf({ state: "SETTLED", settledBlock: 101n }), aBlock({ number: 100n }), 0)).toBe(
      "snapshot older than the result",
    );
  });

  it("admits settled work that a later block still shows due", () => {
    expect(refusal(work, ledgerOf({ state: "SETTLED", settledBlock: 101n }), aBlock({ number: 101n }), 0)).toBeNull();
  });

  it("keeps waiting work until both block and time are reached", () => {
    const ledger = ledgerOf({ notBeforeBlock: 102n, notBeforeMs: 5_000 });
    expect(refusal(work, ledger, aBlock({ number: 101n }), 9_000)).toBe("waiting");
    expect(refusal(work, ledger, aBlock({ number: 102n }), 4_999)).toBe("waiting");
    expect(refusal(work, ledger, aBlock({ number: 102n }), 5_000)).toBeNull();
  });

  it("admits waiting work at once when the clock has been set back beyond the longest wait", () => {
    const ledger = ledgerOf({ notBeforeMs: 100_000_000 });
    expect(refusal(work, ledger, aBlock({ number: 102n }), 99_950_000)).toBe("waiting");
    expect(refusal(work, ledger, aBlock({ number: 102n }), 13_600_000)).toBeNull();
  });

  it("never admits dropped work", () => {
    expect(refusal(work, ledgerOf({ state: "DROPPED" }), aBlock({ number: 10_000n }), 1e12)).toBe("dropped");
  });
});
