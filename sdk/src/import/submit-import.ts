import type { CarbonClient } from "../client/create-client.ts";
import { CarbonContractError } from "../errors/contract-error.ts";
import type { ImportResult } from "./import-registry.ts";
import { toIssuanceInput } from "./proposals.ts";
import type { ImportedProposal } from "./proposals.ts";

/** What became of one proposal: its number on chain, or why it was not made. */
export type SubmittedProposal =
  { proposal: ImportedProposal; proposalId: bigint } | { proposal: ImportedProposal; problem: CarbonContractError };

/**
 * Registers the projects that are not on chain yet and proposes the issuances, one after another. A refusal is listed and does
 * not stop the rest; running the same import again proposes nothing twice once its blocks are issued. `includeHistory` takes
 * retired, cancelled and buffer blocks as well. Throws only what is no `CarbonContractError`.
 */
export async function submitImport(
  client: CarbonClient,
  result: ImportResult,
  options: { includeHistory: boolean; onProgress?: (submitted: SubmittedProposal) => void },
): Promise<SubmittedProposal[]> {
  const projectIds = new Map<string, bigint | CarbonContractError>();
  const submitted: SubmittedProposal[] = [];
  for (const proposal of result.proposals) {
    if (proposal.sourceStatus !== "issued" && !options.includeHistory) continue;
    const known = projectIds.get(proposal.projectKey);
    const project = known ?? (await ensureProject(client, result, proposal.projectKey));
    projectIds.set(proposal.projectKey, project);
    const outcome = await submitOne(client, proposal, project);
    submitted.push(outcome);
    options.onProgress?.(outcome);
  }
  return submitted;
}

async function submitOne(
  client: CarbonClient,
  proposal: ImportedProposal,
  project: bigint | CarbonContractError,
): Promise<SubmittedProposal> {
  if (project instanceof CarbonContractError) return { proposal, problem: project };
  const { proposalId, problem } = await attempt(async () => client.write.propose(toIssuanceInput(proposal, project)));
  return problem ? { proposal, problem } : { proposal, proposalId: proposalId ?? 0n };
}

/** The project's id on chain; the contract itself names the id of one that is registered already. */
async function ensureProject(
  client: CarbonClient,
  result: ImportResult,
  key: string,
): Promise<bigint | CarbonContractError> {
  const found = result.projects.find((candidate) => candidate.key === key);
  if (!found) throw new RangeError(`the import names no project ${key}`);
  const { key: _key, ...project } = found;
  const { projectId, problem } = await attempt(async () => client.write.registerProject(project));
  if (!problem) return projectId ?? 0n;
  const existing = problem.args["projectId"];
  return problem.code === "CarbonCredits_ProjectExists" && typeof existing === "bigint" ? existing : problem;
}

/** The result of a write, or its refusal as a value. */
async function attempt<T extends object>(
  run: () => Promise<T>,
): Promise<Partial<T> & { problem?: CarbonContractError }> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CarbonContractError)) throw error;
    return { problem: error } as Partial<T> & { problem: CarbonContractError };
  }
}
