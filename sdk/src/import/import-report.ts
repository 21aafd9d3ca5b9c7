import { formatSerialRange } from "../serials/parse-serial.ts";
import type { ImportResult } from "./import-registry.ts";

/** The result as lines of text for a terminal: counts, proposals, rejected rows, notes. */
export function importReport(result: ImportResult): string[] {
  const tonnes = result.proposals.reduce((sum, proposal) => sum + proposal.quantityTonnes, 0n);
  return [
    `${result.rows} rows (${result.format ?? "unknown layout"}): ${result.projects.length} projects, ${result.proposals.length} proposals of ${tonnes} t, ${result.rejected.length} rejected`,
    ...result.proposals.map((proposal) => {
      const { serialNamespace, blockStart, blockEnd, quantityTonnes, sourceStatus, projectKey } = proposal;
      const range = formatSerialRange(serialNamespace, blockStart, blockEnd);
      return `  ${projectKey}  ${range}  ${quantityTonnes} t  ${sourceStatus}${proposal.serialsAssigned ? "  (serials assigned)" : ""}`;
    }),
    ...result.rejected.map((row) => `  rejected  line ${row.line}  ${row.field}: ${row.reason}`),
    ...result.notes.map((note) => `  note      line ${note.line}  ${note.text}`),
  ];
}

/** JSON text of a result; serial numbers and tonnes as decimal strings. */
export function importJson(result: ImportResult): string {
  return JSON.stringify(result, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value), 2);
}
