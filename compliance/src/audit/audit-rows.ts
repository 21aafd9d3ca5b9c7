import type { JsonValue } from "./canonical-json.ts";
import type { AuditEntry } from "./entry.ts";

/** A row of compliance.audit_log; Postgres bigint arrives as decimal text. */
export type EntryRow = {
  sequence: string;
  time_micros: string;
  actor: string;
  role: string;
  action: string;
  subject: string;
  payload: string;
  previous_hash: string;
  hash: string;
};

/** One entry as it was written. */
export function toEntry(row: EntryRow): AuditEntry {
  const payload = JSON.parse(row.payload) as JsonValue;
  return {
    sequence: BigInt(row.sequence),
    timeMicros: BigInt(row.time_micros),
    actor: row.actor,
    role: row.role,
    action: row.action,
    subject: row.subject,
    payload,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
