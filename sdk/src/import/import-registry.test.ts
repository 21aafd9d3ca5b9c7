import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { importRegistryCsv } from "./import-registry.ts";
import { toIssuanceInput } from "./proposals.ts";

const HEADER =
  "Issuance Date,Vintage Start,Vintage End,ID,Name,Country/Area,Project Type,Methodology,Quantity Issued,Serial Number,Retirement/Cancellation Date";
const RECIPIENT = "0x00000000000000000000000000000000000000aa";

type Line = {
  from: number;
  to: number;
  retired?: string;
  quantity?: string;
  issuance?: number;
  id?: string;
  country?: string;
};

/** One row of a Verra export. */
function row({ from, to, retired = "", quantity, issuance = 4147, id = "641", country = "Australia" }: Line): string {
  const serial = `${issuance}-${from}-${to}-VCU-016-MER-AU-14-641-16042012-15042013-0`;
  const count = quantity ?? `${to - from + 1}`;
  return `2015-11-03,2012-04-16,2013-04-15,${id},"A, B",${country},AFOLU,VM0010,"${count}",${serial},${retired}`;
}

const importRows = (...lines: string[]) => importRegistryCsv([HEADER, ...lines].join("\n"), { recipient: RECIPIENT });

describe("a Verra export", () => {
  it("becomes projects and proposals", () => {
    const result = importRows(row({ from: 1, to: 1000 }));
    expect(result).toMatchObject({ format: "verra-vcu", rows: 1, rejected: [], notes: [] });
    expect(result.projects).toEqual([
      {
        key: "Verra/VCS641",
        registryName: "Verra",
        nativeId: "VCS641",
        name: "A, B",
        methodology: "VM0010",
        country: "AU",
        mechanism: "MIXED",
      },
    ]);
    const [proposal] = result.proposals;
    expect(proposal && toIssuanceInput(proposal, 7n)).toEqual({
      projectId: 7n,
      serialNamespace: "VCS|4147|VCU-016-MER-AU-14-641-16042012-15042013-0",
      blockStart: 1n,
      blockEnd: 1000n,
      vintageStart: Date.UTC(2012, 3, 16) / 1000,
      vintageEnd: Date.UTC(2013, 3, 15) / 1000,
      recipient: RECIPIENT,
      reportHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) as string,
    });
  });

  it("joins touching blocks of one status and keeps retired ones apart", () => {
    const result = importRows(
      row({ from: 11, to: 20, retired: "2017-01-13" }),
      row({ from: 1, to: 10, retired: "2016-10-13" }),
      row({ from: 21, to: 30 }),
      row({ from: 32, to: 40 }),
    );
    const blocks = result.proposals.map((proposal) => [proposal.blockStart, proposal.blockEnd, proposal.sourceStatus]);
    expect(blocks).toEqual([
      [1n, 20n, "retired"],
      [21n, 30n, "issued"],
      [32n, 40n, "issued"],
    ]);
    expect(result.proposals[0]?.sources.map((source) => [source.line, source.statusDay])).toEqual([
      [3, Date.UTC(2016, 9, 13) / 1000],
      [2, Date.UTC(2017, 0, 13) / 1000],
    ]);
  });

  it("never joins blocks of two issuances, whose numbers may overlap", () => {
    const result = importRows(row({ from: 1, to: 10 }), row({ from: 5, to: 14, issuance: 9 }));
    expect(result.rejected).toEqual([]);
    expect(result.proposals).toHaveLength(2);
  });

  it("lists duplicates and overlaps with the line in the way", () => {
    const result = importRows(row({ from: 1, to: 10 }), row({ from: 1, to: 10 }), row({ from: 8, to: 12 }));
    expect(result.rejected).toEqual([
      { line: 3, field: "Serial Number", reason: "is a duplicate of line 2" },
      { line: 4, field: "Serial Number", reason: "serials 8 to 12 overlap 1 to 10 of line 2" },
    ]);
  });

  it("goes on after every kind of bad row", () => {
    const result = importRows(
      "too,short",
      row({ from: 1, to: 10, quantity: "11" }),
      row({ from: 1, to: 10, quantity: "ten" }),
      row({ from: 1, to: 10, id: "642" }),
      row({ from: 1, to: 10, country: "Atlantis" }),
      row({ from: 1, to: 10, retired: "soon" }),
      row({ from: 10, to: 1, quantity: "1" }),
      '2015,"never closed',
      row({ from: 1, to: 10 }),
    );
    expect(result.proposals).toHaveLength(1);
    expect(result.rejected.map(({ line, field }) => [line, field])).toEqual([
      [2, "(row)"],
      [3, "Serial Number"],
      [4, "Quantity Issued"],
      [5, "ID"],
      [6, "Country/Area"],
      [7, "Retirement/Cancellation Date"],
      [8, "Serial Number"],
      [9, "(row)"],
    ]);
  });

  it("notes where project and serial name different countries", () => {
    const result = importRows(row({ from: 1, to: 10, country: "Chile" }));
    expect(result.projects[0]?.country).toBe("CL");
    expect(result.notes).toEqual([{ line: 2, text: "Country/Area says CL, the serial AU" }]);
  });

  it("accounts for every row once, and proposals never overlap", () => {
    const line = fc
      .record({ from: fc.integer({ min: 0, max: 60 }), size: fc.integer({ min: 1, max: 12 }), retired: fc.boolean() })
      .map(({ from, size, retired }) => row({ from, to: from + size - 1, retired: retired ? "2017-01-13" : "" }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
        const { proposals, rejected } = importRows(...lines);
        const seen = [...proposals.flatMap((proposal) => proposal.sources), ...rejected].map((entry) => entry.line);
        expect(seen.sort((a, b) => a - b)).toEqual(lines.map((_, index) => index + 2));
        const serials = proposals.flatMap(({ blockStart, blockEnd }) =>
          Array.from({ length: Number(blockEnd - blockStart) + 1 }, (_, index) => Number(blockStart) + index),
        );
        expect(new Set(serials).size).toBe(serials.length);
      }),
    );
  });

  it("gives the same report hash for the same facts, and another for others", () => {
    const hash = (...lines: string[]) => importRows(...lines).proposals[0]?.reportHash;
    const first = row({ from: 1, to: 10 });
    const second = row({ from: 11, to: 20 });
    expect(hash(first, second)).toBe(hash(second, first));
    expect(hash(first)).not.toBe(hash(first, second));
  });
});

