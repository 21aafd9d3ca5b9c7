import { readLease, readOpen } from "../adapters/postgres/status-reader.ts";
import {
  judgeSafety,
  lowestNonceOf,
  signerFault,
  type BlockHead,
  type Holds,
  type SafetyUsage,
  type SignerFault,
} from "../domain/index.ts";
import { readSafety } from "../jobs/safety.ts";
import type { OpenedKeeper } from "../open-keeper.ts";

/** What keeps keepers from new work, with the spending that caps are counted from; amounts in wei, null where unknown or uncapped. */
export type ReadHolds = Holds & { usage: SafetyUsage | null; budgetWei: bigint | null };

/**
 * What holds all new work back as the database, the chain and this command's own variables tell: a drain, and the safety limits.
 * Whether a keeper was stopped by a signal only that keeper knows (`/health`).
 */
export async function readHolds(opened: OpenedKeeper, block: BlockHead): Promise<ReadHolds> {
  const { parts } = opened;
  const [readings, faults, draining] = await Promise.all([
    readSafety(parts, block),
    readSignerFaults(opened),
    parts.drain.isSet(),
  ]);
  const { reasons, budgetWei } = judgeSafety({ ...readings, signerFaults: faults }, parts.limits);
  return { draining, stopped: reasons, usage: readings.usage, budgetWei };
}

/** What the leader's signers lack; none while any of them may send. */
async function readSignerFaults({ pool, chainKey, rpc, parts }: OpenedKeeper): Promise<SignerFault[]> {
  const signers = (await readLease(pool, chainKey))?.signers ?? [];
  const open = (await readOpen(pool, chainKey)).filter(({ state }) => state !== "MINED");
  const faults = await Promise.all(
    signers.map(async (address) => {
      const [balance, latestNonce] = await Promise.all([
        rpc.client.getBalance({ address }),
        rpc.client.getTransactionCount({ address, blockTag: "latest" }),
      ]);
      const view = { address, balance, latestNonce, lowestOpenNonce: lowestNonceOf(address, open) };
      return signerFault(view, parts.limits.minBalanceWei);
    }),
  );
  return faults.includes(null) ? [] : faults.filter((fault) => fault !== null);
}

/** A line for people about holds; empty where nothing is held. */
export function holdsText({ draining, stopped }: Holds): string {
  const parts = [
    ...(draining ? ["draining: no new work is taken"] : []),
    ...(stopped.length > 0 ? [`stopped: ${stopped.join(", ")}`] : []),
  ];
  return parts.map((part) => `; ${part}`).join("");
}
