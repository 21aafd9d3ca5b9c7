import { contractErrorsAbi, exchangeAbi } from "@carbonxchange/sdk";
import { describe, expect, it } from "vitest";
import { FIRST_BACK_OFF_MS, knownErrorNames, LONGEST_BACK_OFF_MS, policyOf, retryAt } from "./error-policy.ts";

const declared = new Set<string>(exchangeAbi.filter((item) => item.type === "error").map((item) => item.name));

/** Refusals of owners', operators' and officers' calls, which the keeper never makes. */
const NEVER_MET = [
  ...["AmendNotSmaller", "AssetExists", "BadMarketParameter", "BadSignature", "BadTriggers", "BadWeights"],
  ...[
    "BoundNotAllowed",
    "BpsAboveCap",
    "DeadlinePassed",
    "DisplayAboveSize",
    "DisplayNotAllowed",
    "ExpiryNotAllowed",
    "FeeAboveCap",
  ],
  ...["FeedWithoutCode", "ForeignToken", "IntervalTooShort", "LimitAboveNotAllowed", "MaxFillsRequired"],
  ...["MinFillAboveSize", "MinFillNotAllowed", "NonceUsed", "NotAmendable", "NotFilled", "NotInAuction", "NotListed"],
  ...[
    "NotOperator",
    "NotOrderOwner",
    "NotSimulated",
    "OnlyGate",
    "OnlyItself",
    "PostOnlyWouldCross",
    "PriceOutOfRange",
    "QuoteOutOfBound",
  ],
  ...["RebateAboveFee", "Simulated", "SizeBelowMinimum", "SliceBelowMinimum", "SlicesOutOfRange", "StartOutOfRange"],
  ...["SweepMixedQuote", "SweepOrder", "SweepQuoted", "SweepShort", "SweepTooDear"],
  ...["TooManyAssets", "TooManyConditionals", "TrailOutOfRange", "TransferMismatch", "TriggerAlreadyMet"],
  ...["UnknownAsset", "UntilInPast", "WindowOutOfRange", "ZeroAddress"],
].map((name) => `Exchange_${name}`);

describe("policyOf", () => {
  it.each([
    ["Exchange_OrderNotLive", "DROP"],
    ["Exchange_Expired", "NEXT_BLOCK"],
    ["Exchange_MarketNotOpen", "BACK_OFF"],
    ["Exchange_MaxFillsAboveCap", "PAGE"],
    ["Exchange_SliceNotDue", "NEXT_BLOCK"],
    ["Exchange_NothingCrosses", "BACK_OFF"],
    ["Exchange_PhaseNotOver", "NEXT_BLOCK"],
  ])("sorts %s as %s", (name, policy) => {
    expect(policyOf(name)).toBe(policy);
  });

  it("pages for what it does not know and for a revert without a name", () => {
    expect(policyOf("Exchange_SomethingNew")).toBe("PAGE");
    expect(policyOf("toString")).toBe("PAGE");
    expect(policyOf(null)).toBe("PAGE");
  });

  it("has sorted every error that the exchange declares, or it is one that only others meet", () => {
    const sorted = new Set([...knownErrorNames(), ...NEVER_MET]);
    const own = [...declared].filter((name) => name.startsWith("Exchange_"));
    expect(own.filter((name) => !sorted.has(name))).toEqual([]);
    expect(NEVER_MET.filter((name) => !declared.has(name) || knownErrorNames().includes(name))).toEqual([]);
  });

  it("names only errors that the contracts declare", () => {
    const own = knownErrorNames().filter((name) => name.startsWith("Exchange_"));
    expect(own.filter((name) => !declared.has(name))).toEqual([]);
    const all = new Set<string>(contractErrorsAbi.map((item) => item.name));
    expect(
      knownErrorNames().filter((name) => /^(AuditAnchor|CompletenessLedger)_/.test(name) && !all.has(name)),
    ).toEqual([]);
  });
});

describe("retryAt", () => {
  it("asks for the next block without a pause", () => {
    expect(retryAt("NEXT_BLOCK", 5, 10n, 77)).toEqual({ notBeforeBlock: 11n, notBeforeMs: 77 });
  });

  it("doubles the pause with each failure up to a limit", () => {
    const pauses = [1, 2, 3, 7, 8, 500].map((attempts) => retryAt("BACK_OFF", attempts, 10n, 0).notBeforeMs);
    expect(pauses).toEqual([
      FIRST_BACK_OFF_MS,
      2_000,
      4_000,
      LONGEST_BACK_OFF_MS,
      LONGEST_BACK_OFF_MS,
      LONGEST_BACK_OFF_MS,
    ]);
  });

  it("lets paged work be tried again as well", () => {
    expect(retryAt("PAGE", 1, 10n, 0)).toEqual({ notBeforeBlock: 10n, notBeforeMs: FIRST_BACK_OFF_MS });
  });
});