describe("other files", () => {
  it("name the columns or formats that are missing", () => {
    expect(importRegistryCsv("a,b\n1,2").rejected[0]?.reason).toMatch(/no known registry export; known are verra-vcu/);
    expect(importRegistryCsv("").rejected).toHaveLength(1);
    expect(importRegistryCsv(HEADER, { format: "nope" }).rejected[0]?.reason).toMatch(/"nope" is no known format/);
    expect(importRegistryCsv("ID,Name", { format: "verra-vcu" }).rejected[0]?.reason).toMatch(/Serial Number/);
  });

  it("without serial numbers are refused, or numbered when asked", () => {
    const text = [
      "Date Approved,Program ID,Program Name,Sovereign Program Developer,Crediting Program and Standard,Vintage,Credits Verified,Program  Country",
      "03/09/2026,ART130,Tai,X,TREES,2023,109796,COTE D'IVOIRE",
    ].join("\n");
    const refused = importRegistryCsv(text);
    expect(refused.proposals).toEqual([]);
    expect(refused.rejected[0]).toMatchObject({ line: 2, field: "Credit Serial Numbers" });
    const assigned = importRegistryCsv(text, { assignSerials: true });
    expect(assigned.projects[0]?.country).toBe("CI");
    expect(assigned.proposals[0]).toMatchObject({ serialsAssigned: true, blockStart: 1n, quantityTonnes: 109_796n });
  });

  it("take names, methods and countries from the registry's project list", () => {
    const issuances = [
      "id,issued_at,project_id,supplier.organisation.name,supplier_credit_batch_size_total.credit_kgs",
      "iss_1KP6EDZ8K1S036PY,2026-04-14T16:50:41Z,prj_1,Alt Carbon,2710062",
      "iss_1KP6EDZ8K1S036PZ,2026-04-14T16:50:41Z,prj_1,Alt Carbon,999",
    ].join("\n");
    expect(importRegistryCsv(issuances).rejected.map((row) => row.line)).toEqual([2, 3]);
    const projectsCsv = "id,name,protocol_slug,country_code\nprj_1,Weathering,enhanced-weathering,IND";
    const result = importRegistryCsv(issuances, { projectsCsv });
    expect(result.projects[0]).toMatchObject({ name: "Weathering", methodology: "enhanced-weathering", country: "IN" });
    expect(result.proposals[0]?.quantityTonnes).toBe(2710n);
    expect(result.notes).toEqual([{ line: 2, text: "0.062 t below one tonne is left out" }]);
    expect(result.rejected).toEqual([
      { line: 3, field: "supplier_credit_batch_size_total.credit_kgs", reason: "999 kg is less than one tonne" },
    ]);
  });

  it("have long names cut to what the contract takes", () => {
    const long = row({ from: 1, to: 2 }).replace('"A, B"', `"${"ü".repeat(150)}"`);
    const result = importRows(long);
    const bytes = new TextEncoder().encode(result.projects[0]?.name).length;
    expect(bytes).toBeLessThanOrEqual(200);
    expect(bytes).toBeGreaterThan(195);
    expect(result.notes).toEqual([{ line: 2, text: "the project name was shortened" }]);
  });
});
