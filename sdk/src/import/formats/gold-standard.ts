import { statedMechanism } from "../mechanism.ts";
import { countryOf, orderedVintage, prefixedId, projectOf, requireSameProject, serialOf } from "../row-parts.ts";
import type { ExportFormat, SourceStatus } from "../source-row.ts";
import { RowProblem, dayOf, requiredText, textOf, wholeNumber } from "../table-row.ts";
import type { TableRow } from "../table-row.ts";

const SERIAL = "Serial Number";

/** Gold Standard's issuances and retirements: one layout, told apart by "Credit Status". */
export const goldStandardCredits: ExportFormat = {
  name: "gold-standard",
  title: "Gold Standard issuances or retirements",
  columns: [
    "GSID",
    "Project Name",
    "Country",
    "Quantity",
    "Credit Status",
    "Vintage",
    "Monitoring Period Start",
    SERIAL,
  ],
  read: (row, context) => {
    const block = serialOf(row, SERIAL, "Gold Standard", { quantity: wholeNumber(row, "Quantity") });
    const notes: string[] = [];
    const nativeId = prefixedId(requiredText(row, "GSID"), "GS");
    requireSameProject("GSID", nativeId, block);
    const methodology = textOf(row, "Methodology");
    const project = projectOf(
      {
        registry: "Gold Standard",
        nativeId,
        name: textOf(row, "Project Name"),
        nameColumn: "Project Name",
        methodology: methodology === "Not provided" ? "" : methodology,
        country: countryOf(row, "Country", block.country, notes),
        mechanism: statedMechanism(textOf(row, "Label")),
        type: textOf(row, "Project Type"),
      },
      context,
    );
    const status = statusOf(row);
    // A monitoring period may span years while a serial's vintage is one: the vintage is the part of it in that year.
    const start = Math.max(block.vintageStart ?? 0, dayOf(row, "Monitoring Period Start"));
    const end = Math.min(block.vintageEnd ?? Infinity, dayOf(row, "Monitoring Period End"));
    return {
      line: row.line,
      serialColumn: SERIAL,
      project,
      block,
      ...orderedVintage("Monitoring Period End", start, end),
      status,
      // Gold Standard dates retirements, not cancellations
      statusDay: status === "retired" ? dayOf(row, "Retirement Date") : null,
      serialsAssigned: false,
      notes,
    };
  },
};

function statusOf(row: TableRow): SourceStatus {
  const text = requiredText(row, "Credit Status");
  if (/^issued$/i.test(text)) return "issued";
  if (/^retired$/i.test(text)) return "retired";
  if (/^cancell?ed$/i.test(text)) return "cancelled";
  throw new RowProblem("Credit Status", `"${text}" is neither Issued, Retired nor Canceled`);
}
