/**
 * What has been deployed on a chain, kept on disk while it happens: each contract is written down before its transaction
 * is sent, so that a deployment that was cut off resumes where it stopped and deploys nothing twice.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONTRACT_NAMES, type ContractName, type DeployedContract, type Deployment } from "@carbonxchange/sdk";
import { writeDeployment } from "@carbonxchange/sdk/node";
import type { Hash } from "viem";
import { DeployError } from "../errors.ts";

/** `hash` is the creating transaction; absent for contracts that were already there. */
export type LedgerEntry = DeployedContract & { hash?: Hash };
type LedgerFile = { chainId: number; genesisHash: Hash; entries: Record<string, LedgerEntry> };

export type Ledger = {
  get(key: string): LedgerEntry | undefined;
  /** Writes an entry down, durably, before the next thing happens. */
  put(key: string, entry: LedgerEntry): void;
  forget(key: string): void;
  /** Whether the final file of this very chain exists. */
  readonly complete: boolean;
  /** Writes deployments/<chainId>.json atomically and drops the partial file. */
  finish(name: string): Promise<Deployment>;
};

/** Writes a file so that a reader sees the old content or the new one, never half of it. */
function writeJsonAtomically(file: string, value: unknown): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`);
  renameSync(temporary, file);
}

function readJson<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;
}

/**
 * Opens the record of one chain.
 * @param chain.disposable whether a file of an earlier chain with the same id is replaced; otherwise it is refused.
 */
export function openLedger(folder: string, chain: { chainId: number; genesisHash: Hash; disposable: boolean }): Ledger {
  mkdirSync(folder, { recursive: true });
  const finalFile = join(folder, `${chain.chainId}.json`);
  const partialFile = join(folder, `${chain.chainId}.partial.json`);
  const same = (file: { genesisHash: Hash } | undefined) => file?.genesisHash === chain.genesisHash;

  const finished = readJson<Deployment>(finalFile);
  if (finished !== undefined && !same(finished) && !chain.disposable) {
    throw new DeployError(
      "FOREIGN_DEPLOYMENT",
      `${finalFile} names genesis ${finished.genesisHash}, the node ${chain.genesisHash}`,
    );
  }
  const partial = readJson<LedgerFile>(partialFile);
  const entries: Record<string, LedgerEntry> = {
    ...(finished !== undefined && same(finished) ? finished.contracts : {}),
    ...(partial !== undefined && same(partial) ? partial.entries : {}),
  };
  const save = () => {
    const state: LedgerFile = { chainId: chain.chainId, genesisHash: chain.genesisHash, entries };
    writeJsonAtomically(partialFile, state);
  };

  return {
    get: (key) => entries[key],
    put(key, entry) {
      entries[key] = entry;
      save();
    },
    forget(key) {
      delete entries[key];
      save();
    },
    complete: same(finished),
    async finish(name) {
      const contracts: Partial<Record<ContractName, DeployedContract>> = {};
      for (const contract of CONTRACT_NAMES) {
        const entry = entries[contract];
        if (entry === undefined) throw new DeployError("NOT_DEPLOYED", contract);
        contracts[contract] = { address: entry.address, startBlock: entry.startBlock };
      }
      const deployment: Deployment = {
        chainId: chain.chainId,
        name,
        genesisHash: chain.genesisHash,
        contracts: contracts as Deployment["contracts"],
      };
      const unchanged = JSON.stringify(readJson(finalFile)) === JSON.stringify(deployment);
      if (!unchanged) await writeDeployment({ dir: folder, deployment });
      rmSync(partialFile, { force: true });
      return deployment;
    },
  };
}
