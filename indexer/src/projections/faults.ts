import type { EventMeta } from "./events.ts";
import { partId } from "./events.ts";
import type { Store } from "./store.ts";

/** What kinds of disagreement between chain and tables are recorded. */
export type FaultKind =
  | "UNKNOWN_MARKET"
  | "UNKNOWN_ASSET"
  | "UNKNOWN_ORDER"
  | "UNKNOWN_BATCH"
  | "UNKNOWN_PROPOSAL"
  | "UNKNOWN_CERTIFICATE"
  | "FREE_BALANCE"
  | "NEGATIVE_BALANCE"
  | "LEVEL_LOTS"
  | "TAKE_TOTAL"
  | "DEFERRED_LOTS"
  | "ORDER_LOTS"
  | "CONDITIONAL_LOTS"
  | "PARENT_LOTS"
  | "KEEPER_FEE"
  | "TAKER_FEE"
  | "AUCTION_TOTAL"
  | "ICEBERG_LOTS"
  | "BATCH_UNITS"
  | "FEES";

/** Records a disagreement. The tables keep what was derived; a person has to look. */
export async function recordFault(
  store: Store,
  meta: EventMeta,
  fault: { kind: FaultKind; subject: string; expected: bigint | string; actual: bigint | string },
): Promise<void> {
  await store.put("consistencyFaults", {
    id: `${partId(meta, 0)}-${fault.kind}-${fault.subject}`,
    kind: fault.kind,
    subject: fault.subject,
    expected: String(fault.expected),
    actual: String(fault.actual),
    block: meta.block,
    logIndex: meta.logIndex,
    txHash: meta.txHash,
  });
}

/** Records a fault unless both values are equal. */
export async function expectEqual(
  store: Store,
  meta: EventMeta,
  check: { kind: FaultKind; subject: string; expected: bigint; actual: bigint },
): Promise<void> {
  if (check.expected !== check.actual) await recordFault(store, meta, check);
}
