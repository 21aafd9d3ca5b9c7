import type { HexString } from "@carbonxchange/sdk";
import {
  lowestNonceOf,
  signerFault,
  signerOfLane,
  type Action,
  type SignerFault,
  type StoredTransaction,
} from "../domain/index.ts";
import type { TransactionSender } from "../ports/index.ts";
import type { KeeperContext } from "./keeper-context.ts";

/** What each faulty signer lacks, by address. */
export type SignerFaults = ReadonlyMap<HexString, SignerFault>;

/** Looks at every signer; `pending` are the stored transactions without a receipt. Reports those that take no new work. */
export async function findSignerFaults(
  context: KeeperContext,
  pending: readonly StoredTransaction[],
): Promise<SignerFaults> {
  const faults = new Map<HexString, SignerFault>();
  for (const sender of context.senders) {
    const { address } = sender;
    const [balance, latestNonce] = await Promise.all([sender.balance(), sender.latestNonce(address)]);
    const lowestOpenNonce = lowestNonceOf(address, pending);
    const fault = signerFault({ address, balance, latestNonce, lowestOpenNonce }, context.limits.minBalanceWei);
    context.metrics.balance.set({ signer: address }, Number(balance) / 1e18);
    context.metrics.nonceGap.set({ signer: address }, Math.max(0, (lowestOpenNonce ?? latestNonce) - latestNonce));
    context.metrics.signerUsable.set({ signer: address }, fault === null ? 1 : 0);
    if (fault === null) continue;
    faults.set(address, fault);
    context.logger.warn({ signer: address, fault, balance: balance.toString() }, "signer is skipped");
  }
  return faults;
}

/** Actions by the signer of their lane, in their order; none where no signer is sound. */
export function bySigner(
  context: KeeperContext,
  actions: readonly Action[],
  faults: SignerFaults,
): Map<TransactionSender, Action[]> {
  const addresses = context.senders.map(({ address }) => address);
  const faulty = new Set(faults.keys());
  const assigned = new Map<TransactionSender, Action[]>();
  for (const action of actions) {
    const address = signerOfLane(action.lane, addresses, faulty);
    const sender = context.senders.find((candidate) => candidate.address === address);
    if (sender !== undefined) assigned.set(sender, [...(assigned.get(sender) ?? []), action]);
  }
  return assigned;
}
