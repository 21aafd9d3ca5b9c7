import type { Sentences } from "./error-types.ts";
import { day } from "./wording.ts";

/** What the errors of the compliance gate, the sanctions list, the market upkeep, the audit anchors and the test token mean. */
export const operationsSentences = {
  ComplianceGate_TierOutOfRange: (a) =>
    `Tier ${a.tier} is above the highest tier ${a.maxTier}. Choose a tier up to that.`,
  ComplianceGate_ExpiryInPast: (a) =>
    `The record would expire on ${day(a.expiresAt)}, which is before today (${day(a.nowSeconds)}). Choose a later date.`,
  ComplianceGate_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  ComplianceGate_BadCountry: (a) =>
    `${a.country} is no ISO 3166-1 alpha-2 country (two capital letters as ASCII bytes). Use a code such as KE.`,
  ComplianceGate_GasTooLow: (a) =>
    `Only ${a.gasLeft} gas is left, ${a.gasRequired} are needed to tell the exchange of the change. Send the transaction with more gas.`,
  SanctionsList_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  MarketUpkeep_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  MarketUpkeep_TooManyJobs: (a) =>
    `${a.length} jobs in one upkeep are more than the ${a.cap} allowed. Perform what a check answered, or split the list.`,
  AuditAnchor_EmptyRoot: () => "The root is empty (zero). Give the root of the audit log's tree.",
  AuditAnchor_WrongPreviousRoot: (a) =>
    `The anchor names ${a.previousRoot} as the root before it, the last one anchored is ${a.anchoredRoot}. Read the last anchor again.`,
  AuditAnchor_NotLarger: (a) =>
    `A log of ${a.treeSize} entries is not larger than the ${a.anchoredSize} anchored already. Wait until the log has grown.`,
  AuditAnchor_UnknownAnchor: (a) =>
    `There is no anchor ${a.anchorId}; the last is ${a.lastAnchorId}. Choose one from 1 up to that.`,
  TestQuoteToken_MintAboveCap: (a) =>
    `The faucet hands out at most ${a.cap} base units per call, ${a.amount} were asked for. Ask for less.`,
} satisfies Sentences;
