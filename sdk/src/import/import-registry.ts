import { zeroAddress } from "viem";
import type { Address } from "viem";
import type { ProjectInput } from "../requests/issuance.ts";
import { createBlockIndex } from "./block-index.ts";
import { fitText } from "./fit-text.ts";
import { EXPORT_FORMATS } from "./formats/index.ts";
import { readProjectList } from "./project-list.ts";
import { buildProposals, projectKey } from "./proposals.ts";
import type { ImportedProposal } from "./proposals.ts";
import { readTable } from "./read-table.ts";
import type { RejectedRow } from "./read-table.ts";
import type { ExportFormat, FormatContext, SourceRow } from "./source-row.ts";
import { RowProblem } from "./table-row.ts";
import type { TableRow } from "./table-row.ts";

/**
 * `format`: name of a layout, else it is found by the header. `recipient`: who receives the credits (zero until chosen).
 * `projectsCsv`: the registry's project list, for exports without names, methodologies or countries. `assignSerials`:
 * number issuances whose export prints no serials from 1, in a namespace of their own (off: such rows are refused).
 */
export type ImportOptions = {
  format?: string;
  recipient?: Address;
  projectsCsv?: string;
  assignSerials?: boolean;
};

/** Something worth knowing about a row that was imported. */
export type ImportNote = { line: number; text: string };

/**
 * What an export holds. Every data row is either in the `sources` of exactly one proposal or in `rejected`. `projects` are
 * those of the proposals, by `projectKey`.
 */
export type ImportResult = {
  format: string | null;
  rows: number;
  projects: (ProjectInput & { key: string })[];
  proposals: ImportedProposal[];
  rejected: RejectedRow[];
  notes: ImportNote[];
};

/** Longest texts that the registry contract takes, in bytes (RegistryFields). */
const MAX_BYTES = { name: 200, methodology: 100 } as const;

/** The layout whose columns are all in the header, or undefined. */
export function detectFormat(header: readonly string[]): ExportFormat | undefined {
  const names = new Set(header);
  return EXPORT_FORMATS.find((format) => format.columns.every((column) => names.has(column.trim())));
}

/**
 * Turns a registry export (CSV text) into projects and issuance proposals. Never throws on what a file contains: a bad row,
 * a duplicate and an overlap are listed with line, field and reason, and the rest goes on. Pure; runs in browsers.
 *
 * Rows of retired, cancelled and buffer credits describe sub-blocks of an issuance. They become proposals of their own
 * (`sourceStatus`), never mixed with live ones, so that history can be replayed exactly or left out.
 */
export function importRegistryCsv(text: string, options: ImportOptions = {}): ImportResult {
  const table = readTable(text);
  const rows = table.rows.length + table.rejected.length;
  const named = options.format;
  const format =
    named === undefined ? detectFormat(table.header) : EXPORT_FORMATS.find((candidate) => candidate.name === named);
  const missing = format?.columns.filter((column) => !table.header.includes(column.trim())) ?? [];
  if (!format || missing.length > 0) {
    const reason = headerProblem(named, format, missing);
    return {
      format: null,
      rows,
      projects: [],
      proposals: [],
      rejected: [{ line: 1, field: "(header)", reason }],
      notes: [],
    };
  }
  const context: FormatContext = {
    projects: options.projectsCsv === undefined ? new Map() : readProjectList(options.projectsCsv),
    assignSerials: options.assignSerials ?? false,
  };
  const read = readRows(table.rows, format, context);
  const rejected = [...table.rejected, ...read.rejected].sort((a, b) => a.line - b.line);
  const { projects, accepted, notes } = collectProjects(read.accepted);
  const proposals = buildProposals(accepted, options.recipient ?? zeroAddress);
  return { format: format.name, rows, projects, proposals, rejected, notes };
}

function headerProblem(
  named: string | undefined,
  format: ExportFormat | undefined,
  missing: readonly string[],
): string {
  if (format) return `the ${format.title} layout needs the columns ${missing.join(", ")}`;
  const known = EXPORT_FORMATS.map((candidate) => candidate.name).join(", ");
  if (named !== undefined) return `"${named}" is no known format; known are ${known}`;
  return `the columns match no known registry export; known are ${known}`;
}

function readRows(rows: readonly TableRow[], format: ExportFormat, context: FormatContext) {
  const index = createBlockIndex();
  const accepted: SourceRow[] = [];
  const rejected: RejectedRow[] = [];
  for (const row of rows) {
    try {
      const source = format.read(row, context);
      refuseTaken(index.add(source.block.namespace, { line: source.line, ...source.block }), source);
      accepted.push(source);
    } catch (problem) {
      if (!(problem instanceof RowProblem)) throw problem;
      rejected.push({ line: row.line, field: problem.field, reason: problem.message });
    }
  }
  return { accepted, rejected };
}

function refuseTaken(
  taken: { line: number; blockStart: bigint; blockEnd: bigint } | undefined,
  source: SourceRow,
): void {
  if (!taken) return;
  const same = taken.blockStart === source.block.blockStart && taken.blockEnd === source.block.blockEnd;
  throw new RowProblem(
    source.serialColumn,
    same
      ? `is a duplicate of line ${taken.line}`
      : `serials ${source.block.blockStart} to ${source.block.blockEnd} overlap ${taken.blockStart} to ${taken.blockEnd} of line ${taken.line}`,
  );
}

/** One entry per project, as its first row states it; texts cut to what the contract takes. */
function collectProjects(rows: readonly SourceRow[]) {
  const projects = new Map<string, ProjectInput & { key: string }>();
  const notes: ImportNote[] = [];
  const accepted = rows.map((row) => {
    const key = projectKey(row.project);
    for (const text of row.notes) notes.push({ line: row.line, text });
    const known = projects.get(key);
    if (known) return { ...row, project: known };
    const fitted = {
      ...row.project,
      key,
      name: fitText(row.project.name, MAX_BYTES.name),
      methodology: fitText(row.project.methodology, MAX_BYTES.methodology),
    };
    if (fitted.name !== row.project.name) notes.push({ line: row.line, text: "the project name was shortened" });
    if (fitted.methodology !== row.project.methodology)
      notes.push({ line: row.line, text: "the methodology was shortened" });
    projects.set(key, fitted);
    return { ...row, project: fitted };
  });
  return { projects: [...projects.values()], accepted, notes };
}
