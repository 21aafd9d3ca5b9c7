import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importRegistryCsv } from "./import-registry.ts";
import type { ImportOptions } from "./import-registry.ts";

const SHARED = process.env["SHARED_DATA"] ?? join(import.meta.dirname, "../../../../shared/data");
const DATA = join(SHARED, "registry");

function read(name: string): string {
  const file = join(DATA, name);
  if (!existsSync(file)) throw new Error(`../shared/data/registry/${name} is missing beside the project`);
  return readFileSync(file, "utf8");
}

type Expected = { format: string; rows: number; proposals: number; rejected: number; status: string };

function check(name: string, expected: Expected, options: ImportOptions = {}) {
  const result = importRegistryCsv(read(name), options);
  expect({ format: result.format, rows: result.rows }).toEqual({ format: expected.format, rows: expected.rows });
  expect({ proposals: result.proposals.length, rejected: result.rejected.length }).toEqual({
    proposals: expected.proposals,
    rejected: expected.rejected,
  });
  const sources = result.proposals.flatMap((proposal) => proposal.sources);
  expect(sources.length + result.rejected.length).toBe(result.rows);
  expect([...new Set(result.proposals.map((proposal) => proposal.sourceStatus))].sort().join(" ")).toBe(
    expected.status,
  );
  const keys = new Set(result.projects.map((project) => project.key));
  expect(result.proposals.every((proposal) => keys.has(proposal.projectKey))).toBe(true);
  return result;
}

describe("real exports", () => {
  it("of Verra VCUs: 731 retired sub-blocks of 16 issuances", () => {
    const result = check("verra_vcus.csv", {
      format: "verra-vcu",
      rows: 731,
      proposals: 29,
      rejected: 0,
      status: "retired",
    });
    expect(new Set(result.proposals.map((proposal) => proposal.serialNamespace)).size).toBe(16);
  });

  it("of Verra transactions: issued and retired blocks", () => {
    check("offsetsdb/verra__transactions.csv", {
      format: "verra-vcu",
      rows: 200,
      proposals: 120,
      rejected: 0,
      status: "issued retired",
    });
  });

  it("of Gold Standard issuances: three CDM serials are refused", () => {
    const expected = { format: "gold-standard", rows: 100, proposals: 97, rejected: 3, status: "issued" };
    const result = check("offsetsdb/gold-standard__issuances.csv", expected);
    expect(result.rejected.every((row) => row.field === "Serial Number" && row.reason.includes("CDM serial"))).toBe(
      true,
    );
  });

  it.each([
    ["gold-standard__retirements", "gold-standard", 100, "cancelled retired"],
    ["american-carbon-registry__retirements", "acr-retirements", 100, "retired"],
    ["american-carbon-registry__cancellations", "acr-cancellations", 50, "cancelled"],
    ["climate-action-reserve__retirements", "car-retirements", 100, "retired"],
    ["climate-action-reserve__cancellations", "car-cancellations", 50, "cancelled"],
    ["art-trees__retirements", "art-retirements", 8, "retired"],
    ["art-trees__cancellations", "art-cancellations", 3, "cancelled"],
  ])("of %s: every row is understood", (name, format, rows, status) => {
    const result = importRegistryCsv(read(`offsetsdb/${name}.csv`));
    expect({ format: result.format, rows: result.rows, rejected: result.rejected }).toEqual({
      format,
      rows,
      rejected: [],
    });
    expect([...new Set(result.proposals.map((proposal) => proposal.sourceStatus))].sort().join(" ")).toBe(status);
  });

  it.each([
    ["cercarbono", "cercarbono-issuances", 100, "buffer issued"],
    ["isometric", "isometric-issuances", 100, "issued"],
  ])("of %s issuances: complete with the project list", (registry, format, rows, status) => {
    const projectsCsv = read(`offsetsdb/${registry}__projects.csv`);
    check(
      `offsetsdb/${registry}__issuances.csv`,
      { format, rows, proposals: rows, rejected: 0, status },
      { projectsCsv },
    );
  });

  it.each([
    ["american-carbon-registry__issuances", "acr-issuances", 100],
    ["climate-action-reserve__issuances", "car-issuances", 100],
    ["art-trees__issuances", "art-issuances", 11],
  ])("of %s: refused row by row for want of serials, numbered when asked", (name, format, rows) => {
    const text = read(`offsetsdb/${name}.csv`);
    expect(importRegistryCsv(text)).toMatchObject({ format, rows, proposals: [] });
    const assigned = importRegistryCsv(text, { assignSerials: true });
    expect(assigned.proposals.length).toBeGreaterThan(rows * 0.95);
    expect(assigned.proposals.every((proposal) => proposal.serialsAssigned)).toBe(true);
  });
});
