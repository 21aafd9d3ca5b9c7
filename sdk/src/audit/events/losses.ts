import { zeroAddress } from "viem";
import type { Hex } from "viem";
import type { reversalBufferAbi } from "../../abi/index.ts";
import { COVER_SOURCES, LOSS_CASE_STATUSES, LOSS_KINDS, enumIndex, enumName } from "../../codecs/enums.ts";
import type { LossCaseStatus } from "../../codecs/enums.ts";
import type { EventHandlers } from "../audit-event.ts";
import { bufferRead as read, takeFromBond, takeFromBuffer, writeLoss } from "../buffer.ts";
import { lossOf } from "../buffer-book.ts";
import type { LossCaseFact } from "../buffer-book.ts";
import type { Place } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { Ledger } from "../ledger.ts";

const statusIndex = (status: LossCaseStatus): bigint => BigInt(enumIndex(LOSS_CASE_STATUSES, status));

/** The case of an event; an unknown one is a difference. */
function caseOf(ledger: Ledger, caseId: bigint, place: Place): LossCaseFact | null {
  const found = ledger.buffer.cases.get(caseId);
  if (found !== undefined) return found;
  expectSame(ledger, "rule", `loss case ${caseId}`, "never reported", "named by an event", place);
  return null;
}

function setCase(ledger: Ledger, caseId: bigint, fields: object, place: Place): void {
  ledger.figures.setAll(read("caseOf", caseId), "", fields, place);
}

/** A verdict or its absence: the batches of the case are free again. */
function close(ledger: Ledger, caseId: bigint, status: LossCaseStatus, verifier: Hex | null, place: Place): void {
  const found = caseOf(ledger, caseId, place);
  if (found === null) return;
  found.status = statusIndex(status);
  setCase(ledger, caseId, { status: found.status, ...(verifier === null ? {} : { verifier }) }, place);
  for (const { batchId } of found.losses) ledger.figures.set(read("openCaseOf", batchId), "", 0n, place);
}

/** Bonds come first for an invalidation and last for a reversal. */
function expectTier(ledger: Ledger, caseId: bigint, found: LossCaseFact, source: string, place: Place): void {
  const { figures } = ledger;
  const inBuffer = figures.amount(read("totalBufferUnits"), "");
  const inBonds = figures.amount(read("bondUnits", found.projectId), "");
  if (source === "GUARANTOR" && found.kind === "REVERSAL") {
    expectSame(ledger, "rule", `buffer left when case ${caseId} reached the bonds`, 0n, inBuffer, place);
  }
  if (source === "PROJECT_BUFFER" && found.kind === "INVALIDATION") {
    expectSame(ledger, "rule", `bonds left when case ${caseId} reached the project's buffer`, 0n, inBonds, place);
  }
}

