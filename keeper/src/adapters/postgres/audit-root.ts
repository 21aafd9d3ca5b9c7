import type { HexString } from "@carbonxchange/sdk";
import { DatabaseError, type Pool } from "pg";

/** Schema, view or the right to read it are missing: the compliance side has not started yet, or keeps its log elsewhere. */
const MISSING = new Set(["42P01", "3F000", "42703", "42501"]);

/** Reads size and root of the audit log from the view `compliance.audit_root`; null where it is empty or does not answer. */
export function createAuditRoot(pool: Pool): () => Promise<{ size: bigint; root: HexString } | null> {
  return async () => {
    try {
      const answer = await pool.query<{ size: string; root: string }>("SELECT size, root FROM compliance.audit_root");
      const [row] = answer.rows;
      return row === undefined ? null : { size: BigInt(row.size), root: `0x${row.root}` };
    } catch (error) {
      if (error instanceof DatabaseError && error.code !== undefined && MISSING.has(error.code)) return null;
      throw error;
    }
  };
}
