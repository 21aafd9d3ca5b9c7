import { LOSS_CASE_STATUSES } from "../codecs/enums.ts";
import type { Sentences } from "./error-types.ts";
import { nameOf, tonnes, when } from "./wording.ts";

const status = (index: number): string => nameOf(LOSS_CASE_STATUSES, index).toLowerCase();

/** What each error of the reversal buffer means, and what to do about it. */
export const lossSentences = {
  ReversalBuffer_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  ReversalBuffer_ZeroUnits: () => "The amount is zero. Enter at least 0.001 t (1 kg).",
  ReversalBuffer_EmptyField: (a) => `The field "${a.field}" is empty. Fill it in.`,
  ReversalBuffer_FieldTooLong: (a) =>
    `The field "${a.field}" has ${a.length} bytes, at most ${a.maxLength} are allowed. Shorten it.`,
  ReversalBuffer_ForeignToken: (a) =>
    `The buffer takes units of the credit registry only, not of ${a.token}. Send registry units.`,
  ReversalBuffer_UnexpectedUnits: (a) =>
    `Units of ${a.from} were sent to the buffer by ${a.operator} without saying what for. Use donate, repay or postBond.`,
  ReversalBuffer_LossCount: (a) =>
    `A report names 1 to ${a.maxCount} batches; this one names ${a.count}. Split it, or name a batch.`,
  ReversalBuffer_NotAscending: (a) =>
    `Batch ${a.batchId} follows batch ${a.previousBatchId}. Name each batch once, in ascending order.`,
  ReversalBuffer_OtherProject: (a) =>
    `Batch ${a.batchId} does not belong to project ${a.projectId}. Report one project at a time.`,
  ReversalBuffer_SameProject: (a) =>
    `Batch ${a.batchId} belongs to project ${a.projectId} itself, whose own units cannot make its loss good. Use units of another project.`,
  ReversalBuffer_LossAboveIssued: (a) =>
    `${tonnes(a.units)} of batch ${a.batchId} cannot be lost: only ${tonnes(a.notYetReversed)} are not reversed yet. Reduce the amount.`,
  ReversalBuffer_CaseOpen: (a) =>
    `Batch ${a.batchId} is already under case ${a.caseId}. Wait until it is settled, refused or lapsed.`,
  ReversalBuffer_ProjectUnderInvestigation: (a) =>
    `Project ${a.projectId} has ${a.openCases} open cases, and its bonds stay until they are closed. Wait for the verdicts.`,
  ReversalBuffer_UnknownCase: (a) =>
    `Case ${a.caseId} does not exist; the last one is ${a.lastCaseId}. Check the number.`,
  ReversalBuffer_WrongStatus: (a) =>
    `Case ${a.caseId} is ${status(a.actual)}, but this step needs it to be ${status(a.required)}. Refresh the case.`,
  ReversalBuffer_VerifierIsReporter: (a) =>
    `Account ${a.account} reported this loss and cannot judge it as well. Another verifier must decide.`,
  ReversalBuffer_EvidenceMismatch: (a) =>
    `The evidence hash ${a.given} differs from the reported ${a.reported}. Check that you read the report that was made.`,
  ReversalBuffer_DeadlinePassed: (a) =>
    `The verdict on case ${a.caseId} was due by ${when(a.deadline)}. The loss must be reported anew.`,
  ReversalBuffer_DeadlineNotPassed: (a) =>
    `Case ${a.caseId} may still be decided until ${when(a.deadline)}. It can be closed afterwards.`,
  ReversalBuffer_AlreadyExtended: (a) =>
    `Case ${a.caseId} was already extended, to ${when(a.deadline)}. Decide until then.`,
  ReversalBuffer_WindowClosed: (a) =>
    `Batch ${a.batchId} could be invalidated until ${when(a.endedAt)} only. Nothing can be done any more.`,
  ReversalBuffer_WindowOutside: (a) =>
    `The window may end between ${when(a.earliest)} and ${when(a.latest)}, not at ${when(a.endsAt)}. It is only ever shortened.`,
  ReversalBuffer_NothingToSettle: () => "No loss waits to be settled. Nothing is left to do.",
  ReversalBuffer_Unsound: (a) =>
    `Batch ${a.batchId} cannot make good for others: ${tonnes(a.impairedUnits)} of it are impaired, or case ${a.openCaseId} is open on it. Use units of a sound batch.`,
  ReversalBuffer_AboveImpairment: (a) =>
    `Only ${tonnes(a.impairedUnits)} are impaired, so ${tonnes(a.units)} are too many. Reduce the amount.`,
  ReversalBuffer_AboveDebt: (a) =>
    `The project owes ${tonnes(a.debtUnits)}, so ${tonnes(a.units)} are too many. Reduce the amount, or donate the rest.`,
  ReversalBuffer_UnknownBond: (a) =>
    `Bond ${a.bondId} does not exist; the last one is ${a.lastBondId}. Check the number.`,
  ReversalBuffer_NotGuarantor: (a) =>
    `Only the guarantor ${a.guarantor} may take this bond back, not ${a.caller}. Switch accounts.`,
  ReversalBuffer_BondLocked: (a) => `Bond ${a.bondId} stays until ${when(a.lockedUntil)}. Wait until then.`,
  ReversalBuffer_BondTooSmall: (a) =>
    `A bond is at least ${tonnes(a.minUnits)}; ${tonnes(a.units)} are too few. Post more.`,
  ReversalBuffer_InsufficientBond: (a) =>
    `${tonnes(a.have)} of the bond are left, ${tonnes(a.want)} are wanted. Reduce the amount.`,
} satisfies Sentences;
