import type { BatchDto } from "@carbonxchange/sdk";
import type { Address } from "viem";
import type { LedgerEntry } from "./transfer-ledger.ts";

/** issued = circulating + escrowed + retired + cancelled, all in units (kg), as of one block. */
export type Supply = { issued: bigint; circulating: bigint; escrowed: bigint; retired: bigint; cancelled: bigint };
/** `gap` is what the sum lacks of the issued amount: zero when the batch reconciles. */
export type Reconciliation = Supply & { gap: bigint; problems: string[] };

/** What the contracts say of a batch: its record, and how much of it the exchange holds. */
export type ContractFigures = { issued: bigint; retired: bigint; cancelled: bigint; exchangeBalance: bigint };

/**
 * Puts two independent sources side by side: the transfer events (who holds what) and the registry's own record (what was
 * issued, retired, cancelled). Circulating is summed from the events, never derived from the other figures.
 */
export function reconcile(entry: LedgerEntry, figures: ContractFigures, exchange: Address): Reconciliation {
  let circulating = 0n;
  let escrowed = 0n;
  const problems: string[] = [];
  for (const [holder, units] of entry.holders) {
    if (units < 0n) problems.push(`${holder} would hold less than nothing`);
    if (holder.toLowerCase() === exchange.toLowerCase()) escrowed += units;
    else circulating += units;
  }
  const { issued, retired, cancelled, exchangeBalance } = figures;
  if (entry.minted !== issued) problems.push(`the events mint ${entry.minted} kg, the serial block has ${issued} kg`);
  if (entry.burned !== retired + cancelled)
    problems.push(`the events burn ${entry.burned} kg, the registry counts ${retired + cancelled} kg`);
  if (escrowed !== exchangeBalance)
    problems.push(`the events leave ${escrowed} kg with the exchange, it holds ${exchangeBalance} kg`);
  const gap = issued - (circulating + escrowed + retired + cancelled);
  if (gap !== 0n) problems.push(`the sum differs from the issued amount by ${gap} kg`);
  return { issued, circulating, escrowed, retired, cancelled, gap, problems };
}

/** The API's figures of a batch as bigint. */
export function supplyOf(dto: BatchDto): Supply {
  return {
    issued: BigInt(dto.issuedUnits),
    circulating: BigInt(dto.circulatingUnits),
    escrowed: BigInt(dto.escrowedUnits),
    retired: BigInt(dto.retiredUnits),
    cancelled: BigInt(dto.cancelledUnits),
  };
}

/** The names of the figures in which two accounts of one batch differ. */
export function differences(a: Supply, b: Supply): (keyof Supply)[] {
  return (["issued", "circulating", "escrowed", "retired", "cancelled"] as const).filter(
    (figure) => a[figure] !== b[figure],
  );
}
