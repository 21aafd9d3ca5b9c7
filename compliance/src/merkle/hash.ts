import { createHash } from "node:crypto";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Bytes of one hash in the tree. */
export const HASH_BYTES = 32;

/** SHA-256(0x00 || data): RFC 6962, section 2.1. */
export function leafHash(data: Uint8Array): Uint8Array {
  return createHash("sha256").update(LEAF).update(data).digest();
}

/** SHA-256(0x01 || left || right): RFC 6962, section 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash("sha256").update(NODE).update(left).update(right).digest();
}

/** SHA-256 of nothing: the root of the empty tree. */
export function emptyRoot(): Uint8Array {
  return createHash("sha256").digest();
}

/** Whether two hashes are the same bytes. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(b);
}
