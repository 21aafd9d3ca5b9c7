import { ComplianceError } from "../errors.ts";

/** A row of a CSV file with the line it starts on. */
export type CsvRow = { cells: string[]; line: number };

/**
 * Reads RFC 4180 CSV: quoted cells may hold commas, line breaks and doubled quotes. A lone SUB character at the end, as
 * old OFAC files have, is left out. Throws BAD_LIST with the line for a quote that is never closed.
 */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRow = () => {
    cells.push(cell);
    if (cells.length > 1 || cell.replace("\u001a", "").trim() !== "") rows.push({ cells, line: start });
    cells = [];
    cell = "";
    start = line + 1;
  };
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (quoted) {
      if (letter === '"' && text[index + 1] === '"') {
        cell += '"';
        index++;
      } else if (letter === '"') quoted = false;
      else cell += letter;
      if (letter === "\n") line++;
    } else if (letter === '"') quoted = true;
    else if (letter === ",") {
      cells.push(cell);
      cell = "";
    } else if (letter === "\n") {
      endRow();
      line++;
    } else if (letter !== "\r") cell += letter;
  }
  if (quoted) throw new ComplianceError("BAD_LIST", `line ${start}: a quote is never closed`, { line: start });
  if (cell !== "" || cells.length > 0) endRow();
  return rows;
}
