import type { Mechanism } from "../codecs/enums.ts";
import type { ProjectInput } from "../requests/issuance.ts";
import { parseSerial } from "../serials/parse-serial.ts";
import type { SerialBlock, SerialContext, SourceRegistry } from "../serials/serial-block.ts";
import { countryCode } from "./country-codes.ts";
import { mechanismOf } from "./mechanism.ts";
import type { FormatContext, SourceRow } from "./source-row.ts";
import { RowProblem, optionalNumber, requiredText, textOf } from "./table-row.ts";
import type { TableRow } from "./table-row.ts";

/** Stands where an export names no methodology; the contracts accept no empty text. */
export const NOT_STATED = "not stated";

/** Parses the serial in a column. Throws `RowProblem` with the grammar's reason, also when the registry is another one. */
export function serialOf(row: TableRow, column: string, registry: SourceRegistry, context: SerialContext): SerialBlock {
  const parsed = parseSerial(requiredText(row, column), context);
  if (!parsed.ok) throw new RowProblem(column, parsed.error);
  if (parsed.value.registry !== registry)
    throw new RowProblem(column, `is a serial of ${parsed.value.registry}, not of ${registry}`);
  return parsed.value;
}

/**
 * The project's country: of the column, else of the serial. Where both speak and differ (projects in several countries print
 * the country of the instance in the serial) the column counts and a note is left. Throws `RowProblem` when neither speaks.
 */
export function countryOf(row: TableRow, column: string, serialCountry: string | null, notes: string[]): string {
  const text = textOf(row, column);
  const named = text === "" ? undefined : countryCode(text);
  if (text !== "" && named === undefined) throw new RowProblem(column, `"${text}" is no known country`);
  if (named && serialCountry && named !== serialCountry)
    notes.push(`${column} says ${named}, the serial ${serialCountry}`);
  const code = named ?? serialCountry ?? undefined;
  if (code === undefined)
    throw new RowProblem(column, "no country is stated; give the registry's project list as well");
  return code;
}

/** What a row says of its project; blanks are filled from the project list. */
export type StatedProject = {
  registry: SourceRegistry;
  nativeId: string;
  name: string;
  nameColumn: string;
  methodology: string;
  country: string;
  mechanism?: Mechanism | undefined;
  type?: string;
};

/** Completes a project. Throws `RowProblem` when it has no name anywhere. */
export function projectOf(stated: StatedProject, context: FormatContext): ProjectInput {
  const listed = context.projects.get(stated.nativeId);
  const name = stated.name || listed?.name || "";
  if (name === "") throw new RowProblem(stated.nameColumn, "no project name; give the registry's project list as well");
  const methodology = stated.methodology || listed?.methodology || NOT_STATED;
  return {
    registryName: stated.registry,
    nativeId: stated.nativeId,
    name,
    methodology,
    country: stated.country,
    mechanism: stated.mechanism ?? mechanismOf(methodology, stated.type ?? "", name),
  };
}

/** A native project id with its registry's prefix: "1340" and "VCS1340" are both "VCS1340". */
export function prefixedId(text: string, prefix: string): string {
  const bare = text.replace(/\.0+$/, "");
  return bare.toUpperCase().startsWith(prefix) ? bare.toUpperCase() : `${prefix}${bare}`;
}

/** Throws `RowProblem` when the serial belongs to another project than the row. */
export function requireSameProject(column: string, rowId: string, block: SerialBlock): void {
  if (block.projectNativeId !== null && block.projectNativeId !== rowId) {
    throw new RowProblem(column, `is ${rowId}, but the serial says ${block.projectNativeId}`);
  }
}

/** Throws `RowProblem` on a vintage that ends before it starts. */
export function orderedVintage(
  column: string,
  start: number,
  end: number,
): { vintageStart: number; vintageEnd: number } {
  if (start > end) throw new RowProblem(column, "the vintage ends before it starts");
  return { vintageStart: start, vintageEnd: end };
}

/** An issuance without serials in its export: numbered 1 to `quantity` in a namespace of its own, if the caller allows it. */
export function assignedBlock(
  row: TableRow,
  context: FormatContext,
  issuance: { registry: SourceRegistry; identity: readonly string[]; quantityColumn: string; serialColumn: string },
): SourceRow["block"] {
  if (!context.assignSerials) {
    throw new RowProblem(
      issuance.serialColumn,
      `${issuance.registry} prints no serial numbers in its issuance export; import an export that does (retirements, cancellations, holdings), or allow serials to be assigned`,
    );
  }
  const quantity = optionalNumber(row, issuance.quantityColumn) ?? 0n;
  if (quantity < 1n) throw new RowProblem(issuance.quantityColumn, "no credits were issued");
  // the quantity tells apart issuances of one project, period and day
  const identity = [...issuance.identity, `of ${quantity}`].filter((part) => part !== "").join(" ");
  const namespace = `${issuance.registry} ${identity}`;
  return { namespace, blockStart: 1n, blockEnd: quantity };
}
