import { formatTonnes } from "../../units/tonnes.ts";
import { countryCode } from "../country-codes.ts";
import { projectOf, serialOf } from "../row-parts.ts";
import type { ExportFormat } from "../source-row.ts";
import { RowProblem, dayOf, requiredText, textOf, wholeNumber } from "../table-row.ts";

const KILOGRAMS = "supplier_credit_batch_size_total.credit_kgs";
const COUNTRY = "supplier.location.country_code";

/**
 * Isometric's issuances, counted in kg: whole tonnes are taken, the rest below one tonne is left out with a note, and the buffer
 * share is left out. Names and countries come from the project list; the country of the supplier stands in where it is silent.
 */
export const isometricIssuances: ExportFormat = {
  name: "isometric-issuances",
  title: "Isometric issuances",
  columns: ["id", "issued_at", "project_id", KILOGRAMS, "supplier.organisation.name"],
  read: (row, context) => {
    const kilograms = wholeNumber(row, KILOGRAMS);
    const rest = kilograms % 1000n;
    if (kilograms < 1000n) throw new RowProblem(KILOGRAMS, `${kilograms} kg is less than one tonne`);
    const block = serialOf(row, "id", "Isometric", { quantity: kilograms / 1000n });
    const nativeId = requiredText(row, "project_id");
    const country = context.projects.get(nativeId)?.country ?? countryCode(textOf(row, COUNTRY));
    if (country === undefined) {
      throw new RowProblem(COUNTRY, `no country is stated for ${nativeId}; give the registry's project list as well`);
    }
    const issued = dayOf(row, "issued_at");
    const supplier = textOf(row, "supplier.organisation.name");
    const project = projectOf(
      {
        registry: "Isometric",
        nativeId,
        name: context.projects.get(nativeId)?.name ?? (supplier === "" ? "" : `${supplier} (${nativeId})`),
        nameColumn: "project_id",
        methodology: "",
        country,
        mechanism: "REMOVAL",
      },
      context,
    );
    return {
      line: row.line,
      serialColumn: "id",
      project,
      block,
      // removals are credited after they happened; the export states the day of issuance alone
      vintageStart: issued,
      vintageEnd: issued,
      status: "issued",
      statusDay: null,
      serialsAssigned: false,
      notes: rest === 0n ? [] : [`${formatTonnes(rest)} t below one tonne is left out`],
    };
  },
};
