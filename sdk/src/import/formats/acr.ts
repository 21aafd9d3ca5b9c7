import {
  assignedBlock,
  countryOf,
  orderedVintage,
  prefixedId,
  projectOf,
  requireSameProject,
  serialOf,
} from "../row-parts.ts";
import type { ExportFormat, FormatContext } from "../source-row.ts";
import { dayOf, requiredText, textOf, wholeNumber } from "../table-row.ts";
import type { TableRow } from "../table-row.ts";

const SERIAL = "Credit Serial Numbers";
const REGISTRY = "American Carbon Registry";
const METHODOLOGY = "Project Methodology/Protocol";
const PROJECT_COLUMNS = [
  "Project ID",
  "Project Name",
  METHODOLOGY,
  "Methodology/Protocol Version",
  "Project Site Country",
];

function acrProject(row: TableRow, context: FormatContext, serialCountry: string | null, notes: string[]) {
  const version = textOf(row, "Methodology/Protocol Version");
  return projectOf(
    {
      registry: REGISTRY,
      nativeId: prefixedId(requiredText(row, "Project ID"), "ACR"),
      name: textOf(row, "Project Name"),
      nameColumn: "Project Name",
      methodology: [textOf(row, METHODOLOGY), version].filter((part) => part !== "").join(" "),
      country: countryOf(row, "Project Site Country", serialCountry, notes),
      type: textOf(row, "Project Type"),
    },
    context,
  );
}

function acrSerials(
  name: string,
  title: string,
  extra: string,
  status: "retired" | "cancelled",
  dayColumn: string,
): ExportFormat {
  return {
    name,
    title,
    columns: [
      SERIAL,
      "Quantity of Credits",
      "Vintage Assignment Period Start Date",
      extra,
      dayColumn,
      ...PROJECT_COLUMNS,
    ],
    read: (row, context) => {
      const block = serialOf(row, SERIAL, REGISTRY, { quantity: wholeNumber(row, "Quantity of Credits") });
      const notes: string[] = [];
      const project = acrProject(row, context, block.country, notes);
      requireSameProject("Project ID", project.nativeId, block);
      const start = dayOf(row, "Vintage Assignment Period Start Date");
      const end = dayOf(row, "Vintage Assignment Period End Date");
      return {
        line: row.line,
        serialColumn: SERIAL,
        project,
        block,
        ...orderedVintage("Vintage Assignment Period End Date", start, end),
        status,
        statusDay: dayOf(row, dayColumn),
        serialsAssigned: false,
        notes,
      };
    },
  };
}

/** ACR's retired credits. */
export const acrRetirements = acrSerials(
  "acr-retirements",
  "ACR retirements",
  "Retirement Reason",
  "retired",
  "Status Effective (GMT)",
);

/** ACR's cancelled credits; most were converted to compliance offsets. Two spaces in the date column are ACR's own. */
export const acrCancellations = acrSerials(
  "acr-cancellations",
  "ACR cancellations",
  "Cancellation Type",
  "cancelled",
  "Status Effective  (GMT)",
);

/** ACR's issuances, which print no serials. Buffer credits are left out. */
export const acrIssuances: ExportFormat = {
  name: "acr-issuances",
  title: "ACR issuances",
  columns: [
    "Date Issued (GMT)",
    "ReportingPeriodBegin",
    "ReportingPeriodEnd",
    "Credits Issued to Project",
    ...PROJECT_COLUMNS,
  ],
  read: (row, context) => {
    const notes: string[] = [];
    const project = acrProject(row, context, null, notes);
    const block = assignedBlock(row, context, {
      registry: REGISTRY,
      identity: [
        project.nativeId,
        textOf(row, "Vintage"),
        textOf(row, "ReportingPeriodBegin"),
        textOf(row, "ReportingPeriodEnd"),
        "issued",
        requiredText(row, "Date Issued (GMT)"),
      ],
      quantityColumn: "Credits Issued to Project",
      serialColumn: SERIAL,
    });
    const start = dayOf(row, "ReportingPeriodBegin");
    const vintage = orderedVintage("ReportingPeriodEnd", start, dayOf(row, "ReportingPeriodEnd"));
    return {
      line: row.line,
      serialColumn: "Date Issued (GMT)",
      project,
      block,
      ...vintage,
      status: "issued",
      statusDay: null,
      serialsAssigned: true,
      notes,
    };
  },
};
