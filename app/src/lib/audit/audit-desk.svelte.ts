import { carbonCreditsAbi, UNITS_PER_TONNE, unpackBatchId, type BatchDto, type Page } from "@carbonxchange/sdk";
import { creditTokenAbi } from "../chain/token-abi.ts";
import { Resource } from "../chain/resource.svelte.ts";
import { readProject, type Project } from "../registry/registry-reader.ts";
import type { Services } from "../services.ts";
import { reconcile, type Reconciliation } from "./reconcile.ts";
import { applyMovements, readMovements, type LedgerEntry } from "./transfer-ledger.ts";

/** One batch in the audit: reconciled in this browser as of `block`, beside what the API says of it. */
export type AuditRow = {
  batchId: bigint;
  project: Project;
  vintageStart: number;
  vintageEnd: number;
  serialNamespace: string;
  blockStart: bigint;
  blockEnd: bigint;
  holders: number;
  supply: Reconciliation;
  api: BatchDto | null;
};
export type Audit = { block: bigint; rows: AuditRow[]; apiProblem: string };

/** Rebuilds every batch from the transfer events, block after block, and reconciles it with the contracts. */
export class AuditDesk {
  readonly audit = new Resource<Audit>();
  readonly #services: Services;
  readonly #projects = new Map<number, Promise<Project>>();
  #entries: ReadonlyMap<bigint, LedgerEntry> = new Map();
  #readTo: bigint;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(services: Services) {
    this.#services = services;
    this.#readTo = services.reader.startBlock - 1n;
  }

  /** Brings the audit to the newest block; calls queue up, so that no block is counted twice. */
  refresh(): void {
    this.#turn = this.#turn.then(() => this.audit.refresh(() => this.#read()));
  }

  async #read(): Promise<Audit> {
    const { reader, api } = this.#services;
    const block = await reader.client.getBlockNumber({ cacheTime: 0 });
    if (block > this.#readTo) {
      this.#entries = applyMovements(this.#entries, await readMovements(reader, this.#readTo + 1n, block));
      this.#readTo = block;
    }
    const answer = await api.get<Page<BatchDto>>("/batches", { limit: 100 });
    const fromApi = new Map(answer.ok ? answer.value.items.map((dto) => [BigInt(dto.id), dto] as const) : []);
    const entries = [...this.#entries];
    const rows = await Promise.all(entries.map(([id, entry]) => this.#row(id, entry, block, fromApi.get(id) ?? null)));
    return { block, rows, apiProblem: answer.ok ? "" : answer.error };
  }

  async #row(batchId: bigint, entry: LedgerEntry, blockNumber: bigint, api: BatchDto | null): Promise<AuditRow> {
    const { client, at } = this.#services.reader;
    const exchange = at("exchange");
    const [batch, exchangeBalance, project] = await Promise.all([
      client.readContract({
        address: at("carbonCredits"),
        abi: carbonCreditsAbi,
        functionName: "batch",
        args: [batchId],
        blockNumber,
      }),
      client.readContract({
        address: at("carbonCredits"),
        abi: creditTokenAbi,
        functionName: "balanceOf",
        args: [exchange, batchId],
        blockNumber,
      }),
      this.#project(Number(unpackBatchId(batchId).projectId)),
    ]);
    const [blockStart, blockEnd] = [BigInt(batch.blockStart), BigInt(batch.blockEnd)];
    const figures = {
      issued: (blockEnd - blockStart + 1n) * UNITS_PER_TONNE,
      retired: batch.retiredUnits,
      cancelled: batch.cancelledUnits,
      exchangeBalance,
    };
    return {
      batchId,
      project,
      vintageStart: batch.vintageStart,
      vintageEnd: batch.vintageEnd,
      serialNamespace: batch.serialNamespace,
      blockStart,
      blockEnd,
      holders: [...entry.holders.values()].filter((units) => units > 0n).length,
      supply: reconcile(entry, figures, exchange),
      api,
    };
  }

  #project(id: number): Promise<Project> {
    const known = this.#projects.get(id) ?? readProject(this.#services.reader, id);
    this.#projects.set(id, known);
    return known;
  }
}
