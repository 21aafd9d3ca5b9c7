import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBlock, aProof, aSnapshot } from "../../test/fixtures/builders.ts";
import { completenessActions, snapshotTarget } from "./completeness.ts";

const limits = { snapshotEveryBlocks: 1_000n, confirmations: 3n };

describe("the block that a snapshot is due of", () => {
  it("is the last of the grid that is confirmed, once so many blocks have passed since the last snapshot", () => {
    expect(snapshotTarget(0n, 1_026n, limits)).toBeNull(); // block 960 is not 1,000 further
    expect(snapshotTarget(0n, 1_027n, limits)).toBe(1_024n);
    expect(snapshotTarget(0n, 1_026n, { ...limits, snapshotEveryBlocks: 960n })).toBe(960n);
  });

  it("is none while snapshots are off or the chain is young", () => {
    expect(snapshotTarget(0n, 1_000_000n, { ...limits, snapshotEveryBlocks: 0n })).toBeNull();
    expect(snapshotTarget(0n, 3n, { ...limits, snapshotEveryBlocks: 1n })).toBeNull();
  });

  it("is recent enough for its header to be verified, and keeps its name over the rounds that it takes", () => {
    const number = fc.bigInt(0n, 10_000_000n);
    fc.assert(
      fc.property(
        number,
        number,
        fc.bigInt(1n, 100_000n),
        fc.bigInt(0n, 100n),
        (posted, head, every, confirmations) => {
          const terms = { snapshotEveryBlocks: every, confirmations };
          const target = snapshotTarget(posted, head, terms);
          if (target === null) return;
          expect(head - target).toBeGreaterThanOrEqual(confirmations);
          expect(head - target).toBeLessThan(256n);
          expect(target - posted).toBeGreaterThanOrEqual(every);
          const grid = every < 64n ? every : 64n;
          const next = snapshotTarget(posted, head + 1n, terms);
          expect(next === target || next === target + grid).toBe(true);
        },
      ),
    );
  });
});

describe("completenessActions", () => {
  const snapshot = (proof: ReturnType<typeof aProof> | null) =>
    aSnapshot({ block: aBlock({ number: 1_030n }), completeness: { postedBlock: 0n, proof } });

  it("posts the proof of the block that is due, and names the block", () => {
    expect(completenessActions(snapshot(aProof({ blockNumber: 1_024n })), limits)).toMatchObject([
      { job: "post", lane: "housekeeping", header: "0xc0", works: [{ id: "post/1024", resource: "post" }] },
    ]);
  });

  it("posts one that was being built while the next block fell due, as long as it is recent", () => {
    const at = (number: bigint) => ({ ...snapshot(aProof({ blockNumber: 1_024n })), block: aBlock({ number }) });
    expect(completenessActions(at(1_224n), limits)).toHaveLength(1);
    expect(completenessActions(at(1_225n), limits)).toEqual([]);
    expect(completenessActions(at(1_026n), limits)).toEqual([]); // not confirmed
  });

  it("posts nothing while the proof is being built, nor one that is not due yet", () => {
    expect(completenessActions(snapshot(null), limits)).toEqual([]);
    expect(completenessActions(snapshot(aProof({ blockNumber: 960n })), limits)).toEqual([]);
    expect(completenessActions(aSnapshot(), limits)).toEqual([]);
  });
});
