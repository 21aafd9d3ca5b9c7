import type { Pool, PoolClient } from "pg";
import { consistencyProof, inclusionProof, merkleRoot } from "../merkle/tree.ts";
import { ComplianceError } from "../errors.ts";
import { storeRoots } from "./audit-roots.ts";
import { toEntry, type EntryRow } from "./audit-rows.ts";
import { canonicalJson } from "./canonical-json.ts";
import {
  entryLeaf,
  findFault,
  GENESIS_HASH,
  sealEvent,
  type AuditEntry,
  type AuditEvent,
  type LogFault,
} from "./entry.ts";

/** Size and root of the log's Merkle tree; `root` is 64 hex digits. */
export type AuditRoot = { size: bigint; root: string };

export type AuditLog = {
  /** Appends one event. Inside `client`'s transaction where one is given, so that an action and its record stand or fall together. */
  append(event: AuditEvent, client?: PoolClient): Promise<AuditEntry>;
  entries(range?: { from?: bigint; limit?: number }): Promise<AuditEntry[]>;
  root(): Promise<AuditRoot>;
  /** Hashes, as hex, that prove entry `sequence` to belong to the log of the first `size` entries. */
  proveInclusion(sequence: bigint, size: bigint): Promise<string[]>;
  /** Hashes, as hex, that prove the log of `oldSize` entries to be a prefix of the log of `newSize`. */
  proveConsistency(oldSize: bigint, newSize: bigint): Promise<string[]>;
  /** The first contradiction in the stored log, or null. */
  findFault(): Promise<LogFault | null>;
};

const EVERYTHING = 2 ** 31 - 1;

/** The audit log in schema `compliance`; run `migrateCompliance` first. */
export function createAuditLog(pool: Pool): AuditLog {
  const entries: AuditLog["entries"] = async ({ from = 1n, limit = EVERYTHING } = {}) => {
    const rows = await pool.query<EntryRow>(
      "SELECT * FROM compliance.audit_log WHERE sequence >= $1 ORDER BY sequence LIMIT $2",
      [from, limit],
    );
    return rows.rows.map(toEntry);
  };
  const leaves = async (size: bigint) => {
    const found = await entries({ limit: Number(size) });
    if (BigInt(found.length) !== size) {
      throw new ComplianceError("BAD_PARAMETER", `size ${size}, the log has ${found.length} entries`);
    }
    return found.map(entryLeaf);
  };

  return {
    entries,
    async append(event, client) {
      if (client !== undefined) return appendWith(client, event);
      const own = await pool.connect();
      try {
        await own.query("BEGIN");
        const entry = await appendWith(own, event);
        await own.query("COMMIT");
        return entry;
      } catch (error) {
        await own.query("ROLLBACK");
        throw error;
      } finally {
        own.release();
      }
    },
    async root() {
      const found = await entries();
      return { size: BigInt(found.length), root: hex(merkleRoot(found.map(entryLeaf))) };
    },
    async proveInclusion(sequence, size) {
      return inclusionProof(await leaves(size), Number(sequence - 1n)).map(hex);
    },
    async proveConsistency(oldSize, newSize) {
      return consistencyProof(await leaves(newSize), Number(oldSize)).map(hex);
    },
    findFault: async () => findFault(await entries()),
  };
}

/** One writer at a time: the lock is held until the surrounding transaction ends, so that the chain cannot fork. */
async function appendWith(client: PoolClient, event: AuditEvent): Promise<AuditEntry> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('carbonxchange audit log', 0))");
  const last = await client.query<{ sequence: string; hash: string }>(
    "SELECT sequence, hash FROM compliance.audit_log ORDER BY sequence DESC LIMIT 1",
  );
  const [before] = last.rows;
  const entry = sealEvent(event, BigInt(before?.sequence ?? 0) + 1n, before?.hash ?? GENESIS_HASH);
  await client.query(
    `INSERT INTO compliance.audit_log (sequence, time_micros, actor, role, action, subject, payload, previous_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      entry.sequence,
      entry.timeMicros,
      entry.actor,
      entry.role,
      entry.action,
      entry.subject,
      canonicalJson(entry.payload),
      entry.previousHash,
      entry.hash,
    ],
  );
  await storeRoots(client, entry.sequence);
  return entry;
}

function hex(hash: Uint8Array): string {
  return Buffer.from(hash).toString("hex");
}
