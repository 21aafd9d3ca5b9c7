import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LANES } from "./action.ts";
import { judgeSafety, mayStillSend, STOP_REASONS, type SafetyLimits, type SafetyView } from "./safety.ts";

const limits: SafetyLimits = {
  spendHourWei: 100n,
  spendDayWei: 500n,
  maxReverts: 3,
  revertWindowMs: 600_000,
  maxHeadAgeSeconds: 60,
};
const usage = { spentHourWei: 0n, spentDayWei: 0n, committedWei: 0n, reverts: 0 };
const well: SafetyView = {
  stopFile: false,
  signalled: false,
  flagged: false,
  chainPaused: false,
  headAgeSeconds: 60,
  signerFaults: [],
  usage,
};
const reasonsOf = (fields: Partial<SafetyView>) => judgeSafety({ ...well, ...fields }, limits).reasons;

describe("judgeSafety", () => {
  it("finds nothing against sending while all is well, and says what may be spent", () => {
    expect(judgeSafety(well, limits)).toEqual({ reasons: [], budgetWei: 100n });
  });

  it.each([
    ["STOP_FILE", { stopFile: true }],
    ["SIGNAL", { signalled: true }],
    ["DATABASE_FLAG", { flagged: true }],
    ["CHAIN_PAUSED", { chainPaused: true }],
    ["HEAD_LAG", { headAgeSeconds: 61 }],
    ["LOW_BALANCE", { signerFaults: ["LOW_BALANCE"] }],
    ["NONCE_GAP", { signerFaults: ["NONCE_GAP"] }],
    ["REVERTS", { usage: { ...usage, reverts: 3 } }],
    ["SPEND_HOUR", { usage: { ...usage, spentHourWei: 100n } }],
    ["SPEND_DAY", { usage: { ...usage, spentDayWei: 500n } }],
    ["UNCLEAR", { stopFile: null }],
    ["UNCLEAR", { flagged: null }],
    ["UNCLEAR", { chainPaused: null }],
    ["UNCLEAR", { usage: null }],
  ] as const)("stops by %s alone (%#)", (reason, fields) => {
    expect(reasonsOf(fields)).toEqual([reason]);
  });

  it("stands just before each limit", () => {
    expect(reasonsOf({ usage: { ...usage, reverts: 2, spentHourWei: 99n, spentDayWei: 499n } })).toEqual([]);
  });

  it("counts what is under way as spent", () => {
    expect(reasonsOf({ usage: { ...usage, spentHourWei: 60n, committedWei: 40n } })).toEqual(["SPEND_HOUR"]);
    const day = { ...usage, spentDayWei: 450n, committedWei: 20n };
    expect(judgeSafety({ ...well, usage: day }, limits).budgetWei).toBe(30n);
  });

  it("knows no budget without caps, and names all reasons at once", () => {
    const none = { ...limits, spendHourWei: null, spendDayWei: null };
    expect(judgeSafety({ ...well, usage: { ...usage, spentHourWei: 10n ** 30n } }, none)).toEqual({
      reasons: [],
      budgetWei: null,
    });
    expect(reasonsOf({ stopFile: true, signalled: true, usage: null })).toEqual(["STOP_FILE", "SIGNAL", "UNCLEAR"]);
  });

  it("never gives a budget that would pass a cap", () => {
    const wei = fc.bigInt({ min: 0n, max: 1_000n });
    fc.assert(
      fc.property(wei, wei, wei, (spentHourWei, more, committedWei) => {
        const spentDayWei = spentHourWei + more;
        const { budgetWei, reasons } = judgeSafety(
          { ...well, usage: { ...usage, spentHourWei, spentDayWei, committedWei } },
          limits,
        );
        const budget = budgetWei ?? 0n;
        expect(spentHourWei + committedWei + budget <= 100n).toBe(true);
        expect(spentDayWei + committedWei + budget <= 500n).toBe(true);
        expect(reasons.length === 0).toBe(budget > 0n);
      }),
    );
  });
});

describe("mayStillSend", () => {
  it("lets every lane send while nothing is against it", () => {
    expect(LANES.every((lane) => mayStillSend(lane, []))).toBe(true);
  });

  it("lets halts pass the spend caps, and no lane anything else", () => {
    const passing = STOP_REASONS.flatMap((reason) =>
      LANES.filter((lane) => mayStillSend(lane, [reason])).map((lane) => `${lane} ${reason}`),
    );
    expect(passing).toEqual(["halt SPEND_HOUR", "halt SPEND_DAY"]);
    expect(mayStillSend("halt", ["SPEND_HOUR", "SIGNAL"])).toBe(false);
  });
});
