import { activeVersion, maskAt } from "../../audit/index.ts";
import type { Ledger } from "../../audit/index.ts";
import { COVER_SOURCES, LOSS_CASE_STATUSES, enumName } from "../../codecs/enums.ts";
import { ADJUSTMENT_CODES, labelIds } from "../../codecs/labels.ts";
import { batchName, table } from "./report-table.ts";

/** Kilograms of each batch by the pool that holds them, for batches of which a pool holds any. */
function poolRows(ledger: Ledger) {
  const { reserve, registry } = ledger.custodians;
  const bonded = new Map<bigint, bigint>();
  for (const { batchId, units } of ledger.buffer.bonds.values())
    bonded.set(batchId, (bonded.get(batchId) ?? 0n) + units);
  return [...ledger.batches.values()]
    .map(({ id, holders }) => {
      const bonds = bonded.get(id) ?? 0n;
      const inBuffer = reserve === null ? 0n : (holders.get(reserve) ?? 0n);
      const baskets = [...ledger.baskets.keys()].reduce((sum, at) => sum + (holders.get(at) ?? 0n), 0n);
      const waiting = registry === null ? 0n : (holders.get(registry) ?? 0n);
      return { batchId: id, buffer: inBuffer - bonds, bonds, baskets, waiting };
    })
    .filter(({ buffer, bonds, baskets, waiting }) => buffer + bonds + baskets + waiting > 0n);
}

/** The labels and the adjustment of each batch that has any now, in words. */
function labelRows(ledger: Ledger, nowSeconds: bigint) {
  const { codes, batches, adjustments } = ledger.labels;
  return [...ledger.batches.keys()]
    .map((batchId) => ({
      batchId,
      labels: labelIds(maskAt(ledger.labels, batchId, nowSeconds)).map(
        (id) => codes.get(id) ?? ADJUSTMENT_CODES[id] ?? `${id}`,
      ),
      attestations: [...(batches.get(batchId)?.histories.values() ?? [])].reduce((sum, { length }) => sum + length, 0),
      adjustments: adjustments.get(batchId)?.length ?? 0,
    }))
    .filter(({ attestations, adjustments: states }) => attestations + states > 0);
}

/** Every loss case with what each source of the waterfall bore, in kg. */
function caseRows(ledger: Ledger) {
  return [...ledger.buffer.cases].map(([id, { kind, status, projectId, units, uncoveredUnits, borne, losses }]) => ({
    id,
    kind,
    status: enumName(LOSS_CASE_STATUSES, status),
    projectId,
    units,
    borne: Object.fromEntries(COVER_SOURCES.map((source) => [source, borne.get(source) ?? 0n])),
    uncoveredUnits,
    losses,
  }));
}

function basketRows(ledger: Ledger, nowSeconds: bigint) {
  return [...ledger.baskets].map(([address, book]) => {
    const version = activeVersion(book, nowSeconds);
    const isWaiting = book.announced !== 0n && book.announced !== version;
    const { supplyUnits, feeUnits } = book;
    const batches = [...book.shelves.values()].flat();
    return { address, supplyUnits, feeUnits, version, announced: isWaiting ? book.announced : null, batches };
  });
}

function waitingRows(ledger: Ledger) {
  const { requests, imports } = ledger.waiting;
  return {
    requests: [...requests].map(([id, request]) => ({ id, ...request })),
    imports: [...imports].map(([root, { count, issued }]) => ({ root, count, issued: issued.size })),
  };
}

/** What the report says of claims behind the credits, for a program. Amounts in kg; `nowSeconds` is the time of the block. */
export function claimsJson(ledger: Ledger, nowSeconds: bigint) {
  const { bonds, debts, losses } = ledger.buffer;
  return {
    pools: poolRows(ledger),
    labels: labelRows(ledger, nowSeconds),
    cases: caseRows(ledger),
    losses: [...losses].map(([batchId, loss]) => ({ batchId, ...loss })),
    bonds: [...bonds].map(([id, bond]) => ({ id, ...bond })),
    debts: [...debts].map(([projectId, units]) => ({ projectId, units })),
    baskets: basketRows(ledger, nowSeconds),
    ...waitingRows(ledger),
    shares: [...ledger.shares].map(([id, share]) => ({ id, ...share })),
  };
}

const POOLS = ["buffer", "bonds", "baskets", "waiting"] as const;
const SOURCES = ["PROJECT_BUFFER", "PROGRAMME_BUFFER", "GUARANTOR"] as const;

/** A heading with its lines, or nothing without any. */
const section = (heading: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [heading, ...lines, ""];

/** The same for a person; what there is nothing of is left out. */
export function claimLines(ledger: Ledger, nowSeconds: bigint): string[] {
  const { pools, labels, cases, bonds, debts, baskets, requests, imports } = claimsJson(ledger, nowSeconds);
  const poolTable = table([
    ["batch", ...POOLS],
    ...pools.map((row) => [batchName(row.batchId), ...POOLS.map((pool) => String(row[pool]))]),
  ]);
  const caseTable = table([
    ["case", "status", "lost", "project buffer", "programme buffer", "bonds", "uncovered"],
    ...cases.map(({ id, kind, status, units, borne, uncoveredUnits }) => [
      `${id} ${kind}`,
      status,
      String(units),
      ...SOURCES.map((source) => String(borne[source])),
      String(uncoveredUnits),
    ]),
  ]);
  const open = requests.filter(({ isOpen }) => isOpen).length;
  return [
    ...section("kilograms by pool", pools.length === 0 ? [] : poolTable),
    ...section(
      "labels now",
      labels.map((row) => `batch ${batchName(row.batchId)}  ${row.labels.join(", ") || "none"}`),
    ),
    ...section("losses, in kilograms", cases.length === 0 ? [] : caseTable),
    ...section(
      "bonds and debts",
      [
        bonds.map(({ id, projectId, units }) => `bond ${id} for project ${projectId}: ${units} kg`),
        debts.map(({ projectId, units }) => `project ${projectId} owes ${units} kg`),
      ].flat(),
    ),
    ...section(
      "baskets",
      baskets.map(
        ({ address, supplyUnits, feeUnits, version, announced, batches }) =>
          `${address}  ${supplyUnits} kg of ${batches.length} batches  fees ${feeUnits} kg  rules ${version}${announced === null ? "" : `, ${announced} announced`}`,
      ),
    ),
    ...section(
      "waiting",
      [
        requests.length === 0 ? [] : [`${open} of ${requests.length} requested retirements`],
        imports.map(({ root, count, issued }) => `import ${root}: ${issued} of ${count} issued`),
      ].flat(),
    ),
  ];
}
