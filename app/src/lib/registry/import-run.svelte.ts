import { buildProposeRequest, buildRegisterProjectRequest, carbonCreditsAbi } from "@carbonxchange/sdk";
import {
  importRegistryCsv,
  toIssuanceInput,
  type ImportedProposal,
  type ImportResult,
} from "@carbonxchange/sdk/import";
import { parseEventLogs, type Address } from "viem";
import type { Services } from "../services.ts";
import type { Project } from "./registry-reader.ts";
import { sourceStanding } from "./source-standing.ts";

/** What the user chose beside the file itself. */
export type ImportChoice = { recipient: Address; projectsCsv: string; assignSerials: boolean };

const isIssuable = (proposal: ImportedProposal) => sourceStanding(proposal).issuable;
const keyOf = ({ registryName, nativeId }: Pick<Project, "registryName" | "nativeId">) => `${registryName}/${nativeId}`;

/** An export being imported: what it holds, which proposals are chosen, and how far the proposing has come. */
export class ImportRun {
  readonly #services: Services;
  #result = $state.raw<ImportResult | null>(null);
  #chosen = $state.raw<ReadonlySet<ImportedProposal>>(new Set());
  #proposed = $state.raw<ReadonlySet<ImportedProposal>>(new Set());
  #busy = $state(false);
  #stopping = $state(false);
  #problem = $state("");

  constructor(services: Services) {
    this.#services = services;
  }

  get result(): ImportResult | null {
    return this.#result;
  }

  get chosen(): ReadonlySet<ImportedProposal> {
    return this.#chosen;
  }

  get proposed(): ReadonlySet<ImportedProposal> {
    return this.#proposed;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get problem(): string {
    return this.#problem;
  }

  /** Reads an export and chooses all that still circulates at the source registry. */
  read(csv: string, choice: ImportChoice): void {
    const { recipient, projectsCsv, assignSerials } = choice;
    const result = importRegistryCsv(csv, { recipient, assignSerials, ...(projectsCsv === "" ? {} : { projectsCsv }) });
    this.#result = result;
    this.#chosen = new Set(result.proposals.filter(isIssuable));
    this.#proposed = new Set();
    this.#problem = "";
  }

  /** Chooses proposals or lets go of them; what may not be issued is never chosen. */
  choose(proposals: readonly ImportedProposal[], chosen: boolean): void {
    const next = new Set(this.#chosen);
    for (const proposal of proposals.filter(isIssuable)) {
      if (chosen) next.add(proposal);
      else next.delete(proposal);
    }
    this.#chosen = next;
  }

  /** Ends the proposing after the transaction under way. */
  stop(): void {
    this.#stopping = true;
  }

  /** Proposes what is chosen, one transaction each; projects that the contract lacks are registered first. */
  async propose(known: readonly Project[]): Promise<void> {
    if (this.#busy || !this.#result) return;
    this.#busy = true;
    this.#stopping = false;
    this.#problem = "";
    const ids = new Map(known.map((project) => [keyOf(project), BigInt(project.id)]));
    const open = this.#result.proposals.filter((entry) => this.#chosen.has(entry) && !this.#proposed.has(entry));
    for (const entry of open) {
      if (this.#stopping) break;
      const problem = await this.#proposeOne(entry, ids);
      if (problem !== null) {
        this.#problem = `Line ${entry.sources[0]?.line ?? "?"}: ${problem}`;
        break;
      }
      this.#proposed = new Set([...this.#proposed, entry]);
    }
    this.#busy = false;
  }

  async #proposeOne(entry: ImportedProposal, ids: Map<string, bigint>): Promise<string | null> {
    const { transactions, settings } = this.#services;
    const registered = await this.#projectId(entry, ids);
    if (typeof registered === "string") return registered;
    const call = buildProposeRequest(settings.deployment, toIssuanceInput(entry, registered));
    const outcome = await transactions.send(`Propose ${entry.quantityTonnes} t of ${entry.projectKey}`, call);
    return outcome.ok ? null : outcome.problem;
  }

  async #projectId(entry: ImportedProposal, ids: Map<string, bigint>): Promise<bigint | string> {
    const known = ids.get(entry.projectKey);
    if (known !== undefined) return known;
    const project = this.#result?.projects.find(({ key }) => key === entry.projectKey);
    if (!project) return `the project ${entry.projectKey} is not described in the export`;
    const { key, ...input } = project;
    const { transactions, settings } = this.#services;
    const outcome = await transactions.send(`Register ${key}`, buildRegisterProjectRequest(settings.deployment, input));
    if (!outcome.ok) return outcome.problem;
    const logs = parseEventLogs({ abi: carbonCreditsAbi, logs: outcome.receipt.logs, eventName: "ProjectRegistered" });
    const id = logs[0]?.args.projectId;
    if (id === undefined) return "the project was registered, but its number is not in the receipt";
    ids.set(key, id);
    return id;
  }
}
