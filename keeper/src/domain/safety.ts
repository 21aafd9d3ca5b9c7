import type { Lane } from "./action.ts";
import type { SignerFault } from "./signers.ts";

/** Why no new work is sent. UNCLEAR: one of the sources could not be read, so that nothing is known to be well. */
export const STOP_REASONS = [
  "STOP_FILE",
  "SIGNAL",
  "DATABASE_FLAG",
  "CHAIN_PAUSED",
  "HEAD_LAG",
  "LOW_BALANCE",
  "NONCE_GAP",
  "REVERTS",
  "SPEND_HOUR",
  "SPEND_DAY",
  "UNCLEAR",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export type SafetyLimits = {
  /** Wei that all keepers of this chain may spend in any hour and in any day; null for no cap. */
  spendHourWei: bigint | null;
  spendDayWei: bigint | null;
  /** Reverted transactions within `revertWindowMs` that stop the keeper. */
  maxReverts: number;
  revertWindowMs: number;
  /** Oldest newest block, seconds. */
  maxHeadAgeSeconds: number;
};

/** What people and sources say. `null` stands for a source that could not be read. Amounts in wei. */
export type SafetyView = {
  stopFile: boolean | null;
  signalled: boolean;
  flagged: boolean | null;
  chainPaused: boolean | null;
  headAgeSeconds: number;
  /** What each signer lacks; empty while any of them may send. */
  signerFaults: readonly SignerFault[];
  usage: SafetyUsage | null;
};

/** What was spent by receipts in the last hour and day, what is under way could still cost, and recent reverts. */
export type SafetyUsage = { spentHourWei: bigint; spentDayWei: bigint; committedWei: bigint; reverts: number };

/** `budgetWei` is what may still be spent, null for no cap. */
export type SafetyVerdict = { reasons: StopReason[]; budgetWei: bigint | null };

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * Whether new work may be sent. Every reason lasts as long as its cause: reverts and spending until they have left their
 * window, or a person resets them.
 */
export function judgeSafety(view: SafetyView, limits: SafetyLimits): SafetyVerdict {
  const { usage } = view;
  const left = usage === null ? { hour: null, day: null } : remaining(usage, limits);
  const reasons: [StopReason, boolean][] = [
    ["STOP_FILE", view.stopFile === true],
    ["SIGNAL", view.signalled],
    ["DATABASE_FLAG", view.flagged === true],
    ["CHAIN_PAUSED", view.chainPaused === true],
    ["HEAD_LAG", view.headAgeSeconds > limits.maxHeadAgeSeconds],
    ["LOW_BALANCE", view.signerFaults.includes("LOW_BALANCE")],
    ["NONCE_GAP", view.signerFaults.includes("NONCE_GAP")],
    ["REVERTS", usage !== null && usage.reverts >= limits.maxReverts],
    ["SPEND_HOUR", left.hour !== null && left.hour <= 0n],
    ["SPEND_DAY", left.day !== null && left.day <= 0n],
    ["UNCLEAR", [view.stopFile, view.flagged, view.chainPaused, usage].includes(null)],
  ];
  return {
    reasons: reasons.filter(([, applies]) => applies).map(([reason]) => reason),
    budgetWei: smaller(left.hour, left.day),
  };
}

/**
 * Whether a lane may send in spite of `reasons`. Halts pass the spend caps and nothing else: the exchange allows each at most
 * once per change of a market's phase, so they cannot run a budget down, and a market left halted, or trading on beside its
 * index, costs its users more than their gas.
 */
export function mayStillSend(lane: Lane, reasons: readonly StopReason[]): boolean {
  return reasons.every((reason) => lane === "halt" && (reason === "SPEND_HOUR" || reason === "SPEND_DAY"));
}

/** What the caps leave when what is under way costs all that it may. */
function remaining(usage: SafetyUsage, limits: SafetyLimits): { hour: bigint | null; day: bigint | null } {
  const leave = (cap: bigint | null, spent: bigint) => (cap === null ? null : cap - spent - usage.committedWei);
  return { hour: leave(limits.spendHourWei, usage.spentHourWei), day: leave(limits.spendDayWei, usage.spentDayWei) };
}

function smaller(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
