import { batchBalances } from "@carbonxchange/sdk/audit";
import type { BatchBalance, Read } from "@carbonxchange/sdk/audit";
import type { CoverSource } from "@carbonxchange/sdk";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Verification } from "@carbonxchange/sdk/node";
import { HOLDER, TONNE, YEAR_SECONDS, createRegistryReplay } from "./registry-replay.ts";
import type { Portion, RegistryReplay, ReplayIssuance } from "./registry-replay.ts";
import { readShared } from "./shared-data.ts";

const FILE = "registry/arb/arb_offset_credit_issuance_2024-11-27.csv";
const COMPLIANCE = ["1st", "2nd", "3rd", "4th"].map((period) => `Retired ${period} Compliance Period (CA)`);
/** Tonnes that the file says were contributed to the forest buffer account, and the years of a window that nobody set. */
const CONTRIBUTED = 34_792_490n;
const DEFAULT_YEARS = 8n;
const QUEBEC = "Retired for Compliance in Quebec";

type Row = Record<string, string>;
/** A row with its batch. */
type Issued = { row: Row; batchId: bigint };

const tonnes = (row: Row, column: string): bigint => {
  const text = (row[column] ?? "").replaceAll(",", "").trim();
  return /^\d+$/.test(text) ? BigInt(text) : 0n;
};
const day = (text: string | undefined): number => Date.parse(`${text}T00:00:00Z`) / 1000;

/** For how many years a row's credits may be invalidated; null where the file names no span. */
function yearsOf(row: Row): bigint | null {
  const years = /^(\d+) years$/.exec(row["Invalidation Timeframe"] ?? "")?.[1];
  return years === undefined ? null : BigInt(years);
}

const bufferRead = (functionName: string, ...args: bigint[]): Read => ({
  contract: "reversalBuffer",
  functionName,
  args,
});

let replay: RegistryReplay;
let issued: Issued[];
let rows: Row[];
let verification: Verification;

beforeAll(async () => {
  // two comments at the end of a row hold unquoted commas
  rows = parse<Row>(readShared(FILE), { bom: true, columns: true, relax_column_count: true });
  replay = await createRegistryReplay();
  issued = await issue(rows.filter((row) => tonnes(row, "ARB Offset Credits Issued") > 0n));
  await live(issued);
  verification = await replay.verify();
}, 300_000);
afterAll(() => replay.rig.chain.close());

/** Issues every row that says how much: ARB prints no serials, so those of one issuance id are numbered from 1. */
async function issue(issuedRows: readonly Row[]): Promise<Issued[]> {
  const projects = new Map<string, bigint>();
  const next = new Map<string, bigint>();
  const issuances: ReplayIssuance[] = [];
  for (const row of issuedRows) {
    const nativeId = row["OPR Project ID"] ?? "";
    const projectId = projects.get(nativeId) ?? (await registerProject(row, nativeId));
    projects.set(nativeId, projectId);
    const serialNamespace = `ARB|${row["CARB Issuance ID"]}`;
    const blockStart = next.get(serialNamespace) ?? 1n;
    const blockEnd = blockStart + tonnes(row, "ARB Offset Credits Issued") - 1n;
    next.set(serialNamespace, blockEnd + 1n);
    const [vintageStart, vintageEnd] = [day(row["Reporting Period Start Date"]), day(row["Reporting Period End Date"])];
    issuances.push({ projectId, serialNamespace, blockStart, blockEnd, vintageStart, vintageEnd });
  }
  const batches = await replay.issueAll(issuances);
  return issuedRows.map((row, index) => ({ row, batchId: batches[index] ?? 0n }));
}

function registerProject(row: Row, nativeId: string): Promise<bigint> {
  const methodology = row["Project Type"] ?? "";
  const name = row["Offset Project Name"] ?? "";
  return replay.registerProject({
    registryName: "ARB",
    nativeId,
    name,
    methodology,
    country: "US",
    mechanism: "MIXED",
  });
}

/** Rows that name more credits than their issuance had left, by issuance id: what is too much, in tonnes. */
const excess = new Map<string, { batchId: bigint; tonnes: bigint }>();

