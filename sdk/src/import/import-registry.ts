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
import type { RejectedRow, RowReader } from "./read-table.ts";
import type { AcceptedRow, ExportFormat, FormatContext, SourceRow } from "./source-row.ts";
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

/** A project of an import, by its key. */
export type ImportedProject = ProjectInput & { key: string };

/** Something worth knowing about a row that was imported. */
export type ImportNote = { line: number; text: string };

/**
 * What an export holds. Every data row is either in the `sources` of exactly one proposal or in `rejected`. `projects` are
 * those of the proposals, by `projectKey`.
 */
export type ImportResult = {
  format: string | null;
  rows: number;
  projects: ImportedProject[];
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
  const named = options.format;
  const context: FormatContext = {
    projects: options.projectsCsv === undefined ? new Map() : readProjectList(options.projectsCsv),
    assignSerials: options.assignSerials ?? false,
  };
  const intake = createIntake(context);
  let format: ExportFormat | undefined;
  let problem: string | undefined;
  const open = (header: readonly string[]): RowReader => {
    format = named === undefined ? detectFormat(header) : EXPORT_FORMATS.find((candidate) => candidate.name === named);
    const missing = format?.columns.filter((column) => !header.includes(column.trim())) ?? [];
    if (format === undefined || missing.length > 0) problem = headerProblem(named, format, missing);
    const chosen = problem === undefined ? format : undefined;
    return chosen === undefined ? () => undefined : (row) => intake.take(row, chosen);
  };
  const { rows, rejected: unread } = readTable(text, open);
  if (rows === 0 && format === undefined) problem ??= headerProblem(named, undefined, []);
  if (format === undefined || problem !== undefined) {
    const rejected = [{ line: 1, field: "(header)", reason: problem ?? headerProblem(named, format, []) }];
    return { format: null, rows, projects: [], proposals: [], rejected, notes: [] };
  }
  const rejected = [...unread, ...intake.rejected].sort((a, b) => a.line - b.line);
  const proposals = buildProposals(intake.accepted, options.recipient ?? zeroAddress);
  return { format: format.name, rows, projects: intake.projects(), proposals, rejected, notes: intake.notes };
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

/** Rows as they are understood, one by one; nothing of their text is kept. */
type Intake = {
  take(row: TableRow, format: ExportFormat): void;
  accepted: AcceptedRow[];
  rejected: RejectedRow[];
  notes: ImportNote[];
  projects(): ImportedProject[];
};

function createIntake(context: FormatContext): Intake {
  const index = createBlockIndex();
  const register = createProjectRegister();
  const [accepted, rejected, notes]: [AcceptedRow[], RejectedRow[], ImportNote[]] = [[], [], []];
  /** Every row of a namespace holds the same text of it. */
  const namespaces = new Map<string, string>();
  function accept(source: SourceRow): void {
    const { line, status, statusDay, serialsAssigned, vintageStart, vintageEnd } = source;
    const { blockStart, blockEnd } = source.block;
    const namespace = namespaces.get(source.block.namespace) ?? source.block.namespace;
    const when = { vintageStart, vintageEnd, status, statusDay, serialsAssigned };
    const row: AcceptedRow = { line, project: source.project, namespace, blockStart, blockEnd, ...when };
    refuseTaken(index.add(namespace, row), source);
    namespaces.set(namespace, namespace);
    for (const text of source.notes) notes.push({ line, text });
    row.project = register.enter(source.project, (text) => notes.push({ line, text }));
    accepted.push(row);
  }
  return {
    accepted,
    rejected,
    notes,
    projects: register.all,
    take(row, format) {
      try {
        accept(format.read(row, context));
      } catch (problem) {
        if (!(problem instanceof RowProblem)) throw problem;
        rejected.push({ line: row.line, field: problem.field, reason: problem.message });
      }
    },
  };
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

/** One entry per project, as its first row states it; texts cut to what the contract takes, which is noted. */
function createProjectRegister() {
  const projects = new Map<string, ImportedProject>();
  return {
    all: () => [...projects.values()],
    enter(stated: ProjectInput, note: (text: string) => void): ImportedProject {
      const key = projectKey(stated);
      const known = projects.get(key);
      if (known) return known;
      const name = fitText(stated.name, MAX_BYTES.name);
      const methodology = fitText(stated.methodology, MAX_BYTES.methodology);
      if (name !== stated.name) note("the project name was shortened");
      if (methodology !== stated.methodology) note("the methodology was shortened");
      const project = { ...stated, key, name, methodology };
      projects.set(key, project);
      return project;
    },
  };
}
