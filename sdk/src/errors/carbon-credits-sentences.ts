import { PROPOSAL_STATUSES, REQUEST_STATUSES } from "../codecs/enums.ts";
import type { Sentences } from "./error-types.ts";
import { day, nameOf, tonnes } from "./wording.ts";

const status = (index: number): string => nameOf(PROPOSAL_STATUSES, index).toLowerCase();

const requestStatus = (index: number): string => nameOf(REQUEST_STATUSES, index).toLowerCase();

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
  CarbonCredits_BufferNotSet: () =>
    "The registry has no buffer contract yet, so an issuance with a buffer share cannot be minted. Ask an administrator to link the buffer.",
  CarbonCredits_BufferAlreadySet: (a) =>
    `The buffer contract is already ${a.buffer} and cannot be replaced. Use that one.`,
  CarbonCredits_OnlyBuffer: (a) =>
    `Only the buffer contract ${a.buffer} suspends batches, not ${a.caller}. Report a reversal there.`,
  CarbonCredits_BufferShareTooLarge: (a) =>
    `The buffer share is ${a.bufferBps} hundredths of a percent, at most ${a.maxBps} are allowed. Lower it.`,
  CarbonCredits_Suspended: (a) =>
    `Batch ${a.batchId} is suspended until ${day(a.until)} while a reversal is investigated; none of it moves or retires before. Try again afterwards.`,
  CarbonCredits_SuspensionTooLong: (a) =>
    `The suspension would last until ${day(a.until)}, beyond the latest day allowed, ${day(a.latest)}. Choose an earlier end.`,
  CarbonCredits_NoPortions: () => "No batch was named. Name at least one with its amount.",
  CarbonCredits_TooManyPortions: (a) =>
    `${a.count} portions were named, at most ${a.maxCount} fit one call. Split them over several calls.`,
  CarbonCredits_MonitoringReversed: (a) =>
    `The monitoring period starts on ${day(a.monitoringStart)} but ends on ${day(a.monitoringEnd)}. Correct the dates.`,
  CarbonCredits_ProposalExpired: (a) =>
    `Proposal ${a.proposalId} expired on ${day(a.expiredAt)}. Propose the issuance anew.`,
  CarbonCredits_ProposalNotExpired: (a) =>
    `Proposal ${a.proposalId} is valid until ${day(a.expiresAt)}. Its proposer may withdraw it before.`,
  CarbonCredits_ConversionReplayed: (a) =>
    `A cancellation already stands for this conversion (${a.conversionRef}). Name the serials that take over now, not those of an earlier one.`,
  CarbonCredits_ConversionUsed: (a) =>
    `What the other registry cancelled (${a.conversionRef}) was already issued as batch ${a.batchId}. A tonne exists once: correct the reference.`,
  CarbonCredits_ProjectInDebt: (a) =>
    `Project ${a.projectId} owes the buffer ${tonnes(a.debtUnits)} for an intentional loss and issues nothing before that is paid. Repay it with credits of another project.`,
  CarbonCredits_FreezeNotRaised: (a) =>
    `${tonnes(a.frozen)} of batch ${a.tokenId} are frozen for ${a.account} already, so freezing ${tonnes(a.amount)} would not raise that. Announce a release as a compliance officer instead.`,
  CarbonCredits_ConfirmationRequired: (a) =>
    `Retirements of project ${a.projectId} need the word of its source registry. Request the retirement; it becomes final once confirmed.`,
  CarbonCredits_UnknownRequest: (a) =>
    `Retirement request ${a.requestId} does not exist; the last one is ${a.lastRequestId}. Check the number.`,
  CarbonCredits_RequestClosed: (a) =>
    `Retirement request ${a.requestId} is already ${requestStatus(a.status)}. Refresh the request.`,
  CarbonCredits_NotRequester: (a) =>
    `Only ${a.account}, who asked for this retirement, may take its units back, not ${a.caller}. Switch accounts.`,
  CarbonCredits_ConfirmationOpen: (a) =>
    `The source registry may still answer request ${a.requestId} until ${day(a.reclaimableAt)}. Take the units back then.`,
  CarbonCredits_UnknownImport: (a) => `No import with the root ${a.root} was proposed. Check the root.`,
  CarbonCredits_ImportExists: (a) =>
    `An import with the root ${a.root} was already proposed. Issue its leaves, or change the list.`,
  CarbonCredits_ImportStatus: (a) =>
    `The import ${a.root} is ${status(a.actual)}, but this step needs it to be ${status(a.required)}. Refresh the import.`,
  CarbonCredits_ImportExpired: (a) =>
    `The import ${a.root} expired on ${day(a.expiredAt)}. Propose what is left of it anew.`,
  CarbonCredits_LeafOutOfRange: (a) =>
    `The import has ${a.count} issuances, numbered from zero; there is no number ${a.index}. Check the number.`,
  CarbonCredits_LeafIssued: (a) => `Issuance ${a.index} of the import ${a.root} was already minted. Go on to the next.`,
  CarbonCredits_BadProof: (a) =>
    `The proof does not show issuance ${a.index} to be part of the import ${a.root}. Check issuance, number and proof against the attested list.`,
  ERC7943CannotSend: (a) => `Account ${a.account} may not send credits. Contact the compliance officer.`,
  ERC7943CannotReceive: (a) => `Account ${a.account} may not receive credits. Choose another recipient.`,
  ERC7943CannotTransfer: (a) =>
    `${tonnes(a.amount)} of batch ${a.tokenId} may not move from ${a.from} to ${a.to}. Ask the registry which rule stands against it.`,
  ERC7943InsufficientUnfrozenBalance: (a) =>
    `${tonnes(a.amount)} of batch ${a.tokenId} are wanted, but only ${tonnes(a.unfrozen)} of what ${a.account} holds are not frozen. Reduce the amount, or contact the compliance officer.`,
  ERC8393_NumberTooLarge: (a) =>
    `Project ${a.projectId} or credit ${a.creditId} is beyond 128 bits and makes no token id. Check the numbers.`,
  SeparatedRoles_HoldsOpposite: (a) =>
    `Account ${a.account} holds role ${a.opposite}, which excludes role ${a.role}: nobody verifies what he may propose. Choose another account, or take the first role back.`,
  SeparatedRoles_NotSeparated: (a) => `Role ${a.role} has no opposite. Grant it through the access manager itself.`,
  ERC8393_MintByProposal: () =>
    "Credits come into being by a proposal that a verifier attested. Propose the issuance instead.",
  RetirementCertificate_NotHolder: (a) =>
    `Only ${a.holder}, who holds this certificate, may pass parts of it on, not ${a.caller}. Switch accounts.`,
  RetirementCertificate_Blocked: (a) =>
    `Account ${a.account} is frozen or on a sanctions list and can neither give nor get a part of a certificate. Contact the compliance officer.`,
  RetirementCertificate_ZeroUnits: () => "The part is zero. Enter at least 0.001 t (1 kg).",
  RetirementCertificate_TooMuch: (a) =>
    `${tonnes(a.units)} are to be passed on, but only ${tonnes(a.left)} of the certificate are left. Reduce the part.`,
  RetirementCertificate_PrefixTooLong: (a) =>
    `The link's beginning has ${a.length} bytes, at most ${a.maxLength} fit the QR code. Shorten it.`,
  QrCode_TextTooLong: (a) => `The text has ${a.length} bytes, at most ${a.maxLength} fit the QR code. Shorten it.`,
  RetirementCertificate_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
} satisfies Sentences;
