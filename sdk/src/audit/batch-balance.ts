import type { Hex } from "viem";
import { sumOf } from "./closing.ts";
import type { Batch, Ledger } from "./ledger.ts";

/**
 * Where the credits of one batch are, in kg: issued = circulating + escrowed + retired + cancelled + buffer + exported.
 * `escrowed` is what the exchange holds and what waits to be retired, `buffer` what reserves against reversals hold; `exported` left for another registry
 * or was converted, `cancelled` is every other cancellation.
 */
export type BatchBalance = {
  batchId: bigint;
  issued: bigint;
  circulating: bigint;
  escrowed: bigint;
  retired: bigint;
  cancelled: bigint;
  buffer: bigint;
  exported: bigint;
};

/** The balance of one batch. */
export function balanceOfBatch(ledger: Ledger, batch: Batch): BatchBalance {
  const { exchange, registry, buffers } = ledger.custodians;
  const heldBy = (account: Hex | null): bigint => (account === null ? 0n : (batch.holders.get(account) ?? 0n));
  const escrowed = heldBy(exchange) + heldBy(registry);
  const buffer = buffers.reduce((sum, account) => sum + heldBy(account), 0n);
  const exported = (batch.cancelled.get("CONVERSION") ?? 0n) + (batch.cancelled.get("EXPORT") ?? 0n);
  const cancelled = [...batch.cancelled.values()].reduce((sum, units) => sum + units, 0n) - exported;
  return {
    batchId: batch.id,
    issued: batch.issued,
    circulating: sumOf(batch.holders) - escrowed - buffer,
    escrowed,
    retired: batch.retired,
    cancelled,
    buffer,
    exported,
  };
}

/** The balances of all batches in ascending order of id. */
export function batchBalances(ledger: Ledger): BatchBalance[] {
  return [...ledger.batches.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((batch) => balanceOfBatch(ledger, batch));
}
