import type { PoolClient } from "pg";
import { EMPTY_FRONTIER, frontierRoot, withLeaf, type Frontier } from "../merkle/frontier.ts";
import { toEntry, type EntryRow } from "./audit-rows.ts";
import { entryLeaf } from "./entry.ts";

/**
 * Stores the root after every entry up to `size` that has none yet: one, and all of a log that is older than its roots. Runs in the
 * transaction that appends, under its lock.
 */
export async function storeRoots(client: PoolClient, size: bigint): Promise<void> {
  let frontier = await lastFrontier(client);
  const rows = await client.query<EntryRow>(
    "SELECT * FROM compliance.audit_log WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence",
    [frontier.size, size],
  );
  for (const row of rows.rows) {
    frontier = withLeaf(frontier, entryLeaf(toEntry(row)));
    await client.query("INSERT INTO compliance.audit_roots (size, root, peaks) VALUES ($1, $2, $3)", [
      frontier.size,
      hex(frontierRoot(frontier)),
      frontier.peaks.map(hex),
    ]);
  }
}

async function lastFrontier(client: PoolClient): Promise<Frontier> {
  const last = await client.query<{ size: string; peaks: string[] }>(
    "SELECT size, peaks FROM compliance.audit_roots ORDER BY size DESC LIMIT 1",
  );
  const [row] = last.rows;
  if (row === undefined) return EMPTY_FRONTIER;
  return { size: BigInt(row.size), peaks: row.peaks.map((peak) => Buffer.from(peak, "hex")) };
}

function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString("hex");
}
