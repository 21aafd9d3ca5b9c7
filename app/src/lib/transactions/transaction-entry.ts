import type { Address, Hash } from "viem";

export const TRANSACTION_PHASES = ["checking", "simulated", "wallet", "sent", "mined", "failed"] as const;
export type TransactionPhase = (typeof TRANSACTION_PHASES)[number];

/** One transaction as the tray shows it; plain data, so that it survives a reload. */
export type TransactionEntry = {
  id: string;
  label: string;
  account: Address;
  chainId: number;
  phase: TransactionPhase;
  hash: Hash | null;
  block: string | null;
  problem: string | null;
  startedAt: number;
};

const PHASE_WORDS: Record<TransactionPhase, string> = {
  checking: "Checking against the chain",
  simulated: "Checked: it would succeed",
  wallet: "Waiting for your wallet",
  sent: "Sent, waiting for a block",
  mined: "Mined",
  failed: "Failed",
};

/** The phase in words. */
export function phaseWords(phase: TransactionPhase): string {
  return PHASE_WORDS[phase];
}

/** Whether nothing more will happen to it. */
export function isSettled(entry: TransactionEntry): boolean {
  return entry.phase === "mined" || entry.phase === "failed";
}
