import { batchBalances, sumOf } from "../../audit/index.ts";
import type { BatchBalance, Ledger } from "../../audit/index.ts";
import { consumedSerials } from "../../serials/index.ts";
import { batchName, table } from "./report-table.ts";
import { claimLines, claimsJson } from "./claims-report.ts";
import type { Verification } from "./verify.ts";

const COLUMNS = ["issued", "circulating", "escrowed", "retired", "cancelled", "buffer", "exported"] as const;
/** Retirements and role members listed in the table; JSON has all. */
const MOST_LISTED = 40;

function batchTable(balances: readonly BatchBalance[]): string[] {
  const total = (column: (typeof COLUMNS)[number]) => balances.reduce((sum, balance) => sum + balance[column], 0n);
  return table([
    ["batch", ...COLUMNS],
    ...balances.map((balance) => [batchName(balance.batchId), ...COLUMNS.map((column) => String(balance[column]))]),
    ["all", ...COLUMNS.map((column) => String(total(column)))],
  ]);
}

function vaultTable(ledger: Ledger): string[] {
  const rows = [...ledger.assets].map(([asset, { token, isCredit, batchId }]) => [
    `${asset} ${isCredit ? `batch ${batchName(batchId)}` : token}`,
    String(ledger.free.get(asset)?.size ?? 0),
    String(sumOf(ledger.free.get(asset))),
    String(sumOf(ledger.escrowed.get(asset))),
    String(feesIn(ledger, asset)),
  ]);
  return table([["asset", "accounts", "free", "in orders", "fees"], ...rows]);
}

function feesIn(ledger: Ledger, asset: number): bigint {
  const markets = [...ledger.markets.values()].filter(({ quoteAsset }) => quoteAsset === asset);
  return markets.reduce((sum, { fees }) => sum + fees, ledger.spilledFees.get(asset) ?? 0n);
}

/** Each portion of each retirement with the serials it consumed, as the source registry would print them. */
export function retirementRows(ledger: Ledger) {
  return [...ledger.retirements].flatMap(([id, { parts, beneficiary, place }]) =>
    parts.map(({ batchId, units, firstUnit }) => {
      const batch = ledger.batches.get(batchId);
      const run = { serialNamespace: batch?.namespace ?? "", blockStart: batch?.blockStart ?? 0n, firstUnit, units };
      return { id, batchId, beneficiary, firstUnit, units, serials: consumedSerials(run).rangeText, tx: place.tx };
    }),
  );
}

function listed(rows: readonly string[], what: string): string[] {
  const rest = rows.length - MOST_LISTED;
  return rest > 0 ? [...rows.slice(0, MOST_LISTED), `... and ${rest} more ${what}: --json`] : [...rows];
}

function roleRows(ledger: Ledger): string[] {
  return [...ledger.roles].flatMap(([role, members]) =>
    [...members].map(([account, { delaySeconds }]) => `role ${role}  ${account}  delay ${delaySeconds} s`),
  );
}

function summary({ differences, figures, reads, logs, unread }: Verification): string[] {
  const ignored = [...unread].map(([what, count]) => `${count} x ${what}`);
  return [
    `${logs} logs read${ignored.length === 0 ? "" : `, unknown: ${ignored.join(", ")}`}`,
    `${figures} figures in ${reads} answers compared`,
    differences.length === 0 ? "everything agrees" : `${differences.length} differences`,
  ];
}

/** The report for a person. */
export function verifyReport(verification: Verification): string[] {
  const { block, ledger, differences } = verification;
  const retirements = retirementRows(ledger).map(
    ({ id, batchId, units, serials }) => `${id}  batch ${batchName(batchId)}  ${units} kg  ${serials}`,
  );
  const faults = differences.flatMap(({ kind, figure, rebuilt, found, explanation }) => [
    `DIFFERENCE (${kind}) ${figure}`,
    `  from the logs ${rebuilt}, found ${found}; ${explanation}`,
  ]);
  return [
    `block ${block.number} ${block.hash}`,
    "",
    "kilograms by batch",
    ...batchTable(batchBalances(ledger)),
    "",
    "vault of the exchange",
    ...vaultTable(ledger),
    "",
    ...claimLines(ledger, block.timestamp),
    "retirements",
    ...listed(retirements, "retirements"),
    "",
    "roles",
    ...listed(roleRows(ledger), "members"),
    "",
    ...faults,
    ...summary(verification),
  ];
}

/** The report for a program: every figure with the log that made it so; amounts as decimal text. */
export function verifyJson(verification: Verification): string {
  const { block, ledger, differences, logs, unread, reads, figures } = verification;
  const rebuilt = [...ledger.figures.all()].map(({ read, fields }) => ({
    ...read,
    fields: Object.fromEntries([...fields].map(([field, { value, place }]) => [field, { value, tx: place.tx }])),
  }));
  const content = {
    block,
    logs,
    unread: Object.fromEntries(unread),
    compared: { reads, figures },
    differences,
    batches: batchBalances(ledger),
    retirements: retirementRows(ledger),
    ...claimsJson(ledger, block.timestamp),
    figures: rebuilt,
  };
  return JSON.stringify(content, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 1);
}
