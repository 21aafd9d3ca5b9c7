import { CANCELLATION_REASONS, PURPOSES, UNITS_PER_TONNE, enumName } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import { recordBatchEvent } from "./batch-history.ts";
import type { Projection } from "./context.ts";
import { countryText } from "./country-text.ts";
import { lower, partId } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual, recordFault } from "./faults.ts";
import type { Row } from "./rows.ts";
import type { Store } from "./store.ts";

/** First and last serial that a range of units touches: counted in kg from the start of the block. */
export function serialRange(blockStart: bigint, firstUnit: bigint, units: bigint): { first: bigint; last: bigint } {
  return {
    first: blockStart + firstUnit / UNITS_PER_TONNE,
    last: blockStart + (firstUnit + units - 1n) / UNITS_PER_TONNE,
  };
}

async function findBatch(store: Store, meta: EventMeta, id: bigint): Promise<Row<"batches"> | null> {
  const batch = await store.find("batches", { id });
  if (batch === null)
    await recordFault(store, meta, { kind: "UNKNOWN_BATCH", subject: String(id), expected: "a batch", actual: "none" });
  return batch;
}

/** Records which serials a retirement or cancellation consumed. */
async function consumeSerials(
  store: Store,
  meta: EventMeta,
  batch: Row<"batches">,
  range: {
    state: "RETIRED" | "CANCELLED";
    firstUnit: bigint;
    units: bigint;
    account: Hex;
    retirementId: bigint | null;
  },
): Promise<{ first: bigint; last: bigint }> {
  const serials = serialRange(batch.blockStart, range.firstUnit, range.units);
  await store.put("serialBlocks", {
    id: partId(meta, 0),
    batchId: batch.id,
    serialNamespace: batch.serialNamespace,
    ...range,
    blockStart: serials.first,
    blockEnd: serials.last,
    block: meta.block,
    txHash: meta.txHash,
  });
  return serials;
}

const orNull = (seconds: number): bigint | null => (seconds === 0 ? null : BigInt(seconds));

export const retired: Projection<"CarbonCredits:Retired"> = async ({ args, meta }, { store }) => {
  const batch = await findBatch(store, meta, args.batchId);
  if (batch === null) return;
  const { details, units, firstUnit, retirementId } = args;
  const account = lower(args.account);
  const beneficiary = lower(details.beneficiary);
  const subject = `batch ${batch.id} retired`;
  const actual = batch.retiredUnits + units;
  await expectEqual(store, meta, { kind: "BATCH_UNITS", subject, expected: args.batchRetiredUnits, actual });
  await store.put("batches", { ...batch, retiredUnits: args.batchRetiredUnits, block: meta.block });
  const serials = await consumeSerials(store, meta, batch, {
    state: "RETIRED",
    firstUnit,
    units,
    account,
    retirementId,
  });
  // a retirement of several batches has an event for each: the row tells the first, with the quantity of all
  const before = await store.find("retirements", { id: retirementId });
  const whole = {
    id: retirementId,
    batchId: batch.id,
    account,
    beneficiary,
    beneficiaryRef: /^0x0*$/.test(details.beneficiaryRef) ? null : details.beneficiaryRef,
    units,
    firstUnit,
    serialNamespace: batch.serialNamespace,
    serialFirst: serials.first,
    serialLast: serials.last,
    purpose: enumName(PURPOSES, details.purpose),
    consumptionCountry: countryText(details.consumptionCountry),
    periodStart: orNull(details.periodStart),
    periodEnd: orNull(details.periodEnd),
    statement: details.statement,
    timestamp: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  };
  await store.put("retirements", before === null ? whole : { ...before, units: before.units + units });
  const reference = String(retirementId);
  await recordBatchEvent(store, meta, {
    batchId: batch.id,
    kind: "RETIRED",
    units,
    from: account,
    to: beneficiary,
    reference,
  });
};

export const cancelled: Projection<"CarbonCredits:Cancelled"> = async ({ args, meta }, { store }) => {
  const batch = await findBatch(store, meta, args.batchId);
  if (batch === null) return;
  const { units, firstUnit } = args;
  const account = lower(args.account);
  const subject = `batch ${batch.id} cancelled`;
  const actual = batch.cancelledUnits + units;
  await expectEqual(store, meta, { kind: "BATCH_UNITS", subject, expected: args.batchCancelledUnits, actual });
  await store.put("batches", { ...batch, cancelledUnits: args.batchCancelledUnits, block: meta.block });
  await consumeSerials(store, meta, batch, { state: "CANCELLED", firstUnit, units, account, retirementId: null });
  const reason = enumName(CANCELLATION_REASONS, args.reason);
  const reference = args.note === "" ? reason : `${reason}: ${args.note}`;
  await recordBatchEvent(store, meta, {
    batchId: batch.id,
    kind: "CANCELLED",
    units,
    from: account,
    to: null,
    reference,
  });
};
