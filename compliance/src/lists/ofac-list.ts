import { ComplianceError } from "../errors.ts";
import type { ListedParty } from "../screening/screen.ts";
import { parseCsv, type CsvRow } from "./csv.ts";

const SDN_COLUMNS = 12;
const ALT_COLUMNS = 5;
const ABSENT = "-0-";

/**
 * Reads OFAC's list of Specially Designated Nationals in the legacy form: sdn.csv and, where given, alt.csv with the
 * other names. Vessels and aircraft have kind OTHER. Throws BAD_LIST with the line of a row with the wrong number of
 * columns or without number or name.
 */
export function parseOfacSdn(sdnCsv: string, altCsv = ""): ListedParty[] {
  const aliases = new Map<string, string[]>();
  for (const row of parseCsv(altCsv)) {
    const [entity = "", , , name = ""] = cellsOf(row, ALT_COLUMNS, "alt.csv");
    aliases.set(entity, [...(aliases.get(entity) ?? []), name]);
  }
  return parseCsv(sdnCsv).map((row) => {
    const cells = cellsOf(row, SDN_COLUMNS, "sdn.csv");
    const [reference = "", name = "", type = ""] = cells;
    const remarks = cells[11] ?? "";
    if (!/^\d+$/.test(reference) || name === "") {
      throw new ComplianceError("BAD_LIST", `sdn.csv, line ${row.line}: no number or name`, { line: row.line });
    }
    const weak = [...remarks.matchAll(/a\.k\.a\. '([^']+)'/g)].map((match) => match[1] ?? "");
    return {
      source: "OFAC SDN",
      reference,
      kind: type === "individual" ? "INDIVIDUAL" : type === "" ? "ENTITY" : "OTHER",
      names: [...new Set([name, ...(aliases.get(reference) ?? []), ...weak])].filter((one) => one !== ""),
      birthYears: [...remarks.matchAll(/DOB (?:\d{1,2} )?(?:[A-Z][a-z]{2} )?(?:circa )?(\d{4})/g)].map((match) =>
        Number(match[1]),
      ),
      countries: [...remarks.matchAll(/nationality ([A-Z][A-Za-z ]+)/g)].map((match) => match[1] ?? ""),
    };
  });
}

/** EVM addresses named in the remarks of sdn.csv. */
export function walletsInOfacSdn(sdnCsv: string): string[] {
  return [
    ...new Set(
      [...sdnCsv.matchAll(/Digital Currency Address - [A-Z]{2,5} (0x[0-9a-fA-F]{40})/g)].map((match) => match[1] ?? ""),
    ),
  ];
}

function cellsOf(row: CsvRow, columns: number, file: string): string[] {
  if (row.cells.length !== columns) {
    throw new ComplianceError(
      "BAD_LIST",
      `${file}, line ${row.line}: ${row.cells.length} columns, expected ${columns}`,
      {
        line: row.line,
      },
    );
  }
  return row.cells.map((cell) => cell.trim()).map((cell) => (cell === ABSENT ? "" : cell));
}