/** What became of each issuance: window, buffer, retirements, reversals, invalidation, in that order. */
async function live(issued: readonly Issued[]): Promise<void> {
  for (const { row, batchId } of issued) {
    const years = yearsOf(row);
    if (years !== null) await replay.setInvalidationYears(batchId, years);
  }
  const left = new Map(issued.map(({ row, batchId }) => [batchId, tonnes(row, "ARB Offset Credits Issued")]));
  /** Up to what its issuance has left; the rest is remembered. */
  const spend = ({ row, batchId }: Issued, wanted: bigint): bigint => {
    const rest = left.get(batchId) ?? 0n;
    const spent = wanted < rest ? wanted : rest;
    left.set(batchId, rest - spent);
    const id = row["CARB Issuance ID"] ?? "";
    const before = excess.get(id)?.tonnes ?? 0n;
    if (wanted > spent) excess.set(id, { batchId, tonnes: before + wanted - spent });
    return spent;
  };
  const portionsOf = (...columns: string[]): Portion[] =>
    columns.flatMap((column) =>
      issued
        .map((one) => ({ batchId: one.batchId, units: spend(one, tonnes(one.row, column)) * TONNE }))
        .filter(({ units }) => units > 0n),
    );
  await replay.contribute(portionsOf("Forest Buffer Account Contribution"));
  await replay.retireAll(portionsOf("Retired Voluntarily"), "VOLUNTARY");
  await replay.retireAll(portionsOf(...COMPLIANCE, QUEBEC), "OTHER");
  for (const { row, batchId } of issued.filter((one) => tonnes(one.row, "Buffer Pool Retired") > 0n)) {
    await replay.reverse({ batchId, units: tonnes(row, "Buffer Pool Retired") * TONNE });
  }
  for (const portion of portionsOf("Retired for Intentional Reversal")) {
    await replay.cancel(HOLDER, portion, "REVERSAL_COMPENSATION", "intentional reversal");
  }
  for (const { row, batchId } of issued.filter((one) => one.row["Invalidation Timeframe"] === "INVALIDATED")) {
    const units = tonnes(row, "ARB Offset Credits Issued") * TONNE;
    await replay.cancel(HOLDER, { batchId, units }, "INVALIDATION", "invalidated by the regulator");
  }
}

/** The sum of a column over all rows, in tonnes. */
const inFile = (column: string): bigint => rows.reduce((sum, row) => sum + tonnes(row, column), 0n);

function onChain(field: Exclude<keyof BatchBalance, "batchId">): bigint {
  return batchBalances(verification.ledger).reduce((sum, balance) => sum + balance[field], 0n) / TONNE;
}

