import { unpackBatchId } from "../codecs/batch-id.ts";
import type { BatchLossFact } from "./buffer-book.ts";
import { lossOf } from "./buffer-book.ts";
import type { Place, Read, Value } from "./figures.ts";
import { expectSame } from "./ledger.ts";
import type { Ledger } from "./ledger.ts";

const BPS = 10_000n;
/** Within which a batch may be invalidated where no shorter window was set (LossCases.LONGEST_WINDOW). */
const LONGEST_WINDOW_SECONDS = 8n * 365n * 86_400n;

export const bufferRead = (functionName: string, ...args: Value[]): Read => ({
  contract: "reversalBuffer",
  functionName,
  args,
});

/** Changes what the buffer holds of a batch, by kg; gives the new amounts of the batch and in all. */
export function changeHolding(
  ledger: Ledger,
  batchId: bigint,
  delta: bigint,
  place: Place,
): { batch: bigint; total: bigint } {
  const { projectId } = unpackBatchId(batchId);
  const batch = ledger.figures.add(bufferRead("bufferUnits", batchId), "", delta, place);
  ledger.figures.add(bufferRead("projectBufferUnits", projectId), "", delta, place);
  return { batch, total: ledger.figures.add(bufferRead("totalBufferUnits"), "", delta, place) };
}

/** Takes kg of a batch out of the buffer; more than it holds is a difference. */
export function takeFromBuffer(ledger: Ledger, batchId: bigint, units: bigint, place: Place): void {
  const { batch } = changeHolding(ledger, batchId, -units, place);
  if (batch < 0n) expectSame(ledger, "rule", `buffer of batch ${batchId}`, batch, 0n, place);
}

/** Changes what is left of a bond, by kg; gives what is left. */
export function changeBond(ledger: Ledger, bondId: bigint, delta: bigint, place: Place): bigint {
  const bond = ledger.buffer.bonds.get(bondId);
  if (bond === undefined) {
    expectSame(ledger, "rule", `bond ${bondId}`, "never posted", "named by an event", place);
    return 0n;
  }
  bond.units += delta;
  ledger.figures.set(bufferRead("bond", bondId), "units", bond.units, place);
  ledger.figures.add(bufferRead("bondUnits", bond.projectId), "", delta, place);
  return bond.units;
}

/** Takes kg from a project's oldest bond that has some; it must be one of this batch with as much. */
export function takeFromBond(ledger: Ledger, projectId: bigint, batchId: bigint, units: bigint, place: Place): void {
  const posted = ledger.buffer.projectBonds.get(projectId) ?? [];
  const bondId = posted.find((id) => (ledger.buffer.bonds.get(id)?.units ?? 0n) > 0n);
  const bond = bondId === undefined ? undefined : ledger.buffer.bonds.get(bondId);
  if (bondId === undefined || bond === undefined) {
    expectSame(ledger, "rule", `bonds of project ${projectId}`, "none left", "slashed", place);
    return;
  }
  expectSame(ledger, "rule", `batch of bond ${bondId}`, bond.batchId, batchId, place);
  if (changeBond(ledger, bondId, -units, place) < 0n) {
    expectSame(ledger, "rule", `units of bond ${bondId}`, bond.units, 0n, place);
  }
}

/** The impairment of a batch in basis points of every issued unit, rounded up. */
function impairedBpsOf(ledger: Ledger, batchId: bigint, impairedUnits: bigint): bigint {
  const issued = ledger.batches.get(batchId)?.issued ?? 0n;
  return issued === 0n ? 0n : (impairedUnits * BPS + issued - 1n) / issued;
}

/** Writes what became of a batch's losses, and compares it with what an event states. */
export function writeLoss(
  ledger: Ledger,
  batchId: bigint,
  loss: BatchLossFact,
  place: Place,
  stated?: BatchLossFact & { impairedBps: bigint },
): void {
  const impairedBps = impairedBpsOf(ledger, batchId, loss.impairedUnits);
  ledger.buffer.losses.set(batchId, loss);
  const { reversedUnits, coveredUnits } = loss;
  ledger.figures.setAll(bufferRead("lossOf", batchId), "", loss, place);
  ledger.figures.setAll(bufferRead("statusOf", batchId), "", { reversedUnits, coveredUnits, impairedBps }, place);
  if (stated === undefined) return;
  for (const [field, value] of Object.entries({ ...loss, impairedBps })) {
    const name = `${field} of batch ${batchId}`;
    expectSame(ledger, "event", name, value, stated[field as keyof typeof stated], place);
  }
}

/** What every batch and project is asked for at the end, also where no log told of a loss. */
export function closeBuffer(ledger: Ledger, last: Place): void {
  const { figures } = ledger;
  const zero = (place: Place, field: string, functionName: string, ...args: Value[]) =>
    figures.setDefault(bufferRead(functionName, ...args), field, 0n, place);
  for (const field of ["cases", "bonds", "waiting"]) zero(last, field, "counts");
  zero(last, "", "totalBufferUnits");
  for (const { id, issuedIn } of ledger.batches.values()) {
    for (const name of ["bufferUnits", "openCaseOf"]) zero(issuedIn, "", name, id);
    for (const field of Object.keys(lossOf(ledger.buffer, id))) zero(issuedIn, field, "lossOf", id);
    for (const field of ["reversedUnits", "coveredUnits", "impairedBps"]) zero(issuedIn, field, "statusOf", id);
    const { projectId } = unpackBatchId(id);
    for (const name of ["projectBufferUnits", "debtOf", "bondUnits"]) zero(issuedIn, "", name, projectId);
    if (issuedIn.timestamp === undefined) continue;
    const endsAt = issuedIn.timestamp + LONGEST_WINDOW_SECONDS;
    figures.setDefault(bufferRead("invalidationEndsAt", id), "", endsAt, issuedIn);
  }
  const { registry } = ledger.custodians;
  if (registry !== null) figures.set(bufferRead("registry"), "", registry, last);
  closeCases(ledger, last);
  closeBufferCustody(ledger, last);
}

/** What the sources gave and what nobody covered is what was lost. */
function closeCases(ledger: Ledger, last: Place): void {
  for (const [caseId, { status, units, uncoveredUnits, borne }] of ledger.buffer.cases) {
    if (borne.size === 0) continue;
    const given = [...borne.values()].reduce((sum, part) => sum + part, 0n);
    expectSame(ledger, "rule", `units of case ${caseId} (status ${status})`, units, given + uncoveredUnits, last);
  }
}

/** The credits that the buffer's account holds are at least those of its books: buffered and posted as bonds. */
function closeBufferCustody(ledger: Ledger, last: Place): void {
  const owed = new Map<bigint, bigint>();
  for (const { batchId, units } of ledger.buffer.bonds.values()) owed.set(batchId, (owed.get(batchId) ?? 0n) + units);
  for (const batch of ledger.batches.values()) {
    const units = (owed.get(batch.id) ?? 0n) + ledger.figures.amount(bufferRead("bufferUnits", batch.id), "");
    const held = ledger.custodians.buffers.reduce((sum, account) => sum + (batch.holders.get(account) ?? 0n), 0n);
    if (held >= units) continue;
    expectSame(ledger, "rule", `credits of batch ${batch.id} in the buffer, at least`, units, held, last);
  }
}
