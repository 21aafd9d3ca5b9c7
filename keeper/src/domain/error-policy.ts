/**
 * What a failed simulation means. DROP: this work will never succeed. NEXT_BLOCK: try again in the next block.
 * BACK_OFF: try again later, later each time. PAGE: as BACK_OFF, and a person has to look.
 */
export type Policy = "DROP" | "NEXT_BLOCK" | "BACK_OFF" | "PAGE";

/** Contract errors the keeper's calls can meet, by name. What is not listed was not expected from any of them and is paged. */
const POLICY_BY_ERROR: ReadonlyMap<string, Policy> = new Map(
  Object.entries({
    Exchange_MarketNotOpen: "BACK_OFF",
    Exchange_LabelsMissing: "BACK_OFF",
    Exchange_BadMarketPhase: "BACK_OFF",
    Exchange_PhaseNotOver: "NEXT_BLOCK",
    Exchange_NoIndexPrice: "BACK_OFF",
    Exchange_NoRecentTrade: "BACK_OFF",
    Exchange_WithinIndexBand: "BACK_OFF",
    Exchange_GasTooLow: "PAGE",
    Exchange_SliceNotDue: "NEXT_BLOCK",
    Exchange_ParticipationReached: "BACK_OFF",
    Exchange_NothingCrosses: "BACK_OFF",
    Exchange_NoReferencePrice: "BACK_OFF",
    Exchange_ZeroAmount: "PAGE",
    ModuleChain_UnknownFunction: "PAGE",
    Exchange_OrderNotLive: "DROP",
    Exchange_MalformedOrderId: "DROP",
    Exchange_Expired: "NEXT_BLOCK",
    Exchange_NotEligible: "BACK_OFF",
    Exchange_AccountBlocked: "BACK_OFF",
    Exchange_BatchTooLarge: "PAGE",
    Exchange_NotUpkeep: "PAGE",
    Exchange_MaxFillsAboveCap: "PAGE",
    Exchange_SizeAboveMaximum: "PAGE",
    Exchange_UnknownMarket: "PAGE",
    Exchange_InsufficientBalance: "PAGE",
    Exchange_BalanceOverflow: "PAGE",
    Exchange_SequenceExhausted: "PAGE",
    ReentrancyGuardReentrantCall: "NEXT_BLOCK",
    EnforcedPause: "BACK_OFF",
    AccessManagedUnauthorized: "PAGE",
    AuditAnchor_WrongPreviousRoot: "NEXT_BLOCK",
    AuditAnchor_NotLarger: "DROP",
    CompletenessLedger_HeaderNotRecent: "DROP",
  } satisfies Record<string, Policy>),
);

/** The policy for a contract error; null stands for a revert without a known name. */
export function policyOf(errorName: string | null): Policy {
  if (errorName === null) return "PAGE";
  return POLICY_BY_ERROR.get(errorName) ?? "PAGE";
}

/** The names the table holds, for the check that each exists in the contract. */
export function knownErrorNames(): string[] {
  return [...POLICY_BY_ERROR.keys()];
}

export const FIRST_BACK_OFF_MS = 1_000;
export const LONGEST_BACK_OFF_MS = 60_000;

/** When work may be tried again after `attempts` failures in a row (at least one). */
export function retryAt(
  policy: Exclude<Policy, "DROP">,
  attempts: number,
  block: bigint,
  nowMs: number,
): { notBeforeBlock: bigint; notBeforeMs: number } {
  if (policy === "NEXT_BLOCK") return { notBeforeBlock: block + 1n, notBeforeMs: nowMs };
  const delayMs = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return { notBeforeBlock: block, notBeforeMs: nowMs + delayMs };
}
