import { ADJUSTMENT_STATUSES } from "../codecs/enums.ts";
import type { Sentences } from "./error-types.ts";
import { day, nameOf, when } from "./wording.ts";

const status = (index: number): string => nameOf(ADJUSTMENT_STATUSES, index).toLowerCase().replace("_", " ");

/** What each error of the label registry means, and what to do about it. */
export const labelSentences = {
  LabelRegistry_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  LabelRegistry_EmptyField: (a) => `The field "${a.field}" is empty. Fill it in.`,
  LabelRegistry_FieldTooLong: (a) =>
    `The field "${a.field}" has ${a.length} bytes, at most ${a.maxLength} are allowed. Shorten it.`,
  LabelRegistry_LabelExists: (a) => `The label ${a.code} is already registered as number ${a.labelId}. Use that one.`,
  LabelRegistry_TooManyLabels: (a) =>
    `This would be label ${a.count}, and there is room for ${a.maxCount}. No further kind can be added.`,
  LabelRegistry_UnknownLabel: (a) =>
    `Label ${a.labelId} does not exist; ${a.count} labels are registered, counted from 0. Check the number.`,
  LabelRegistry_NotAttester: (a) =>
    `Account ${a.caller} may not attest label ${a.labelId}. Switch to an attester of that label.`,
  LabelRegistry_DatesReversed: (a) =>
    `The label would begin at ${when(a.from)} and end at ${when(a.until)}. The end must come after the beginning.`,
  LabelRegistry_DatesOverlap: (a) =>
    `The label would begin at ${when(a.from)}, before its previous period ends at ${when(a.previousUntil)}. Begin later, or revoke the previous period first.`,
  LabelRegistry_UnknownAttestation: (a) =>
    `Batch ${a.batchId} has ${a.count} attestations of label ${a.labelId}, counted from 0, and no number ${a.index}. Check the number.`,
  LabelRegistry_AlreadyRevoked: (a) =>
    `Attestation ${a.index} of label ${a.labelId} was already revoked at ${when(a.revokedAt)}. Nothing is left to do.`,
  LabelRegistry_RevocationOutsidePeriod: (a) =>
    `The revocation at ${when(a.effectiveAt)} lies outside of the label's period from ${when(a.from)} to ${when(a.until)}. Choose a moment inside.`,
  LabelRegistry_BadAdjustment: (a) =>
    `The field "${a.field}" may not be ${a.value} with this declaration. Only a commitment has progress, a host country, a letter and purposes.`,
  LabelRegistry_NotHostParty: (a) =>
    `${a.given} is not the country of the project (${a.projectCountry}). Only the host country commits to an adjustment.`,
  LabelRegistry_AdjustmentDate: (a) =>
    `The date ${day(a.effectiveAt)} must lie between ${day(a.earliest)}, where the last state began, and now (${day(a.latest)}). Correct it.`,
  LabelRegistry_StatusSkipped: (a) =>
    `An adjustment that is ${status(a.from)} cannot become ${status(a.to)} at once. Record the step in between first.`,
  LabelRegistry_AdjustmentFinal: (a) =>
    `The adjustment of batch ${a.batchId} was completed on ${day(a.completedAt)}. It cannot change any more.`,
} satisfies Sentences;
