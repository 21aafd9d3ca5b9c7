import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aReceipt, aTransaction, aView, hash } from "../../test/fixtures/builders.ts";
import { followTransaction, undoneWork, type Broadcast } from "./transaction.ts";

const limits = { confirmations: 3n, bumpAfterBlocks: 3n, maxBumps: 3, rebroadcastMs: 10_000, nonceGoneMs: 10_000 };
const receipt = aReceipt();
const [first] = aTransaction().broadcasts;
if (first === undefined) throw new Error("the builder makes one version");
const version = (fields: Partial<Broadcast>): Broadcast => ({ ...first, ...fields });

describe("followTransaction", () => {
  it("waits for a transaction that was accepted a moment ago", () => {
    expect(followTransaction(aTransaction(), aView(), limits, 0)).toEqual({ do: "wait" });
  });

  it("records a receipt, whatever version has it", () => {
    const transaction = aTransaction({ broadcasts: [first, version({ hash: hash(2), kind: "BUMP" })] });
    expect(followTransaction(transaction, aView({ receipt }), limits, 0)).toEqual({ do: "record-mined", receipt });
  });

  it("records the receipt again when a reorganisation moved it to another block", () => {
    const mined = aTransaction({ state: "MINED", minedHash: hash(1), minedBlock: 100n });
    expect(followTransaction(mined, aView({ receipt }), limits, 0)).toEqual({ do: "record-mined", receipt });
  });

  it("confirms only at the stated depth", () => {
    const mined = aTransaction({ state: "MINED", minedHash: hash(1), minedBlock: 101n });
    expect(followTransaction(mined, aView({ receipt, headBlock: 103n }), limits, 0)).toEqual({ do: "wait" });
    expect(followTransaction(mined, aView({ receipt, headBlock: 104n }), limits, 0)).toEqual({ do: "confirm" });
  });

  it("opens a mined transaction again when its receipt vanished", () => {
    const mined = aTransaction({ state: "MINED", minedHash: hash(1), minedBlock: 101n });
    expect(followTransaction(mined, aView({ latestNonce: 7 }), limits, 0)).toEqual({ do: "return-to-submitted" });
  });

  it("sends again what no node has accepted", () => {
    const signed = aTransaction({ state: "SIGNED", broadcasts: [version({ accepted: false })] });
    expect(followTransaction(signed, aView(), limits, 0)).toEqual({
      do: "rebroadcast",
      raw: "0xaa",
      hash: hash(1),
      dropped: false,
    });
  });

  it("sends an accepted version again after a while, or when this process never sent it", () => {
    expect(followTransaction(aTransaction(), aView({ sentMs: 5_000 }), limits, 14_999)).toEqual({ do: "wait" });
    expect(followTransaction(aTransaction(), aView({ sentMs: 5_000 }), limits, 15_000)).toMatchObject({
      do: "rebroadcast",
    });
    expect(followTransaction(aTransaction(), aView({ sentMs: null }), limits, 0)).toMatchObject({ do: "rebroadcast" });
  });

  it("never sends again once the nonce is used, and gives the node time to show the receipt", () => {
    const signed = aTransaction({ state: "SIGNED", broadcasts: [version({ accepted: false })] });
    const gone = aView({ latestNonce: 8, nonceGoneSinceMs: 1_000 });
    expect(followTransaction(signed, gone, limits, 10_999)).toEqual({ do: "wait" });
    expect(followTransaction(signed, gone, limits, 11_000)).toEqual({ do: "supersede" });
  });

  it("bumps after the stated number of blocks since the newest version", () => {
    expect(followTransaction(aTransaction(), aView({ headBlock: 102n }), limits, 0)).toEqual({ do: "wait" });
    expect(followTransaction(aTransaction(), aView({ headBlock: 103n }), limits, 0)).toEqual({ do: "bump" });
    const bumped = aTransaction({ broadcasts: [first, version({ hash: hash(2), kind: "BUMP", block: 103n })] });
    expect(followTransaction(bumped, aView({ headBlock: 105n }), limits, 0)).toEqual({ do: "wait" });
  });

  it("cancels once past the deadline, then bumps the cancellation", () => {
    expect(followTransaction(aTransaction(), aView({ headBlock: 131n }), limits, 0)).toEqual({ do: "cancel" });
    const cancelled = aTransaction({ broadcasts: [first, version({ kind: "CANCEL", block: 131n })] });
    expect(followTransaction(cancelled, aView({ headBlock: 132n }), limits, 0)).toEqual({ do: "wait" });
    expect(followTransaction(cancelled, aView({ headBlock: 134n }), limits, 0)).toEqual({ do: "bump" });
  });

  it("cancels after the third raise that did not help, and raises no further", () => {
    const bump = (block: bigint) => version({ hash: hash(block), kind: "BUMP", block });
    const raised = (...blocks: bigint[]) => aTransaction({ broadcasts: [first, ...blocks.map(bump)] });
    expect(followTransaction(raised(103n, 106n), aView({ headBlock: 109n }), limits, 0)).toEqual({ do: "bump" });
    expect(followTransaction(raised(103n, 106n, 109n), aView({ headBlock: 111n }), limits, 0)).toEqual({ do: "wait" });
    expect(followTransaction(raised(103n, 106n, 109n), aView({ headBlock: 112n }), limits, 0)).toEqual({
      do: "cancel",
    });
  });

  it("recognises a version that the node accepted and dropped, and sends it again at once", () => {
    expect(followTransaction(aTransaction(), aView({ known: false }), limits, 0)).toMatchObject({
      do: "rebroadcast",
      dropped: true,
    });
  });

  it("puts no work into a pool while new work is stopped, and clears what is stuck there", () => {
    const stopped = aView({ stopped: true });
    const signed = aTransaction({ state: "SIGNED", broadcasts: [version({ accepted: false })] });
    expect(followTransaction(signed, stopped, limits, 0)).toEqual({ do: "wait" });
    expect(followTransaction(aTransaction(), { ...stopped, known: false }, limits, 60_000)).toEqual({ do: "wait" });
    expect(followTransaction(aTransaction(), { ...stopped, headBlock: 103n }, limits, 0)).toEqual({ do: "cancel" });
    const cancelled = aTransaction({ broadcasts: [first, version({ kind: "CANCEL", accepted: false })] });
    expect(followTransaction(cancelled, stopped, limits, 0)).toMatchObject({ do: "rebroadcast" });
    expect(followTransaction(aTransaction(), { ...stopped, receipt }, limits, 0)).toMatchObject({ do: "record-mined" });
  });

  it("neither bumps nor cancels what another signer signed, but sends it again", () => {
    expect(followTransaction(aTransaction(), aView({ headBlock: 500n, ownSigner: false }), limits, 0)).toEqual({
      do: "wait",
    });
    const signed = aTransaction({ broadcasts: [version({ accepted: false })] });
    expect(followTransaction(signed, aView({ ownSigner: false }), limits, 0)).toMatchObject({ do: "rebroadcast" });
  });

  it("never sends anything while a receipt exists or the nonce is used", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("SIGNED" as const, "SUBMITTED" as const, "MINED" as const),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.bigInt({ min: 90n, max: 400n }),
        fc.integer({ min: 0, max: 40_000 }),
        (state, accepted, hasReceipt, ownSigner, headBlock, nowMs) => {
          const mined = state === "MINED" ? { minedHash: hash(1), minedBlock: 101n } : {};
          const transaction = aTransaction({ state, broadcasts: [version({ accepted })], ...mined });
          const view = aView({
            headBlock,
            ownSigner,
            latestNonce: 8,
            receipt: hasReceipt ? receipt : null,
            nonceGoneSinceMs: 0,
          });
          expect(["rebroadcast", "bump", "cancel"]).not.toContain(
            followTransaction(transaction, view, limits, nowMs).do,
          );
        },
      ),
    );
  });

  it("refuses a transaction without any version", () => {
    expect(() => followTransaction(aTransaction({ broadcasts: [] }), aView(), limits, 0)).toThrow(RangeError);
  });
});

describe("undoneWork", () => {
  const bundle = aTransaction({ workIds: ["a", "b", "c"], workCalls: [0, 0, 1] });

  it("is none of a transaction that succeeded", () => {
    expect(undoneWork(aTransaction(), aReceipt())).toEqual([]);
    expect(undoneWork(bundle, aReceipt())).toEqual([]);
  });

  it("is all of one that reverted or was cancelled", () => {
    expect(undoneWork(bundle, aReceipt({ success: false }))).toEqual(["a", "b", "c"]);
    const cancelled = { ...bundle, broadcasts: [first, version({ hash: hash(2), kind: "CANCEL" })] };
    expect(undoneWork(cancelled, aReceipt({ hash: hash(2) }))).toEqual(["a", "b", "c"]);
  });

  it("is that of the calls which the contract skipped", () => {
    expect(undoneWork(bundle, aReceipt({ skippedCalls: [0] }))).toEqual(["a", "b"]);
    expect(undoneWork(bundle, aReceipt({ skippedCalls: [1] }))).toEqual(["c"]);
  });
});
