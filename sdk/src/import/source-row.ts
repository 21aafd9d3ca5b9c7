import type { SerialBlock } from "../serials/serial-block.ts";
import type { ProjectInput } from "../requests/issuance.ts";
import type { TableRow } from "./table-row.ts";

/** What the export says became of the credits of a row; "issued" when it says nothing further. */
export type SourceStatus = "issued" | "retired" | "cancelled" | "buffer";

/** One row understood. Times are unix seconds at 00:00 UTC; `statusDay` is when the credits left circulation. */
export type SourceRow = {
  line: number;
  serialColumn: string;
  project: ProjectInput;
  block: Pick<SerialBlock, "namespace" | "blockStart" | "blockEnd">;
  vintageStart: number;
  vintageEnd: number;
  status: SourceStatus;
  statusDay: number | null;
  serialsAssigned: boolean;
  notes: string[];
};

/** What is kept of a row that is imported: flat, for there may be hundreds of thousands. */
export type AcceptedRow = Omit<SourceRow, "serialColumn" | "notes" | "block"> & SourceRow["block"];

/** What a format may use beside the row. */
export type FormatContext = {
  /** Details of projects from the registry's project list, by native id. */
  projects: ReadonlyMap<string, ProjectDetails>;
  /** Whether issuances without serial numbers are numbered from 1. */
  assignSerials: boolean;
};

/** What a project list adds; "" or undefined where it says nothing. */
export type ProjectDetails = { name: string; methodology: string; country: string | undefined };

/** One export layout: recognised by its columns, read row by row. `read` throws `RowProblem`. */
export type ExportFormat = {
  name: string;
  title: string;
  /** Columns that must all be there. */
  columns: readonly string[];
  read: (row: TableRow, context: FormatContext) => SourceRow;
};
