import type { CoverSource, LossKind } from "../codecs/enums.ts";

/** Some kg of a batch. */
export type LossPortion = { batchId: bigint; units: bigint };

/**
 * A reported loss, in kg. `borne` is what each source of the waterfall gave; `lossLeft` and `coveredLeft` are what is still to be
 * assigned to its batches.
 */
export type LossCaseFact = {
  kind: LossKind;
  intentional: boolean;
  status: bigint;
  projectId: bigint;
  units: bigint;
  uncoveredUnits: bigint;
  losses: LossPortion[];
  borne: Map<CoverSource, bigint>;
  lossLeft: bigint;
  coveredLeft: bigint;
};

/** A guarantor's bond: what is left of it, kg of a batch of another project. */
export type BondFact = { projectId: bigint; batchId: bigint; units: bigint };

/** What a batch lost and what became of it, in kg: reversed = covered + impaired + pending. */
export type BatchLossFact = {
  reversedUnits: bigint;
  coveredUnits: bigint;
  impairedUnits: bigint;
  pendingUnits: bigint;
};

/** What the reversal buffer's logs tell. Bonds of a project are in the order in which they were posted. */
export type BufferBook = {
  cases: Map<bigint, LossCaseFact>;
  bonds: Map<bigint, BondFact>;
  projectBonds: Map<bigint, bigint[]>;
  losses: Map<bigint, BatchLossFact>;
  /** What projects owe for intentional losses, in kg. */
  debts: Map<bigint, bigint>;
};

export function createBufferBook(): BufferBook {
  return { cases: new Map(), bonds: new Map(), projectBonds: new Map(), losses: new Map(), debts: new Map() };
}

/** What a batch lost; nothing while no log says otherwise. */
export function lossOf(book: BufferBook, batchId: bigint): BatchLossFact {
  const known = book.losses.get(batchId);
  if (known !== undefined) return known;
  return { reversedUnits: 0n, coveredUnits: 0n, impairedUnits: 0n, pendingUnits: 0n };
}
