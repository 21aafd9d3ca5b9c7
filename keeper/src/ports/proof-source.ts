import type { AuditState, BlockHead, SnapshotProof } from "../domain/index.ts";

/** What is proved to the public at intervals: the audit log's root, and where every credit is. */
export type ProofSource = {
  /** The audit log as it stands and its last anchor at `block`; null where the log's view does not answer or the log is empty. */
  audit(block: BlockHead): Promise<AuditState | null>;
  /** The block of the last snapshot that stands at `block`, zero for none. */
  postedBlock(block: BlockHead): Promise<bigint>;
  /**
   * The newest snapshot that is built, of block `target` or of an earlier one; null before the first. Never waits: where it is not that
   * of `target` one is begun from the chain's logs, one after another; a build that failed is begun again by a later call.
   */
  proof(target: bigint): SnapshotProof | null;
};
