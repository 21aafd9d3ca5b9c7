import { zeroAddress, zeroHash } from "viem";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { AuditContract } from "./figures.ts";
import type { Ledger } from "./ledger.ts";
import { createRebuild } from "./rebuild.ts";

const ALICE: Hex = `0x${"a1".repeat(20)}`;
const REGISTRY: Hex = `0x${"cc".repeat(20)}`;
const RESERVE: Hex = `0x${"bb".repeat(20)}`;
const LABELS: Hex = `0x${"1a".repeat(20)}`;
const BATCH = (1n << 128n) | 1n;

type Told = readonly [contract: AuditContract, name: string, args: object];

/** What a list of events contradicts, each in a transaction of its own. */
function faultsOf(...events: readonly Told[]): string[] {
  const accounts = { exchange: null, registry: REGISTRY, labels: LABELS, reserve: RESERVE, buffers: [RESERVE] };
  const books = createRebuild(accounts);
  for (const [index, [contract, name, args]] of events.entries()) {
    const tx: Hex = `0x${(index + 1).toString(16)}`;
    books.apply({ contract, name, args, place: { block: BigInt(index + 1), logIndex: 0, tx, timestamp: 100n } });
  }
  const ledger: Ledger = books.finish(1_000n);
  return ledger.differences.map(({ figure }) => figure);
}

const attested = (index: bigint, from: number, until: number): Told => [
  "labelRegistry",
  "LabelAttested",
  { batchId: BATCH, labelId: 3, attester: ALICE, index, from, until, evidence: zeroHash },
];
const refreshed = (mask: bigint): Told => [
  "labelRegistry",
  "LabelsRefreshed",
  { batchId: BATCH, mask, from: 10, until: 20 },
];
const reported: Told = [
  "reversalBuffer",
  "LossReported",
  {
    caseId: 1n,
    projectId: 1n,
    reporter: ALICE,
    report: { kind: 0, cause: 0, intentional: false, evidence: zeroHash },
    losses: [{ batchId: BATCH, units: 10n }],
    deadline: 500,
  },
];
const consented: Told = ["reversalBuffer", "LossConsented", { caseId: 1n, verifier: ALICE, units: 10n }];
const covered = (source: number, units: bigint, uncoveredUnits: bigint): Told => [
  "reversalBuffer",
  "LossCovered",
  { caseId: 1n, batchId: BATCH, source, units, uncoveredUnits },
];

describe("logs of claims that contradict themselves", () => {
  it("are named for a label mask that the periods do not give", () => {
    expect(faultsOf(attested(0n, 10, 20), refreshed(8n))).toEqual([]);
    const wrong = faultsOf(attested(0n, 10, 20), refreshed(4n));
    expect(wrong).toEqual([`labels of batch ${BATCH} at 10`, `labels of batch ${BATCH} at 19`]);
  });

  it("are named for periods of a label that overlap", () => {
    expect(faultsOf(attested(0n, 10, 20), attested(1n, 19, 30))).toEqual([`label 3 of batch ${BATCH} from`]);
  });

  it("are named for a loss covered by more than the buffer holds", () => {
    expect(faultsOf(reported, consented, covered(0, 4n, 6n))).toContain(`buffer of batch ${BATCH}`);
  });

  it("are named for a bond that nobody posted, and one that is taken before the buffer is empty", () => {
    const credited = { batchId: BATCH, from: zeroAddress, units: 5n, batchBufferUnits: 5n, totalBufferUnits: 5n };
    const faults = faultsOf(["reversalBuffer", "BufferCredited", credited], reported, consented, covered(2, 4n, 6n));
    expect(faults).toEqual(["buffer left when case 1 reached the bonds", "bonds of project 1"]);
  });

  it("are named for a remainder that the sources before do not leave", () => {
    expect(faultsOf(reported, consented, covered(0, 4n, 5n))).toContain("uncovered of case 1");
  });

  it("are named for a request that is confirmed without having been made", () => {
    const confirmed: Told = ["carbonCredits", "RetirementConfirmed", { requestId: 1n, retirementId: 1n }];
    expect(faultsOf(confirmed)).toEqual(["retirement request 1"]);
  });
});
