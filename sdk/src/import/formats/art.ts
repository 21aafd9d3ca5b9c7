import { assignedBlock, countryOf, prefixedId, projectOf, requireSameProject, serialOf } from "../row-parts.ts";
import type { ExportFormat, FormatContext } from "../source-row.ts";
import { dayOf, requiredText, textOf, wholeNumber } from "../table-row.ts";
import type { TableRow } from "../table-row.ts";
import { yearOf } from "./car.ts";

const SERIAL = "Credit Serial Numbers";
/** Two spaces are ART's own. */
const COUNTRY = "Program  Country";
const PROJECT_COLUMNS = ["Program ID", "Program Name", "Crediting Program and Standard", COUNTRY, "Vintage"];

function artProject(row: TableRow, context: FormatContext, serialCountry: string | null, notes: string[]) {
  const standard = textOf(row, "Crediting Program and Standard");
  const version = textOf(row, "Standard Version");
  return projectOf(
    {
      registry: "ART",
      nativeId: prefixedId(requiredText(row, "Program ID"), "ART"),
      name: textOf(row, "Program Name"),
      nameColumn: "Program Name",
      methodology: [standard, version].filter((part) => part !== "").join(" "),
      country: countryOf(row, COUNTRY, serialCountry, notes),
      type: textOf(row, "Program Type"),
    },
    context,
  );
}

function artSerials(name: string, title: string, reasonColumn: string, status: "retired" | "cancelled"): ExportFormat {
  return {
    name,
    title,
    columns: [SERIAL, "Quantity of Credits", "Status Effective", reasonColumn, ...PROJECT_COLUMNS],
    read: (row, context) => {
      const block = serialOf(row, SERIAL, "ART", { quantity: wholeNumber(row, "Quantity of Credits") });
      const notes: string[] = [];
      const project = artProject(row, context, block.country, notes);
      requireSameProject("Program ID", project.nativeId, block);
      const statusDay = dayOf(row, "Status Effective");
      const rest = { status, statusDay, serialsAssigned: false, notes };
      return { line: row.line, serialColumn: SERIAL, project, block, ...yearOf(row), ...rest };
    },
  };
}

/** ART's retired credits. */
export const artRetirements = artSerials("art-retirements", "ART retirements", "Retirement Reason", "retired");

/** ART's cancelled credits. */
export const artCancellations = artSerials(
  "art-cancellations",
  "ART cancellations",
  "Cancellation Reason",
  "cancelled",
);

/** ART's issuances, which print no serials. Buffer credits are left out. */
export const artIssuances: ExportFormat = {
  name: "art-issuances",
  title: "ART issuances",
  columns: ["Date Approved", "Credits Verified", "Sovereign Program Developer", ...PROJECT_COLUMNS],
  read: (row, context) => {
    const notes: string[] = [];
    const project = artProject(row, context, null, notes);
    const block = assignedBlock(row, context, {
      registry: "ART",
      identity: [project.nativeId, textOf(row, "Vintage"), "issued", requiredText(row, "Date Approved")],
      quantityColumn: "Credits Verified",
      serialColumn: SERIAL,
    });
    const rest = { status: "issued", statusDay: null, serialsAssigned: true } as const;
    return { line: row.line, serialColumn: "Date Approved", project, block, ...yearOf(row), ...rest, notes };
  },
};
