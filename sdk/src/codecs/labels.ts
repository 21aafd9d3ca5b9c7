/** Sets of labels as the label registry holds them: bit i of a mask stands for label i. */

/** Bits of a mask: what attesters attest has ids from 0 to 119, what a mask says of the corresponding adjustment those above. */
export const LABEL_BITS = 128;

/** The bits that say how a batch's corresponding adjustment stands and what its units are authorised for. */
export const ADJUSTMENT_LABELS = {
  notRequired: 120,
  committed: 121,
  completed: 122,
  authorisedNdc: 123,
  authorisedInternational: 124,
  authorisedOther: 125,
} as const;

/** The mask of label ids. Throws `RangeError` for an id outside of 0 to 127. */
export function labelMask(labelIds: readonly number[]): bigint {
  let mask = 0n;
  for (const id of labelIds) {
    if (!Number.isInteger(id) || id < 0 || id >= LABEL_BITS) throw new RangeError(`${id} is no label id (0 to 127)`);
    mask |= 1n << BigInt(id);
  }
  return mask;
}

/** The label ids of a mask, ascending. */
export function labelIds(mask: bigint): number[] {
  return Array.from({ length: LABEL_BITS }, (_, id) => id).filter((id) => ((mask >> BigInt(id)) & 1n) === 1n);
}