/** Loss cases from the report to the last unit, and what they leave with batches and projects. */
export const lossHandlers: EventHandlers<typeof reversalBufferAbi> = {
  LossReported({ caseId, projectId, reporter, report, losses, deadline }, place, ledger) {
    const units = losses.reduce((sum, loss) => sum + loss.units, 0n);
    const status = statusIndex("REPORTED");
    ledger.buffer.cases.set(caseId, {
      kind: enumName(LOSS_KINDS, report.kind),
      intentional: report.intentional,
      status,
      projectId,
      units,
      uncoveredUnits: 0n,
      losses: losses.map((loss) => ({ ...loss })),
      borne: new Map(),
      lossLeft: 0n,
      coveredLeft: 0n,
    });
    const open = { verifier: zeroAddress, extended: false, units, uncoveredUnits: 0n };
    setCase(ledger, caseId, { report, status, projectId, reporter, deadline, losses, ...open }, place);
    ledger.figures.set(read("counts"), "cases", caseId, place);
    for (const { batchId } of losses) ledger.figures.set(read("openCaseOf", batchId), "", caseId, place);
  },
  CaseExtended({ caseId, deadline }, place, ledger) {
    setCase(ledger, caseId, { deadline, extended: true }, place);
  },
  LossConsented({ caseId, verifier, units }, place, ledger) {
    const found = caseOf(ledger, caseId, place);
    if (found === null) return;
    expectSame(ledger, "event", `units of case ${caseId}`, found.units, units, place);
    found.status = statusIndex("SETTLING");
    found.uncoveredUnits = found.units;
    setCase(ledger, caseId, { status: found.status, verifier, uncoveredUnits: found.units }, place);
    ledger.figures.add(read("counts"), "waiting", 1n, place);
    for (const { batchId, units: lost } of found.losses) {
      const loss = lossOf(ledger.buffer, batchId);
      const [reversedUnits, pendingUnits] = [loss.reversedUnits + lost, loss.pendingUnits + lost];
      writeLoss(ledger, batchId, { ...loss, reversedUnits, pendingUnits }, place);
    }
  },
  LossRefused({ caseId, verifier }, place, ledger) {
    close(ledger, caseId, "REFUSED", lower(verifier), place);
  },
  CaseLapsed({ caseId }, place, ledger) {
    close(ledger, caseId, "LAPSED", null, place);
  },
  LossCovered({ caseId, batchId, source: sourceIndex, units, uncoveredUnits }, place, ledger) {
    const found = caseOf(ledger, caseId, place);
    if (found === null) return;
    const source = enumName(COVER_SOURCES, sourceIndex);
    expectTier(ledger, caseId, found, source, place);
    if (source === "GUARANTOR") takeFromBond(ledger, found.projectId, batchId, units, place);
    else takeFromBuffer(ledger, batchId, units, place);
    found.borne.set(source, (found.borne.get(source) ?? 0n) + units);
    found.uncoveredUnits -= units;
    expectSame(ledger, "event", `uncovered of case ${caseId}`, found.uncoveredUnits, uncoveredUnits, place);
    setCase(ledger, caseId, { uncoveredUnits: found.uncoveredUnits }, place);
  },
  BatchLossAssigned({ caseId, batchId, loss: stated, impairedBps }, place, ledger) {
    const found = caseOf(ledger, caseId, place);
    const units = found?.losses.find((portion) => portion.batchId === batchId)?.units;
    if (found === null || units === undefined) return;
    if (found.lossLeft === 0n) {
      found.lossLeft = found.units;
      found.coveredLeft = found.units - found.uncoveredUnits;
    }
    const covered = (found.coveredLeft * units) / found.lossLeft;
    found.coveredLeft -= covered;
    found.lossLeft -= units;
    const before = lossOf(ledger.buffer, batchId);
    const after = {
      ...before,
      pendingUnits: before.pendingUnits - units,
      coveredUnits: before.coveredUnits + covered,
      impairedUnits: before.impairedUnits + units - covered,
    };
    writeLoss(ledger, batchId, after, place, { ...stated, impairedBps });
    ledger.figures.set(read("openCaseOf", batchId), "", 0n, place);
  },
  CaseSettled({ caseId, units, uncoveredUnits }, place, ledger) {
    const found = caseOf(ledger, caseId, place);
    if (found === null) return;
    expectSame(ledger, "event", `units of case ${caseId}`, found.units, units, place);
    expectSame(ledger, "event", `uncovered of case ${caseId}`, found.uncoveredUnits, uncoveredUnits, place);
    expectSame(ledger, "rule", `unassigned of case ${caseId}`, 0n, found.lossLeft, place);
    found.status = statusIndex("SETTLED");
    setCase(ledger, caseId, { status: found.status }, place);
    ledger.figures.add(read("counts"), "waiting", -1n, place);
  },
  ImpairmentHealed({ batchId, units, loss: stated, impairedBps }, place, ledger) {
    const before = lossOf(ledger.buffer, batchId);
    const after = {
      ...before,
      impairedUnits: before.impairedUnits - units,
      coveredUnits: before.coveredUnits + units,
    };
    writeLoss(ledger, batchId, after, place, { ...stated, impairedBps });
  },
  DebtChanged({ projectId, debtUnits }, place, ledger) {
    ledger.buffer.debts.set(projectId, debtUnits);
    ledger.figures.set(read("debtOf", projectId), "", debtUnits, place);
  },
  InvalidationWindowSet({ batchId, endsAt }, place, ledger) {
    ledger.figures.set(read("invalidationEndsAt", batchId), "", BigInt(endsAt), place);
  },
};
