import { keccak256, stringToBytes } from "viem";
import type { Address, Hex } from "viem";
import type { IssuanceInput } from "../requests/issuance.ts";
import type { SourceRow, SourceStatus } from "./source-row.ts";

/** A row's part of a proposal. `statusDay`: when the source registry retired or cancelled it, unix seconds, or null. */
export type ProposalSource = { line: number; blockStart: bigint; blockEnd: bigint; statusDay: number | null };

/**
 * One issuance to propose: touching blocks of the same issuance, vintage and status in one. `projectKey` names its entry in
 * `projects`; `sourceStatus` is what became of the credits at the source registry. "issued" means that the
 * export states no later retirement, and only such credits may circulate; the others are history, to be issued and retired or cancelled at once, or left out.
 */
export type ImportedProposal = Omit<IssuanceInput, "projectId"> & {
  projectKey: string;
  quantityTonnes: bigint;
  sourceStatus: SourceStatus;
  serialsAssigned: boolean;
  sources: ProposalSource[];
};

/** Key of a project in an import. */
export function projectKey(project: { registryName: string; nativeId: string }): string {
  return `${project.registryName}/${project.nativeId}`;
}

/** The proposal as ICarbonCredits takes it, once its project has an id. */
export function toIssuanceInput(proposal: ImportedProposal, projectId: bigint): IssuanceInput {
  const { serialNamespace, blockStart, blockEnd, vintageStart, vintageEnd, recipient, reportHash } = proposal;
  return { projectId, serialNamespace, blockStart, blockEnd, vintageStart, vintageEnd, recipient, reportHash };
}

/** Most tonnes of one issuance (RegistryFields.MAX_BLOCK_TONNES); longer runs are split. */
const MAX_BLOCK_TONNES = 1_000_000_000n;

/** Joins rows into proposals, in the order of their first lines. Rows must not overlap. */
export function buildProposals(rows: readonly SourceRow[], recipient: Address): ImportedProposal[] {
  // a group's key is long, so it is made once per row
  const sorted = rows
    .map((row) => ({ row, key: groupKey(row) }))
    .sort((a, b) => compare(a.key, b.key) || compare(a.row.block.blockStart, b.row.block.blockStart));
  const runs: { key: string; rows: SourceRow[] }[] = [];
  for (const { row, key } of sorted) {
    const run = runs.at(-1);
    if (run?.key === key && touches(run.rows, row)) run.rows.push(row);
    else runs.push({ key, rows: [row] });
  }
  return runs.map((run) => proposalOf(run.rows, recipient)).sort((a, b) => firstLine(a) - firstLine(b));
}

function groupKey(row: SourceRow): string {
  return [row.block.namespace, projectKey(row.project), row.vintageStart, row.vintageEnd, row.status].join("\n");
}

function touches(run: readonly SourceRow[], row: SourceRow): boolean {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return false;
  return (
    last.block.blockEnd + 1n === row.block.blockStart && row.block.blockEnd - first.block.blockStart < MAX_BLOCK_TONNES
  );
}

function proposalOf(run: readonly SourceRow[], recipient: Address): ImportedProposal {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) throw new RangeError("a proposal needs a row");
  const { namespace, blockStart } = first.block;
  const { blockEnd } = last.block;
  return {
    projectKey: projectKey(first.project),
    serialNamespace: namespace,
    blockStart,
    blockEnd,
    vintageStart: first.vintageStart,
    vintageEnd: first.vintageEnd,
    recipient,
    reportHash: sourceHash(run),
    quantityTonnes: blockEnd - blockStart + 1n,
    sourceStatus: first.status,
    serialsAssigned: first.serialsAssigned,
    sources: run.map((row) => ({
      line: row.line,
      blockStart: row.block.blockStart,
      blockEnd: row.block.blockEnd,
      statusDay: row.statusDay,
    })),
  };
}

/**
 * Stands for the report until the registry names one: keccak256 of what the rows say, so that whoever verifies can rebuild
 * it from the same export. Line numbers do not enter, the order of rows does not matter.
 */
function sourceHash(run: readonly SourceRow[]): Hex {
  const facts = run.map((row) => [
    row.project,
    row.block.namespace,
    row.block.blockStart.toString(),
    row.block.blockEnd.toString(),
    row.vintageStart,
    row.vintageEnd,
    row.status,
    row.statusDay,
  ]);
  return keccak256(stringToBytes(JSON.stringify(facts)));
}

function firstLine(proposal: ImportedProposal): number {
  return Math.min(...proposal.sources.map((source) => source.line));
}

function compare<T extends string | bigint>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
