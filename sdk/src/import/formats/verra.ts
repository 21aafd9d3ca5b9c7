import { countryOf, orderedVintage, prefixedId, projectOf, requireSameProject, serialOf } from "../row-parts.ts";
import type { ExportFormat } from "../source-row.ts";
import { dayOf, requiredText, textOf, wholeNumber } from "../table-row.ts";

const SERIAL = "Serial Number";
const RETIRED = "Retirement/Cancellation Date";

/** Verra's VCU export (the registry's "VCUs" table, also OffsetsDB's verra transactions): one row per sub-block and status. */
export const verraVcu: ExportFormat = {
  name: "verra-vcu",
  title: "Verra VCU export",
  columns: [
    "ID",
    "Name",
    "Country/Area",
    "Methodology",
    "Vintage Start",
    "Vintage End",
    "Quantity Issued",
    SERIAL,
    RETIRED,
  ],
  read: (row, context) => {
    const block = serialOf(row, SERIAL, "Verra", { quantity: wholeNumber(row, "Quantity Issued") });
    const notes: string[] = [];
    const nativeId = prefixedId(requiredText(row, "ID"), "VCS");
    requireSameProject("ID", nativeId, block);
    const project = projectOf(
      {
        registry: "Verra",
        nativeId,
        name: textOf(row, "Name"),
        nameColumn: "Name",
        methodology: textOf(row, "Methodology"),
        country: countryOf(row, "Country/Area", block.country, notes),
        type: textOf(row, "Project Type"),
      },
      context,
    );
    const retired = textOf(row, RETIRED) !== "";
    return {
      line: row.line,
      serialColumn: SERIAL,
      project,
      block,
      ...orderedVintage("Vintage End", dayOf(row, "Vintage Start"), dayOf(row, "Vintage End")),
      status: retired ? "retired" : "issued",
      statusDay: retired ? dayOf(row, RETIRED) : null,
      serialsAssigned: false,
      notes,
    };
  },
};
