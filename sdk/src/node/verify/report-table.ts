import { unpackBatchId } from "../../codecs/batch-id.ts";

/** A batch by its project and its number in it. */
export function batchName(batchId: bigint): string {
  const { projectId, batchNumber } = unpackBatchId(batchId);
  return `${projectId}-${batchNumber}`;
}

/** Rows of equal columns, the first to the left and the others to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}
