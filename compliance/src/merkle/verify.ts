import { HASH_BYTES, nodeHash, sameHash } from "./hash.ts";

type Inclusion = { leafHash: Uint8Array; index: bigint; size: bigint; proof: readonly Uint8Array[]; root: Uint8Array };
type Consistency = {
  oldSize: bigint;
  newSize: bigint;
  oldRoot: Uint8Array;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
};

/** Checks an inclusion proof by RFC 9162, section 2.1.3.2. Sizes are bigint, so that no huge index is rounded. */
export function verifyInclusion({ leafHash, index, size, proof, root }: Inclusion): boolean {
  if (index < 0n || index >= size || !wellFormed([leafHash, root, ...proof])) return false;
  let fn = index;
  let sn = size - 1n;
  let hash = leafHash;
  for (const sibling of proof) {
    if (sn === 0n) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameHash(hash, root);
}

/**
 * Checks a consistency proof by RFC 9162, section 2.1.4.2. An empty old tree proves nothing and is refused; equal sizes
 * need equal roots and no proof.
 */
export function verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof }: Consistency): boolean {
  if (oldSize < 1n || oldSize > newSize) return false;
  if (oldSize === newSize) return proof.length === 0 && sameHash(oldRoot, newRoot);
  if (!wellFormed([oldRoot, newRoot, ...proof])) return false;
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : [...proof];
  let fn = oldSize - 1n;
  let sn = newSize - 1n;
  while (isOdd(fn)) {
    fn >>= 1n;
    sn >>= 1n;
  }
  const [first, ...rest] = path;
  if (first === undefined || proof.length === 0) return false;
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (sn === 0n) return false;
    if (isOdd(fn) || fn === sn) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameHash(oldHash, oldRoot) && sameHash(newHash, newRoot);
}

const isOdd = (value: bigint) => (value & 1n) === 1n;
const isPowerOfTwo = (value: bigint) => (value & (value - 1n)) === 0n;
const wellFormed = (hashes: readonly Uint8Array[]) => hashes.every((hash) => hash.length === HASH_BYTES);
