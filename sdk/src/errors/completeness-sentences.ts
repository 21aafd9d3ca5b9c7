import type { Sentences } from "./error-types.ts";

/** What the errors of the ledger of snapshots mean. */
export const completenessSentences = {
  CompletenessLedger_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  CompletenessLedger_UnknownSnapshot: (a) =>
    `There is no snapshot ${a.snapshotId}; the last is ${a.lastSnapshotId}. Choose one up to that.`,
  CompletenessLedger_AlreadyVoid: (a) =>
    `Snapshot ${a.snapshotId} is void already. There is nothing left to challenge.`,
  CompletenessLedger_HeaderNotRecent: (a) =>
    `The header of block ${a.blockNumber} is not one the chain can still name at block ${a.currentBlock}. Take a newer block.`,
  CompletenessLedger_TotalsUnbalanced: (a) =>
    `${a.issued} kg were issued and the parts add up to ${a.parts} kg. Build the snapshot again.`,
  CompletenessLedger_Empty: () => "The snapshot has no batch. Post one with a leaf for every batch issued.",
  CompletenessLedger_NotIncluded: (a) =>
    `The leaf and its siblings give ${a.computed}, the snapshot has ${a.root}. Build the proof from the snapshot's own leaves.`,
  CompletenessLedger_NotInTree: (a) =>
    `The pair hashes to ${a.computed}, the node above it is ${a.claimed}. Follow the snapshot's own nodes downward.`,
  CompletenessLedger_NotNeighbours: (a) =>
    `The leaves stand at ${a.index} and ${a.nextIndex}, which are no neighbours. Take two that follow each other.`,
  CompletenessLedger_NoFault: (a) =>
    `Nothing about snapshot ${a.snapshotId} is shown to be wrong by this. Show a fault, or leave it as it is.`,
  FieldNotPresentInBlockHeader: () =>
    "The block header lacks a field that is asked for. Give the header of a block of this chain, as its nodes encode it.",
  RLPInvalidEncoding: () =>
    "The block header is not RLP. Give the header of a block of this chain, as its nodes encode it.",
} satisfies Sentences;
