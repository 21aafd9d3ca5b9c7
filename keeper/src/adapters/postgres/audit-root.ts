import type { HexString } from "@carbonxchange/sdk";
import type { Pool } from "pg";
import { readOptionalView } from "./optional-view.ts";

/** Reads size and root of the audit log from the view `compliance.audit_root`; null where it is empty or does not answer. */
export function createAuditRoot(pool: Pool): () => Promise<{ size: bigint; root: HexString } | null> {
  return async () => {
    const query = "SELECT size, root FROM compliance.audit_root";
    const answer = await readOptionalView<{ size: string; root: string }>(pool, query);
    const row = answer.available ? answer.rows[0] : undefined;
    return row === undefined ? null : { size: BigInt(row.size), root: `0x${row.root}` };
  };
}
