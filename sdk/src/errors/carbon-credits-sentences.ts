import { PROPOSAL_STATUSES } from "../codecs/enums.ts";
import type { Sentences } from "./error-types.ts";
import { day, nameOf, tonnes } from "./wording.ts";

const status = (index: number): string => nameOf(PROPOSAL_STATUSES, index).toLowerCase();

/** What each error of the credit registry and the certificates means, and what to do about it. */
export const carbonCreditsSentences = {
  CarbonCredits_UnknownProject: (a) =>
    `Project ${a.projectId} does not exist; the last one is ${a.lastProjectId}. Register the project first.`,
  CarbonCredits_UnknownProposal: (a) =>
    `Proposal ${a.proposalId} does not exist; the last one is ${a.lastProposalId}. Check the number.`,
  CarbonCredits_UnknownBatch: (a) => `Batch ${a.batchId} was never issued. Check the batch id.`,
  CarbonCredits_UnknownRetirement: (a) =>
    `Retirement ${a.retirementId} does not exist; the last one is ${a.lastRetirementId}. Check the number.`,
  CarbonCredits_ProjectExists: (a) =>
    `${a.registryName} project ${a.nativeId} is already registered as project ${a.projectId}. Propose issuances under that project.`,
  CarbonCredits_EmptyField: (a) => `The field "${a.field}" is empty. Fill it in.`,
  CarbonCredits_BadCountry: (a) =>
    `${a.country} is no ISO 3166-1 alpha-2 country (two capital letters as ASCII bytes). Use a code such as KE.`,
  CarbonCredits_BlockReversed: (a) =>
    `The serial block starts at ${a.blockStart} but ends at ${a.blockEnd}. Swap or correct the two numbers.`,
  CarbonCredits_BlockTooLarge: (a) =>
    `The serial block has ${a.tonnes} serials, more than the ${a.maxTonnes} allowed in one issuance. Split the block.`,
  CarbonCredits_VintageReversed: (a) =>
    `The vintage starts on ${day(a.vintageStart)} but ends on ${day(a.vintageEnd)}. Correct the dates.`,
  CarbonCredits_PeriodReversed: (a) =>
    `The period starts on ${day(a.periodStart)} but ends on ${day(a.periodEnd)}. Correct the dates.`,
  CarbonCredits_SerialOverlap: (a) =>
    `Serials ${a.blockStart} to ${a.blockEnd} overlap the issued block ${a.takenStart} to ${a.takenEnd} of the same namespace. A tonne exists once: propose only serials outside that block.`,
  CarbonCredits_WrongStatus: (a) =>
    `Proposal ${a.proposalId} is ${status(a.actual)}, but this step needs it to be ${status(a.required)}. Refresh the proposal.`,
  CarbonCredits_VerifierIsProposer: (a) =>
    `Account ${a.account} proposed this issuance and cannot verify it as well. Another verifier must decide.`,
  CarbonCredits_NotProposer: (a) =>
    `Only the proposer ${a.proposer} may withdraw this proposal, not ${a.caller}. Switch accounts.`,
  CarbonCredits_ReportMismatch: (a) =>
    `The attested report hash ${a.attested} differs from the proposed ${a.proposed}. Check that you verified the report that was proposed.`,
  CarbonCredits_ZeroUnits: () => "The amount is zero. Enter at least 0.001 t (1 kg).",
  CarbonCredits_InsufficientUnits: (a) =>
    `The account holds ${tonnes(a.have)}, ${tonnes(a.want)} are needed. Reduce the amount, or withdraw credits from the exchange first.`,
  CarbonCredits_StatementTooLong: (a) =>
    `The text has ${a.length} bytes, at most ${a.maxLength} are allowed. Shorten it.`,
  CarbonCredits_NotAuthorised: (a) =>
    `${a.caller} may not act for ${a.account}. Let that account approve the caller, or switch accounts.`,
  CarbonCredits_AccountBlocked: (a) =>
    `Account ${a.account} is frozen or on a sanctions list; it can neither send, receive nor retire credits. Contact the compliance officer.`,
  CarbonCredits_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  RetirementCertificate_Soulbound: (a) =>
    `Certificate ${a.tokenId} is bound to its beneficiary and can never be transferred. Share its page or number instead.`,
  RetirementCertificate_OnlyRegistry: (a) =>
    `Only the credit registry ${a.registry} issues certificates, not ${a.caller}. Retire credits to receive one.`,
  CarbonCredits_FieldTooLong: (a) =>
    `The field "${a.field}" has ${a.length} bytes, at most ${a.maxLength} are allowed. Shorten it.`,
  CarbonCredits_CertificateNotSet: () =>
    "The registry has no certificate contract yet, so nothing can be retired. Ask an administrator to finish the deployment.",
  CarbonCredits_CertificateAlreadySet: (a) =>
    `The certificate contract is already ${a.certificate} and cannot be replaced. Use that one.`,
  RetirementCertificate_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
} satisfies Sentences;
