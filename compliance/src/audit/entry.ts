import { createHash } from "node:crypto";
import { ComplianceError } from "../errors.ts";
import { leafHash } from "../merkle/hash.ts";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";

/**
 * What is written into the audit log. `timeMicros` is unix microseconds. `payload` must hold no personal data: a digest
 * or a reference instead.
 */
export type AuditEvent = {
  timeMicros: bigint;
  actor: string;
  role: string;
  action: string;
  subject: string;
  payload: JsonValue;
};

/** An event as kept: its place, the hash of the entry before it, and its own hash (64 hex digits each). */
export type AuditEntry = AuditEvent & { sequence: bigint; previousHash: string; hash: string };

/** What the first entry names as its predecessor. */
export const GENESIS_HASH = "0".repeat(64);

/** The bytes an entry's hash and its Merkle leaf are made of: canonical JSON of all fields but the hash. */
export function entryBytes(entry: Omit<AuditEntry, "hash">): Uint8Array {
  return Buffer.from(
    canonicalJson({
      action: entry.action,
      actor: entry.actor,
      payload: entry.payload,
      previousHash: entry.previousHash,
      role: entry.role,
      sequence: entry.sequence.toString(),
      subject: entry.subject,
      timeMicros: entry.timeMicros.toString(),
    }),
  );
}

/** Chains an event to its predecessor. */
export function sealEvent(event: AuditEvent, sequence: bigint, previousHash: string): AuditEntry {
  const unsealed = { ...event, sequence, previousHash };
  return { ...unsealed, hash: createHash("sha256").update(entryBytes(unsealed)).digest("hex") };
}

/** The entry's leaf in the Merkle tree over the log. */
export function entryLeaf(entry: AuditEntry): Uint8Array {
  return leafHash(entryBytes(entry));
}

export type LogFault = { sequence: bigint; fault: "sequence" | "previous hash" | "hash" };

/**
 * Checks a whole log in order: sequence without a gap from 1, each entry's hash, and each link to the one before. Answers
 * the first fault, or null.
 */
export function findFault(entries: readonly AuditEntry[]): LogFault | null {
  let previousHash = GENESIS_HASH;
  let expected = 1n;
  for (const entry of entries) {
    if (entry.sequence !== expected) return { sequence: expected, fault: "sequence" };
    if (entry.previousHash !== previousHash) return { sequence: expected, fault: "previous hash" };
    if (sealEvent(entry, entry.sequence, entry.previousHash).hash !== entry.hash)
      return { sequence: expected, fault: "hash" };
    previousHash = entry.hash;
    expected += 1n;
  }
  return null;
}

/** Throws BROKEN_LOG naming the first fault of a log. */
export function requireIntact(entries: readonly AuditEntry[]): void {
  const fault = findFault(entries);
  if (fault !== null) throw new ComplianceError("BROKEN_LOG", `entry ${fault.sequence}: ${fault.fault}`);
}
