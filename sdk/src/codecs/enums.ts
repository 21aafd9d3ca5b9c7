/** The Solidity enums by name; the index in each list is the number on chain. Mirrors IExchange, ICarbonCredits, OrderId. */

export const SIDES = ["BID", "ASK"] as const;
export type Side = (typeof SIDES)[number];

export const ORDER_TYPES = [
  "LIMIT_GTC",
  "LIMIT_IOC",
  "LIMIT_FOK",
  "LIMIT_POST_ONLY",
  "MARKET",
  "LIMIT_POST_ONLY_SLIDE",
] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export const SELF_TRADES = ["CANCEL_MAKER", "CANCEL_TAKER", "CANCEL_BOTH", "DECREMENT"] as const;
export type SelfTrade = (typeof SELF_TRADES)[number];

export const MARKET_PHASES = [
  "NONE",
  "CONTINUOUS",
  "HALTED",
  "DELISTED",
  "OPENING",
  "AUCTION",
  "UNCROSSING",
  "CLOSED",
] as const;
export type MarketPhase = (typeof MARKET_PHASES)[number];

export const FILL_OUTCOMES = ["FILLED", "REMOVED_EXPIRED", "REMOVED_INELIGIBLE", "REMOVED_SELF_TRADE"] as const;
export type FillOutcome = (typeof FILL_OUTCOMES)[number];

export const CANCEL_REASONS = [
  "OWNER",
  "EXPIRED",
  "INELIGIBLE",
  "UNFILLED_REMAINDER",
  "MARKET_CLOSED",
  "SELF_TRADE",
  "DEAD_MAN",
  "LEVEL_FULL",
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

export const ORDER_KINDS = ["BID", "ASK", "DEFERRED", "CONDITIONAL", "PARENT", "ICEBERG_BID", "ICEBERG_ASK"] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export const MECHANISMS = ["REDUCTION", "REMOVAL", "MIXED"] as const;
export type Mechanism = (typeof MECHANISMS)[number];

export const PROPOSAL_STATUSES = ["NONE", "PROPOSED", "ATTESTED", "REFUSED", "ISSUED", "WITHDRAWN", "EXPIRED"] as const;
export type OnChainProposalStatus = (typeof PROPOSAL_STATUSES)[number];

export const PURPOSES = ["VOLUNTARY", "CORSIA", "NATIONAL_TAX", "NDC", "OTHER"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What a retirement claims; the tiers are those of the VCMI Claims Code of Practice. */
export const CLAIM_TYPES = [
  "NONE",
  "CONTRIBUTION",
  "COMPENSATION",
  "VCMI_SILVER",
  "VCMI_GOLD",
  "VCMI_PLATINUM",
] as const;
export type ClaimType = (typeof CLAIM_TYPES)[number];

export const REQUEST_STATUSES = ["NONE", "PENDING", "FINAL", "REVERTED"] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export const CANCELLATION_REASONS = [
  "CONVERSION",
  "EXPORT",
  "ERROR",
  "VOLUNTARY",
  "REVERSAL_COMPENSATION",
  "INVALIDATION",
] as const;
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

/** What a host country declared about the corresponding adjustment of a batch. */
export const ADJUSTMENT_DECLARATIONS = ["UNKNOWN", "COMMITTED", "NOT_REQUIRED"] as const;
export type AdjustmentDeclaration = (typeof ADJUSTMENT_DECLARATIONS)[number];

export const ADJUSTMENT_STATUSES = ["NOT_STARTED", "PENDING", "COMPLETED"] as const;
export type AdjustmentStatus = (typeof ADJUSTMENT_STATUSES)[number];

export const LOSS_KINDS = ["REVERSAL", "INVALIDATION"] as const;
export type LossKind = (typeof LOSS_KINDS)[number];

export const LOSS_CAUSES = ["FIRE", "HARVEST", "PEST", "ERROR", "FRAUD", "OTHER"] as const;
export type LossCause = (typeof LOSS_CAUSES)[number];

export const LOSS_CASE_STATUSES = ["NONE", "REPORTED", "REFUSED", "LAPSED", "SETTLING", "SETTLED"] as const;
export type LossCaseStatus = (typeof LOSS_CASE_STATUSES)[number];

/** Where the units that covered a loss came from. */
export const COVER_SOURCES = ["PROJECT_BUFFER", "PROGRAMME_BUFFER", "GUARANTOR", "REPLENISHMENT"] as const;
export type CoverSource = (typeof COVER_SOURCES)[number];

/** How a list of a basket's rules is read. */
export const LIST_MODES = ["ANY", "ALLOW", "DENY"] as const;
export type ListMode = (typeof LIST_MODES)[number];

/** What each list of a basket's rules is about. */
export const BASKET_CRITERIA = ["METHODOLOGY", "COUNTRY", "REGISTRY", "PROJECT"] as const;
export type BasketCriterion = (typeof BASKET_CRITERIA)[number];

/** The number on chain of a named enum value. Throws `RangeError` for a name outside the list. */
export function enumIndex<const T extends string>(names: readonly T[], name: T): number {
  const index = names.indexOf(name);
  if (index < 0) throw new RangeError(`"${name}" is none of ${names.join(", ")}`);
  return index;
}

/** The name of a number on chain. Throws `RangeError` for a number outside the list. */
export function enumName<const T extends string>(names: readonly T[], index: number | bigint): T {
  const name = names[Number(index)];
  if (name === undefined) throw new RangeError(`${index} is none of 0 to ${names.length - 1} (${names.join(", ")})`);
  return name;
}
