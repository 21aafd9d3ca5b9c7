import type { Page, ProposalDto, ProposalStatus } from "@carbonxchange/sdk";
import { decodeCursor, toPage } from "./cursor.ts";
import type { PageRequest } from "./cursor.ts";
import type { Database } from "./database.ts";

type Row = {
  id: string;
  project_id: string;
  proposer: `0x${string}`;
  verifier: `0x${string}` | null;
  status: ProposalStatus;
  serial_namespace: string;
  block_start: string;
  block_end: string;
  vintage_start: string;
  vintage_end: string;
  recipient: `0x${string}`;
  report_hash: `0x${string}`;
  reason: string | null;
  proposed_at: string;
};

function toProposal(row: Row): ProposalDto {
  return {
    id: row.id,
    projectId: Number(row.project_id),
    proposer: row.proposer,
    verifier: row.verifier,
    status: row.status,
    serialNamespace: row.serial_namespace,
    blockStart: row.block_start,
    blockEnd: row.block_end,
    vintageStart: Number(row.vintage_start),
    vintageEnd: Number(row.vintage_end),
    recipient: row.recipient,
    reportHash: row.report_hash,
    reason: row.reason,
    proposedAt: Number(row.proposed_at),
  };
}

/** Issuance proposals, newest first. */
export async function listProposals(
  db: Database,
  filter: { projectId: number | undefined; status: ProposalStatus | undefined },
  page: PageRequest,
): Promise<Page<ProposalDto>> {
  const [before] = decodeCursor(page.cursor, ["number"]) ?? [null];
  const rows = await db.query<Row>(
    `SELECT id, project_id, proposer, verifier, status, serial_namespace, block_start, block_end, vintage_start, vintage_end,
            recipient, report_hash, reason, proposed_at
     FROM carbon.proposals
     WHERE ($1::numeric IS NULL OR project_id = $1) AND ($2::text IS NULL OR status = $2)
       AND ($3::numeric IS NULL OR id < $3)
     ORDER BY id DESC LIMIT $4`,
    [filter.projectId ?? null, filter.status ?? null, before, page.limit + 1],
  );
  return toPage(rows, page.limit, toProposal, (row) => [row.id]);
}
