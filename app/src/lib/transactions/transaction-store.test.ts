import { expect, test } from "vitest";
import type { TransactionEntry } from "./transaction-entry.ts";
import { readEntries, writeEntries } from "./transaction-store.ts";

const entry = (change: Partial<TransactionEntry>): TransactionEntry => ({
  id: "1",
  label: "Buy",
  account: "0x00000000000000000000000000000000000000a1",
  chainId: 1,
  phase: "mined",
  hash: "0x12",
  block: "5",
  problem: null,
  startedAt: 1,
  ...change,
});
const storageOf = (text: string | null) => ({ getItem: () => text, setItem: () => undefined });

test("what was on its way to the wallet is closed with the reason, what was sent goes on", () => {
  const kept = [
    entry({ phase: "wallet", hash: null }),
    entry({ phase: "checking", hash: null }),
    entry({ phase: "sent" }),
    entry({}),
  ];
  const read = readEntries(storageOf(JSON.stringify(kept)), "k");
  expect(read.map(({ phase }) => phase)).toEqual(["failed", "failed", "sent", "mined"]);
  expect(read[0]?.problem).toMatch(/Look in your wallet/);
  expect(read[1]?.problem).toMatch(/Nothing was sent/);
});

test.each([null, "", "{", "{}", '[{"id":1}]', "[null]"])("unreadable content %j counts as none", (text) => {
  expect(readEntries(storageOf(text), "k")).toEqual([]);
});

test("a full storage costs the memory, not the transaction", () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(writeEntries(full, "k", [entry({})])).toBe(false);
});
