/** Sets of labels as the label registry holds them: bit i of a mask stands for label i. */

/** Labels a registry can know; ids run from 0. */
export const MAX_LABELS = 128;

/** The mask of label ids. Throws `RangeError` for an id outside of 0 to 127. */
export function labelMask(labelIds: readonly number[]): bigint {
  let mask = 0n;
  for (const id of labelIds) {
    if (!Number.isInteger(id) || id < 0 || id >= MAX_LABELS) throw new RangeError(`${id} is no label id (0 to 127)`);
    mask |= 1n << BigInt(id);
  }
  return mask;
}

/** The label ids of a mask, ascending. */
export function labelIds(mask: bigint): number[] {
  return Array.from({ length: MAX_LABELS }, (_, id) => id).filter((id) => ((mask >> BigInt(id)) & 1n) === 1n);
}
