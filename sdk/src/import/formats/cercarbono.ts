import type { SerialBlock } from "../../serials/serial-block.ts";
import { orderedVintage, projectOf, serialOf } from "../row-parts.ts";
import type { ExportFormat, FormatContext } from "../source-row.ts";
import { RowProblem, dayOf, parseDay, requiredText, saysYes, textOf, wholeNumber } from "../table-row.ts";
import type { TableRow } from "../table-row.ts";

const SERIAL = "serial";

function cercarbonoProject(block: SerialBlock, name: string, nameColumn: string, context: FormatContext) {
  const nativeId = block.projectNativeId ?? "";
  const country = context.projects.get(nativeId)?.country ?? block.country;
  if (!country) {
    throw new RowProblem(
      SERIAL,
      `the export states no country for ${nativeId}; give the registry's project list as well`,
    );
  }
  return projectOf({ registry: "Cercarbono", nativeId, name, nameColumn, methodology: "", country }, context);
}

/** "2010-01-01 / 2018-09-30" as two days. Throws `RowProblem`. */
function vintageOf(row: TableRow): { vintageStart: number; vintageEnd: number } {
  const text = requiredText(row, "vintage_of_credits");
  const [from = "", to = ""] = text.split(" / ");
  const [start, end] = [parseDay(from), parseDay(to)];
  if (start === undefined || end === undefined)
    throw new RowProblem("vintage_of_credits", `"${text}" is no pair of dates`);
  return orderedVintage("vintage_of_credits", start, end);
}

/** Cercarbono's issuances: the serial names the batch, whose tonnes are numbered 1 to the issued quantity. */
export const cercarbonoIssuances: ExportFormat = {
  name: "cercarbono-issuances",
  title: "Cercarbono issuances",
  columns: [SERIAL, "issued_quantity", "issuance_date", "vintage_of_credits", "is_buffer"],
  read: (row, context) => {
    const block = serialOf(row, SERIAL, "Cercarbono", { quantity: wholeNumber(row, "issued_quantity") });
    const buffer = saysYes(row, "is_buffer") || block.fields["buffer"] === "yes";
    return {
      line: row.line,
      serialColumn: SERIAL,
      project: cercarbonoProject(block, "", SERIAL, context),
      block,
      ...vintageOf(row),
      status: buffer ? "buffer" : "issued",
      statusDay: buffer ? dayOf(row, "issuance_date") : null,
      serialsAssigned: false,
      notes: [],
    };
  },
};

/** Cercarbono's retirements: sub-blocks in the columns "from" and "to". The vintage is a year. */
export const cercarbonoRetirements: ExportFormat = {
  name: "cercarbono-retirements",
  title: "Cercarbono retirements",
  columns: [SERIAL, "from", "to", "quantity", "certificate_destination", "date", "vintage", "project_name"],
  read: (row, context) => {
    const block = serialOf(row, SERIAL, "Cercarbono", {
      from: wholeNumber(row, "from"),
      to: wholeNumber(row, "to"),
      quantity: wholeNumber(row, "quantity"),
    });
    const year = Number(wholeNumber(row, "vintage"));
    return {
      line: row.line,
      serialColumn: SERIAL,
      project: cercarbonoProject(block, textOf(row, "project_name"), "project_name", context),
      block,
      vintageStart: Date.UTC(year, 0, 1) / 1000,
      vintageEnd: Date.UTC(year, 11, 31) / 1000,
      status: "retired",
      statusDay: dayOf(row, "date"),
      serialsAssigned: false,
      notes: [],
    };
  },
};
