import { zeroAddress, zeroHash } from "viem";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import { balanceOfBatch } from "./batch-balance.ts";
import type { AuditContract } from "./figures.ts";
import type { Ledger } from "./ledger.ts";
import { createRebuild } from "./rebuild.ts";

const ALICE: Hex = `0x${"a1".repeat(20)}`;
const VAULT: Hex = `0x${"ee".repeat(20)}`;
const RESERVE: Hex = `0x${"bb".repeat(20)}`;
const [FIRST, SECOND] = [(1n << 128n) | 1n, (1n << 128n) | 2n];

type Told = readonly [contract: AuditContract, name: string, args: object];

/** Rebuilds from a list of events, each in a transaction of its own. */
function rebuild(...events: readonly Told[]): Ledger {
  const books = createRebuild({ exchange: VAULT, registry: null, labels: null, reserve: null, buffers: [] });
  for (const [index, [contract, name, args]] of events.entries()) {
    const tx: Hex = `0x${(index + 1).toString(16)}`;
    books.apply({ contract, name, args, place: { block: BigInt(index + 1), logIndex: 0, tx } });
  }
  return books.finish(0n);
}

const issued = (batchId: bigint, blockStart: number, blockEnd: number): Told => [
  "carbonCredits",
  "BatchIssued",
  {
    batchId,
    proposalId: 1n,
    projectId: 1n,
    recipient: ALICE,
    serialNamespace: "N",
    blockStart,
    blockEnd,
    vintageStart: 0,
    vintageEnd: 0,
    units: BigInt(blockEnd - blockStart + 1) * 1000n,
  },
];
const moved = (from: Hex, to: Hex, id: bigint, value: bigint): Told => [
  "carbonCredits",
  "TransferSingle",
  { operator: ALICE, from, to, id, value },
];
const retired = (retirementId: bigint, units: bigint, firstUnit: bigint, batchRetiredUnits: bigint): Told => [
  "carbonCredits",
  "Retired",
  {
    retirementId,
    batchId: FIRST,
    account: ALICE,
    units,
    firstUnit,
    batchRetiredUnits,
    details: { beneficiary: ALICE, beneficiaryRef: zeroHash },
  },
];
const certificate = (tokenId: bigint, to: Hex = ALICE): Told => [
  "retirementCertificate",
  "Transfer",
  { from: zeroAddress, to, tokenId },
];
const minted = [issued(FIRST, 1, 10), moved(zeroAddress, ALICE, FIRST, 10_000n)];
const figures = (ledger: Ledger) => ledger.differences.map(({ figure }) => figure);

describe("logs that agree with themselves", () => {
  it("give a batch's place kilogram by kilogram", () => {
    const ledger = rebuild(
      ["carbonCredits", "BufferSet", { buffer: RESERVE }],
      ...minted,
      moved(ALICE, VAULT, FIRST, 0n),
      moved(ALICE, RESERVE, FIRST, 1_000n),
      moved(ALICE, zeroAddress, FIRST, 2_500n),
      retired(1n, 2_500n, 0n, 2_500n),
      certificate(1n),
    );
    expect(ledger.differences).toEqual([]);
    const batch = ledger.batches.get(FIRST);
    expect(batch && balanceOfBatch(ledger, batch)).toEqual({
      batchId: FIRST,
      issued: 10_000n,
      circulating: 6_500n,
      escrowed: 0n,
      retired: 2_500n,
      cancelled: 0n,
      buffer: 1_000n,
      exported: 0n,
    });
  });
});

describe("logs that break a rule", () => {
  it("of serials: two blocks that share one", () => {
    const other = [issued(SECOND, 10, 12), moved(zeroAddress, ALICE, SECOND, 3_000n)] as const;
    expect(figures(rebuild(...minted, ...other))).toContain("serials of N from");
  });

  it("of consumption: a retirement that skips units", () => {
    const ledger = rebuild(
      ...minted,
      moved(ALICE, zeroAddress, FIRST, 1_000n),
      retired(1n, 1_000n, 500n, 1_000n),
      certificate(1n),
    );
    expect(figures(ledger)).toEqual([`next unit of batch ${FIRST}`]);
  });

  it("of certificates: one that another has than the beneficiary, one for nothing", () => {
    const burnt = moved(ALICE, zeroAddress, FIRST, 1_000n);
    const ledger = rebuild(...minted, burnt, retired(1n, 1_000n, 0n, 1_000n), certificate(1n, VAULT), certificate(2n));
    expect(figures(ledger)).toEqual(["certificate 2", "owner of certificate 1"]);
  });

  it("of supply: more minted than issued, burnt without a reason", () => {
    const ledger = rebuild(...minted, moved(zeroAddress, ALICE, FIRST, 1n), moved(ALICE, zeroAddress, FIRST, 5n));
    expect(figures(ledger)).toEqual([`minted of batch ${FIRST}`, `burnt of batch ${FIRST}`, `held of batch ${FIRST}`]);
  });

  it("of balances: one that is below zero when its transaction ends", () => {
    const ledger = rebuild(...minted, moved(VAULT, ALICE, FIRST, 5n));
    expect(figures(ledger)).toContain(`carbonCredits.balanceOf(${VAULT}, ${FIRST})`);
  });

  it("of custody: credits in the exchange that its vault does not owe", () => {
    const listed: Told = ["exchange", "AssetListed", { asset: 1, token: ALICE, batchId: FIRST, isCredit: true }];
    const ledger = rebuild(listed, ...minted, moved(ALICE, VAULT, FIRST, 4_000n));
    expect(figures(ledger)).toEqual([`credits of batch ${FIRST} in the exchange`]);
  });
});

describe("what a lost wallet had in the vault", () => {
  const deposited: Told = ["exchange", "Deposited", { account: ALICE, asset: 2, amount: 5n, freeAfter: 5n }];
  const recovered = (amount: bigint, freeAfter: bigint): Told => [
    "exchange",
    "BalanceRecovered",
    { lost: ALICE, successor: RESERVE, asset: 2, amount, freeAfter },
  ];

  it("is its successor's", () => {
    const ledger = rebuild(deposited, recovered(5n, 5n));
    expect(ledger.differences).toEqual([]);
    expect([...(ledger.free.get(2) ?? [])]).toEqual([[RESERVE, 5n]]);
  });

  it("is all of it: a rest that stays and one that the successor would have beyond it are named", () => {
    expect(rebuild(deposited, recovered(4n, 5n)).differences).toMatchObject([
      { kind: "event", figure: `exchange.balanceOf(${ALICE}, 2)`, rebuilt: 1n, found: 0n },
      { kind: "event", figure: `exchange.balanceOf(${RESERVE}, 2)`, rebuilt: 4n, found: 5n },
    ]);
  });
});

describe("events that state what the logs before them do not give", () => {
  it("are named with both figures", () => {
    const ledger = rebuild(["exchange", "Deposited", { account: ALICE, asset: 2, amount: 5n, freeAfter: 6n }]);
    expect(ledger.differences).toMatchObject([
      { kind: "event", figure: `exchange.balanceOf(${ALICE}, 2)`, rebuilt: 5n, found: 6n },
    ]);
  });
});
