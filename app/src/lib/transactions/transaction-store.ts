import { TRANSACTION_PHASES, type TransactionEntry } from "./transaction-entry.ts";

const KEPT = 40;

export type TextStorage = Pick<Storage, "getItem" | "setItem">;

function isEntry(value: unknown): value is TransactionEntry {
  if (typeof value !== "object" || value === null) return false;
  const entry = value as Partial<TransactionEntry>;
  return (
    typeof entry.id === "string" &&
    typeof entry.label === "string" &&
    typeof entry.account === "string" &&
    typeof entry.chainId === "number" &&
    typeof entry.startedAt === "number" &&
    TRANSACTION_PHASES.some((phase) => phase === entry.phase)
  );
}

/**
 * What a reload makes of an entry: with a hash it goes on waiting for its receipt; one that never reached the wallet, or
 * whose answer from the wallet was lost with the page, is closed with the reason.
 */
export function afterReload(entry: TransactionEntry): TransactionEntry {
  if (entry.phase === "mined" || entry.phase === "failed" || entry.hash) return entry;
  const problem =
    entry.phase === "wallet"
      ? "The page was reloaded while your wallet was asked. Look in your wallet whether it was sent."
      : "The page was reloaded before your wallet was asked. Nothing was sent.";
  return { ...entry, phase: "failed", problem };
}

/** Reads the kept transactions, newest first. Unreadable content counts as none. */
export function readEntries(storage: TextStorage, key: string): TransactionEntry[] {
  try {
    const parsed: unknown = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isEntry).map(afterReload) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** Keeps the newest transactions. A full or forbidden storage only costs the memory of them, never the transaction. */
export function writeEntries(storage: TextStorage, key: string, entries: readonly TransactionEntry[]): boolean {
  try {
    storage.setItem(key, JSON.stringify(entries.slice(0, KEPT)));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
