import type { labelRegistryAbi } from "../../abi/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place, Read, Value } from "../figures.ts";
import { askedMoments, maskAt } from "../label-book.ts";
import type { BatchLabels } from "../label-book.ts";
import { expectSame, lower } from "../ledger.ts";
import type { Ledger } from "../ledger.ts";

const read = (functionName: string, ...args: Value[]): Read => ({ contract: "labelRegistry", functionName, args });

function labelsOf(ledger: Ledger, batchId: bigint, place: Place): BatchLabels {
  const labels = ledger.labels.batches.get(batchId) ?? { histories: new Map(), place };
  labels.place = place;
  ledger.labels.batches.set(batchId, labels);
  return labels;
}

/** Kinds of labels, their attesters, their periods on each batch, and the states of corresponding adjustments. */
export const labelHandlers: EventHandlers<typeof labelRegistryAbi> = {
  LabelRegistered({ labelId, code }, place, ledger) {
    const id = BigInt(labelId);
    expectSame(ledger, "rule", "next label", ledger.figures.amount(read("labelCount"), ""), id, place);
    ledger.labels.codes.set(labelId, code);
    ledger.figures.set(read("label", id), "", code, place);
    ledger.figures.set(read("labelCount"), "", id + 1n, place);
  },
  AttesterSet({ labelId, account, allowed }, place, ledger) {
    ledger.figures.set(read("isAttester", BigInt(labelId), lower(account)), "", allowed, place);
  },
  LabelAttested({ batchId, labelId, attester, index, from, until, evidence }, place, ledger) {
    const { histories } = labelsOf(ledger, batchId, place);
    const periods = histories.get(labelId) ?? [];
    histories.set(labelId, periods);
    const period = { from: BigInt(from), until: BigInt(until) };
    const name = `label ${labelId} of batch ${batchId}`;
    expectSame(ledger, "event", `attestations of ${name}`, BigInt(periods.length), index, place);
    const previous = periods.at(-1)?.until ?? 0n;
    if (period.from < previous) expectSame(ledger, "rule", `${name} from`, previous, period.from, place);
    periods.push(period);
    const attestations = read("attestations", batchId, BigInt(labelId));
    const written = { attester, ...period, attestedUntil: until, revokedAt: 0, evidence, reason: "" };
    ledger.figures.setAll(attestations, String(index), written, place);
    ledger.figures.set(attestations, "length", BigInt(periods.length), place);
    if (place.timestamp !== undefined) {
      ledger.figures.set(attestations, `${index}.attestedAt`, place.timestamp, place);
    }
  },
  LabelRevoked({ batchId, labelId, index, until, reason }, place, ledger) {
    const period = labelsOf(ledger, batchId, place).histories.get(labelId)?.[Number(index)];
    if (period === undefined) {
      const figure = `attestation ${index} of label ${labelId} of batch ${batchId}`;
      expectSame(ledger, "rule", figure, "never attested", "revoked", place);
      return;
    }
    period.until = BigInt(until);
    const attestations = read("attestations", batchId, BigInt(labelId));
    ledger.figures.setAll(attestations, String(index), { until, reason }, place);
    if (place.timestamp !== undefined) ledger.figures.set(attestations, `${index}.revokedAt`, place.timestamp, place);
  },
  LabelsRefreshed({ batchId, mask, from, until }, place, ledger) {
    for (const at of [BigInt(from), BigInt(until) - 1n]) {
      const expected = maskAt(ledger.labels, batchId, at);
      expectSame(ledger, "event", `labels of batch ${batchId} at ${at}`, expected, mask, place);
    }
  },
  AdjustmentRecorded({ batchId, index, adjustment }, place, ledger) {
    const states = ledger.labels.adjustments.get(batchId) ?? [];
    ledger.labels.adjustments.set(batchId, states);
    expectSame(ledger, "event", `adjustments of batch ${batchId}`, BigInt(states.length), index, place);
    const effectiveAt = BigInt(adjustment.effectiveAt);
    const previous = states.at(-1)?.effectiveAt ?? 0n;
    if (effectiveAt < previous) {
      expectSame(ledger, "rule", `adjustment ${index} of batch ${batchId} from`, previous, effectiveAt, place);
    }
    states.push({ effectiveAt, fields: adjustment, place });
    ledger.figures.setAll(read("adjustments", batchId), String(index), adjustment, place);
    ledger.figures.set(read("adjustments", batchId), "length", BigInt(states.length), place);
  },
};

/** What every batch is asked for at the end: its labels now and around each change, and its adjustment now. */
export function closeLabels(ledger: Ledger, last: Place, nowSeconds: bigint): void {
  for (const batch of ledger.batches.values()) {
    const place = ledger.labels.batches.get(batch.id)?.place ?? batch.issuedIn;
    for (const at of askedMoments(ledger.labels, batch.id, nowSeconds)) {
      ledger.figures.set(read("labelsAt", batch.id, at), "", maskAt(ledger.labels, batch.id, at), place);
    }
    ledger.figures.setDefault(read("adjustments", batch.id), "length", 0n, batch.issuedIn);
    const inForce = ledger.labels.adjustments.get(batch.id)?.findLast(({ effectiveAt }) => effectiveAt <= nowSeconds);
    if (inForce === undefined) continue;
    ledger.figures.setAll(read("adjustmentAt", batch.id, nowSeconds), "", inForce.fields, inForce.place);
  }
  ledger.figures.setDefault(read("labelCount"), "", 0n, last);
  const { registry } = ledger.custodians;
  if (registry !== null) ledger.figures.set(read("registry"), "", registry, last);
}
