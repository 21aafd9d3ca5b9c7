import type { BatchEventDto } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import type { EventMeta } from "./events.ts";
import { partId } from "./events.ts";
import type { Store } from "./store.ts";

/** One entry of a batch's history. `part` numbers the entries that one event makes. */
export type BatchHistoryEntry = {
  batchId: bigint;
  kind: BatchEventDto["kind"];
  units: bigint;
  from: Hex | null;
  to: Hex | null;
  reference: string | null;
  part?: number;
};

/** Writes one entry of a batch's history. */
export async function recordBatchEvent(store: Store, meta: EventMeta, entry: BatchHistoryEntry): Promise<void> {
  const part = entry.part ?? 0;
  await store.put("batchEvents", {
    id: partId(meta, part),
    batchId: entry.batchId,
    kind: entry.kind,
    units: entry.units,
    fromAccount: entry.from,
    toAccount: entry.to,
    reference: entry.reference,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    part,
    txHash: meta.txHash,
  });
}
