import { countryCode } from "./country-codes.ts";
import { readTable } from "./read-table.ts";
import { prefixedId } from "./row-parts.ts";
import type { ProjectDetails } from "./source-row.ts";
import { textOf } from "./table-row.ts";
import type { TableRow } from "./table-row.ts";

/** Where a registry's project list keeps what an issuance export leaves out. */
type ListLayout = { id: string; prefix: string; name: string; methodology: string; country: string };

const LAYOUTS: readonly ListLayout[] = [
  { id: "GSID", prefix: "GS", name: "Project Name", methodology: "Methodology", country: "Country" },
  { id: "code", prefix: "CDC-", name: "name", methodology: "quantification_method", country: "locations" },
  { id: "id", prefix: "", name: "name", methodology: "protocol_slug", country: "country_code" },
  { id: "ID", prefix: "VCS", name: "Name", methodology: "Methodology", country: "Country/Area" },
];

/**
 * Reads a registry's project list (Gold Standard, Cercarbono, Isometric, Verra) into details by native project id. Unreadable
 * rows are left out; a text that is no project list gives an empty map.
 */
export function readProjectList(text: string): Map<string, ProjectDetails> {
  const projects = new Map<string, ProjectDetails>();
  readTable(text, (header) => {
    const names = new Set(header);
    const layout = LAYOUTS.find((entry) =>
      [entry.id, entry.name, entry.methodology, entry.country].every((name) => names.has(name)),
    );
    if (!layout) return () => undefined;
    return (row) => {
      const id = textOf(row, layout.id);
      if (id !== "") projects.set(layout.prefix === "" ? id : prefixedId(id, layout.prefix), detailsOf(row, layout));
    };
  });
  return projects;
}

function detailsOf(row: TableRow, layout: ListLayout): ProjectDetails {
  const country = textOf(row, layout.country);
  // Cercarbono prints a list of places: [{'city': 'Planeta Rica', 'country': 'Colombia', ...}]
  const named = /'country': (?:'([^']*)'|"([^"]*)")/.exec(country);
  return {
    name: textOf(row, layout.name),
    methodology: textOf(row, layout.methodology),
    country: countryCode(named?.[1] ?? named?.[2] ?? country),
  };
}