describe("every issuance of California's regulator, lived through again", () => {
  it("leaves nothing to explain", () => {
    expect(verification.differences).toEqual([]);
    expect(rows.length).toBe(1918);
    expect(verification.ledger.batches.size).toBe(1868);
  });

  it("has issued what the file says", () => {
    expect(onChain("issued")).toBe(inFile("ARB Offset Credits Issued"));
    expect(onChain("issued")).toBe(266_519_677n);
  });

  it("refuses the four rows that name more credits than their issuance had left, by how much", async () => {
    expect(Object.fromEntries([...excess].map(([id, { tonnes: much }]) => [id, much]))).toEqual({
      "CAFR0042-A": 426n,
      "CAFR0042-B": 734n,
      "CAFR0042-C": 882n,
      "CAFR5253-C": 89_278n,
    });
    for (const { batchId, tonnes: much } of excess.values()) {
      const portion = { batchId, units: much * TONNE };
      const refused = replay.cancel(HOLDER, portion, "REVERSAL_COMPENSATION", "too much");
      await expect(refused).rejects.toThrow(`CarbonCredits_InsufficientUnits(0, ${much * TONNE})`);
    }
  });

  it("has retired and cancelled what the file says, less those rows' excess", () => {
    const retired = ["Retired Voluntarily", ...COMPLIANCE, QUEBEC];
    const reversed = ["Buffer Pool Retired", "Retired for Intentional Reversal"];
    const stated = [...retired, ...reversed].reduce((sum, column) => sum + inFile(column), 0n);
    const tooMuch = [...excess.values()].reduce((sum, { tonnes: much }) => sum + much, 0n);
    expect(onChain("retired") + onChain("cancelled")).toBe(stated + invalidated() - tooMuch);
    // three of the four name voluntary retirements twice, the fourth another issuance's reversal
    expect(onChain("retired")).toBe(retired.reduce((sum, column) => sum + inFile(column), 0n) - 426n - 734n - 882n);
    expect(onChain("cancelled")).toBe(inFile(reversed[0] ?? "") + inFile(reversed[1] ?? "") - 89_278n + invalidated());
  });

  it("has in the buffer what was contributed less what the buffer made good", () => {
    expect(inFile("Forest Buffer Account Contribution")).toBe(CONTRIBUTED);
    expect(onChain("buffer")).toBe(inFile("Forest Buffer Account Contribution") - inFile("Buffer Pool Retired"));
    const figure = verification.ledger.figures.amount(bufferRead("totalBufferUnits"), "");
    expect(figure / TONNE).toBe(onChain("buffer"));
  });

  it("has a settled case for each row whose buffer was retired, covered whole by the buffer", () => {
    const { cases, losses } = verification.ledger.buffer;
    const retired = issued.filter(({ row }) => tonnes(row, "Buffer Pool Retired") > 0n);
    expect(cases.size).toBe(retired.length);
    expect(cases.size).toBe(241);
    for (const { row, batchId } of retired) {
      const units = tonnes(row, "Buffer Pool Retired") * TONNE;
      const loss = { reversedUnits: units, coveredUnits: units, impairedUnits: 0n, pendingUnits: 0n };
      expect(losses.get(batchId)).toEqual(loss);
    }
    expect(borne("PROJECT_BUFFER") + borne("PROGRAMME_BUFFER")).toBe(inFile("Buffer Pool Retired"));
    expect(borne("GUARANTOR")).toBe(0n);
    expect(inFile("Buffer Pool Retired")).toBe(7_152_391n);
  });

  it("has cancelled what was retired for intentional reversals, less the excess of one row", () => {
    const compensated = [...verification.ledger.batches.values()].reduce(
      (sum, { cancelled }) => sum + (cancelled.get("REVERSAL_COMPENSATION") ?? 0n),
      0n,
    );
    const intentional = inFile("Retired for Intentional Reversal") - 89_278n;
    expect(compensated / TONNE - inFile("Buffer Pool Retired")).toBe(intentional);
  });

  it("lets each batch be invalidated for as many years as its row says", () => {
    const spans = new Map<string, number>();
    for (const { row, batchId } of issued) {
      const years = windowYears(batchId);
      expect(years, row["CARB Issuance ID"]).toBe(yearsOf(row) ?? DEFAULT_YEARS);
      const span = row["Invalidation Timeframe"] ?? "";
      spans.set(span, (spans.get(span) ?? 0) + 1);
    }
    expect(Object.fromEntries(spans)).toEqual({ "3 years": 1007, "8 years": 859, INVALIDATED: 2 });
    const without = rows.filter((row) => row["Invalidation Timeframe"] === "n/a");
    expect(without.map((row) => tonnes(row, "ARB Offset Credits Issued"))).toEqual(without.map(() => 0n));
    expect(issued.length + without.length).toBe(rows.length);
  });

  it("has cancelled the two issuances that the regulator invalidated, whole", () => {
    const whole = rows.filter((row) => row["Invalidation Timeframe"] === "INVALIDATED");
    expect(whole.length).toBe(2);
    const balances = batchBalances(verification.ledger).filter(({ issued, cancelled }) => issued === cancelled);
    const sizes = new Set(balances.map(({ issued }) => issued / TONNE));
    expect(whole.every((row) => sizes.has(tonnes(row, "ARB Offset Credits Issued")))).toBe(true);
  });

  it("prints its totals", () => {
    const fields = ["issued", "circulating", "retired", "cancelled", "buffer"] as const;
    console.log(`tonnes on chain: ${fields.map((field) => `${field} ${onChain(field)}`).join(", ")}`);
    const parts = fields.slice(1).reduce((sum, field) => sum + onChain(field), 0n);
    expect(parts).toBe(onChain("issued"));
  });
});

/** What one source of the waterfall gave in all cases, in tonnes. */
function borne(source: CoverSource): bigint {
  return [...verification.ledger.buffer.cases.values()].reduce(
    (sum, { borne: given }) => sum + (given.get(source) ?? 0n) / TONNE,
    0n,
  );
}

/** Years from a batch's issuance to the end of its window, as the chain has both. */
function windowYears(batchId: bigint): bigint {
  const { figures } = verification.ledger;
  const issuedAt = figures.amount({ contract: "carbonCredits", functionName: "batch", args: [batchId] }, "issuedAt");
  return (figures.amount(bufferRead("invalidationEndsAt", batchId), "") - issuedAt) / YEAR_SECONDS;
}

/** Tonnes of the issuances that were invalidated. */
function invalidated(): bigint {
  return rows
    .filter((row) => row["Invalidation Timeframe"] === "INVALIDATED")
    .reduce((sum, row) => sum + tonnes(row, "ARB Offset Credits Issued"), 0n);
}
