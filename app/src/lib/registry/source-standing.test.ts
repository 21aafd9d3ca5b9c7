import { importRegistryCsv, type SourceStatus } from "@carbonxchange/sdk/import";
import { expect, test } from "vitest";
import { anExport, anExportRow } from "../testing/registry-export.ts";
import { sourceStanding } from "./source-standing.ts";

const [issued, retired] = importRegistryCsv(
  anExport(anExportRow(1, 15), anExportRow(16, 20, "2023-01-13"), anExportRow(21, 30, "2023-08-09")),
).proposals;
const as = (sourceStatus: SourceStatus) => ({ ...retired!, sourceStatus });

test("credits that still circulate at their source may be issued", () => {
  expect(sourceStanding(issued!)).toMatchObject({ word: "Circulates", issuable: true });
});

test("retired, cancelled and buffer credits may not, and the reason says since when", () => {
  const reasons = (["retired", "cancelled", "buffer"] as const).map((status) => sourceStanding(as(status)));
  expect(reasons.map(({ issuable }) => issuable)).toEqual([false, false, false]);
  for (const { reason } of reasons) expect(reason).toContain("from 2023-01-13 to 2023-08-09");
});

test("one day is named once, and none is invented", () => {
  const [source] = retired!.sources;
  expect(sourceStanding({ ...retired!, sources: [source!] }).reason).toContain("on 2023-01-13;");
  const undated = { ...retired!, sources: [{ ...source!, statusDay: null }] };
  expect(sourceStanding(undated).reason).toBe("Retired there; cannot be issued again.");
});
