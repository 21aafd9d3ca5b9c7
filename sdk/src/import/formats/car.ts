import { yearVintage } from "../../serials/vintage.ts";
import { statedMechanism } from "../mechanism.ts";
import { assignedBlock, countryOf, prefixedId, projectOf, requireSameProject, serialOf } from "../row-parts.ts";
import type { ExportFormat, FormatContext } from "../source-row.ts";
import { RowProblem, dayOf, requiredText, textOf, wholeNumber } from "../table-row.ts";
import type { TableRow } from "../table-row.ts";

const SERIAL = "Offset Credit Serial Numbers";
const REGISTRY = "Climate Action Reserve";
const PROJECT_COLUMNS = ["Project ID", "Project Name", "Protocol and Version", "Project Site Country", "Vintage"];

function carProject(row: TableRow, context: FormatContext, serialCountry: string | null, notes: string[]) {
  return projectOf(
    {
      registry: REGISTRY,
      nativeId: prefixedId(requiredText(row, "Project ID"), "CAR"),
      name: textOf(row, "Project Name"),
      nameColumn: "Project Name",
      methodology: textOf(row, "Protocol and Version"),
      country: countryOf(row, "Project Site Country", serialCountry, notes),
      mechanism: statedMechanism(textOf(row, "Reduction/Removal")),
      type: textOf(row, "Project Type"),
    },
    context,
  );
}

/** The calendar year in the column "Vintage", which is all that CAR and ART state. Throws `RowProblem`. */
export function yearOf(row: TableRow): { vintageStart: number; vintageEnd: number } {
  const vintage = yearVintage(requiredText(row, "Vintage"));
  if (!vintage.ok) throw new RowProblem("Vintage", vintage.error);
  return { vintageStart: vintage.value.vintageStart, vintageEnd: vintage.value.vintageEnd };
}

function carSerials(name: string, title: string, reasonColumn: string, status: "retired" | "cancelled"): ExportFormat {
  return {
    name,
    title,
    columns: [SERIAL, "Quantity of Offset Credits", "Status Effective", reasonColumn, ...PROJECT_COLUMNS],
    read: (row, context) => {
      const block = serialOf(row, SERIAL, REGISTRY, { quantity: wholeNumber(row, "Quantity of Offset Credits") });
      const notes: string[] = [];
      const project = carProject(row, context, block.country, notes);
      requireSameProject("Project ID", project.nativeId, block);
      const statusDay = dayOf(row, "Status Effective");
      const rest = { status, statusDay, serialsAssigned: false, notes };
      return { line: row.line, serialColumn: SERIAL, project, block, ...yearOf(row), ...rest };
    },
  };
}

/** CAR's retired credits. */
export const carRetirements = carSerials("car-retirements", "CAR retirements", "Retirement Reason", "retired");

/** CAR's cancelled credits; most were converted to ARB offsets. */
export const carCancellations = carSerials(
  "car-cancellations",
  "CAR cancellations",
  "Cancellation Reason",
  "cancelled",
);

/** CAR's issuances, which print no serials. */
export const carIssuances: ExportFormat = {
  name: "car-issuances",
  title: "CAR issuances",
  columns: ["Date Issued", "Total Offset Credits Issued", ...PROJECT_COLUMNS],
  read: (row, context) => {
    const notes: string[] = [];
    const project = carProject(row, context, null, notes);
    const block = assignedBlock(row, context, {
      registry: REGISTRY,
      identity: [
        project.nativeId,
        textOf(row, "Cooperative/ Aggregate ID"),
        textOf(row, "Vintage"),
        "issued",
        requiredText(row, "Date Issued"),
      ],
      quantityColumn: "Total Offset Credits Issued",
      serialColumn: SERIAL,
    });
    const rest = { status: "issued", statusDay: null, serialsAssigned: true } as const;
    return { line: row.line, serialColumn: "Date Issued", project, block, ...yearOf(row), ...rest, notes };
  },
};
