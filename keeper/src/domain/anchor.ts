import type { AnchorAction } from "./action.ts";
import type { AuditState, ChainSnapshot } from "./snapshot.ts";

/**
 * The audit log's root, to be anchored when the log has grown and `everySeconds` have passed since the last anchor; zero turns it off.
 * The log's size and root name the work: another keeper that sees the same log means the same.
 */
export function anchorActions({ audit, block }: ChainSnapshot, everySeconds: bigint): AnchorAction[] {
  if (audit === null || everySeconds === 0n || audit.logSize <= audit.anchoredSize) return [];
  const dueAt = anchorDueAt(audit, everySeconds);
  if (dueAt !== null && block.timestamp < dueAt) return [];
  return [
    {
      job: "anchor",
      lane: "housekeeping",
      previousRoot: audit.anchoredRoot,
      treeSize: audit.logSize,
      root: audit.logRoot,
      works: [{ id: anchorWorkId(audit), resource: "anchor", dueSince: dueAt }],
    },
  ];
}

/** From when on the next anchor is due, unix seconds; null where there is none yet: at once. */
export function anchorDueAt({ anchoredAt }: AuditState, everySeconds: bigint): bigint | null {
  return anchoredAt === 0n ? null : anchoredAt + everySeconds;
}

/** Names a state of the log. */
export function anchorWorkId({ logSize, logRoot }: AuditState): string {
  return `anchor/${logSize}/${logRoot}`;
}
