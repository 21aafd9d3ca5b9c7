import { keccak256, stringToBytes } from "viem";
import type { Address, Hex } from "viem";
import type { IssuanceInput } from "../requests/issuance.ts";
import type { AcceptedRow, SourceStatus } from "./source-row.ts";

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
export function buildProposals(rows: readonly AcceptedRow[], recipient: Address): ImportedProposal[] {
  // a group's key is long, so none is kept per row
  const groups = new Map<string, AcceptedRow[]>();
  for (const row of rows) {
    const key = groupKey(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()]
    .flatMap(runsOf)
    .map((run) => ({ line: run.reduce((first, { line }) => Math.min(first, line), Infinity), run }))
    .sort((a, b) => a.line - b.line)
    .map(({ run }) => proposalOf(run, recipient));
}

/** Touching rows of one group together, in the order of their serials. */
function runsOf(group: AcceptedRow[]): AcceptedRow[][] {
  const runs: AcceptedRow[][] = [];
  for (const row of group.sort((a, b) => (a.blockStart < b.blockStart ? -1 : 1))) {
    const run = runs.at(-1);
    if (run !== undefined && touches(run, row)) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

function groupKey(row: AcceptedRow): string {
  return [row.namespace, projectKey(row.project), row.vintageStart, row.vintageEnd, row.status].join("\n");
}

function touches(run: readonly AcceptedRow[], row: AcceptedRow): boolean {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) return false;
  return last.blockEnd + 1n === row.blockStart && row.blockEnd - first.blockStart < MAX_BLOCK_TONNES;
}

function proposalOf(run: readonly AcceptedRow[], recipient: Address): ImportedProposal {
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last) throw new RangeError("a proposal needs a row");
  const { namespace, blockStart } = first;
  const { blockEnd } = last;
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
      blockStart: row.blockStart,
      blockEnd: row.blockEnd,
      statusDay: row.statusDay,
    })),
  };
}

/**
 * Stands for the report until the registry names one: keccak256 of what the rows say, so that whoever verifies can rebuild
 * it from the same export. Line numbers do not enter, the order of rows does not matter.
 */
function sourceHash(run: readonly AcceptedRow[]): Hex {
  const facts = run.map((row) => [
    row.project,
    row.namespace,
    row.blockStart.toString(),
    row.blockEnd.toString(),
    row.vintageStart,
    row.vintageEnd,
    row.status,
    row.statusDay,
  ]);
  // in lower case already: asking for it makes one text of the pieces that it was put together from, a kilobyte for each hash
  return keccak256(stringToBytes(JSON.stringify(facts))).toLowerCase() as Hex;
}
