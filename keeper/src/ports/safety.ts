import type { SafetyUsage } from "../domain/index.ts";

/** What a person told all keepers of a chain. Spending and reverts before `resetMs` no longer count. */
export type Controls = { stopped: boolean; reason: string; resetMs: number };

/** The durable record behind the safety limits: survives restarts, and is shared by all keepers of a chain. */
export type SafetyRecords = {
  controls(): Promise<Controls>;
  /** Receipts and open transactions of all lanes and signers; only what was mined after the given moments counts. */
  usage(since: { hourMs: number; dayMs: number; revertsMs: number }): Promise<SafetyUsage>;
};

/** Whether this process was told to stop by a file, null when that cannot be told, or by a signal. */
export type StopSwitch = { filePresent(): Promise<boolean | null>; signalled(): boolean };

/** Whether the chain's operators have closed the exchange to its roles, which stops every keeper. */
export type PauseReader = { isPaused(): Promise<boolean> };
