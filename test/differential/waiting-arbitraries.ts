import { CONDITIONAL_KINDS } from "@carbonxchange/sdk";
import type { ConditionalKind, Side } from "@carbonxchange/sdk";
import fc from "fast-check";
import type { StepConditional, StepParent } from "./market-steps.ts";
import { clientId, seldom, selfTrade, side, ticks } from "./order-arbitraries.ts";

/** Orders that wait for a price or a time. */

const wrongTicks = fc.integer({ min: 1244, max: 1256 });

/** The shape that a kind wants: which triggers and prices it uses. */
function shaped(
  kind: ConditionalKind,
  side: Side,
  raw: { above: number; below: number; limitAbove: number; trail: number },
): Pick<StepConditional, "limitAboveTicks" | "triggerAboveTicks" | "triggerBelowTicks" | "trailTicks"> {
  const none = { limitAboveTicks: 0, triggerAboveTicks: 0, triggerBelowTicks: 0, trailTicks: 0 };
  if (kind === "TRAILING_STOP") return { ...none, trailTicks: raw.trail };
  const both = { triggerAboveTicks: raw.above, triggerBelowTicks: raw.below };
  if (kind === "OCO") return { ...none, ...both, limitAboveTicks: raw.limitAbove };
  const firesAbove = (kind === "TAKE_PROFIT") === (side === "ASK");
  return firesAbove ? { ...none, triggerAboveTicks: raw.above } : { ...none, triggerBelowTicks: raw.below };
}

export const conditionalStep: fc.Arbitrary<StepConditional> = fc
  .record({
    side,
    kind: fc.constantFrom(...CONDITIONAL_KINDS),
    selfTrade,
    lots: seldom(fc.bigInt(2n, 30n), fc.constantFrom(1n, 5_000n), 16),
    limitTicks: seldom(ticks, fc.constantFrom(0, 1240, 1260), 10),
    expiresIn: fc.constantFrom(0, 0, 0, 0, 0, 0, 20, 60),
    clientId,
    above: fc.constantFrom(1249, 1250, 1251, 1251, 1251, 1252, 1253, 1255),
    below: fc.constantFrom(1251, 1250, 1249, 1249, 1249, 1248, 1247, 1245),
    limitAbove: seldom(ticks, fc.constant(0)),
    trail: seldom(fc.integer({ min: 1, max: 4 }), fc.constantFrom(1_250, 65_000)),
    misshapen: seldom(fc.constant(null), wrongTicks, 20),
  })
  .map(({ side, kind, above, below, limitAbove, trail, misshapen, ...order }) => {
    const shape = shaped(kind, side, { above, below, limitAbove, trail });
    if (misshapen === null) return { side, kind, ...order, ...shape };
    const field = (["limitAboveTicks", "triggerAboveTicks", "triggerBelowTicks", "trailTicks"] as const)[misshapen % 4];
    return { side, kind, ...order, ...shape, [field ?? "trailTicks"]: misshapen };
  });

export const parentStep: fc.Arbitrary<StepParent> = fc
  .record({
    side,
    kind: fc.constantFrom("TWAP" as const, "VWAP" as const),
    lots: seldom(fc.bigInt(12n, 80n), fc.constantFrom(2n, 9_000n), 16),
    /** How far beyond the price it may trade. */
    reach: fc.integer({ min: -1, max: 4 }),
    wrongLimit: seldom(fc.constant(null), fc.constantFrom(0, 1240, 1260), 12),
    startsIn: seldom(fc.constant<number | null>(null), fc.constantFrom(1, 30, 31 * 86_400), 6),
    interval: seldom(fc.constantFrom(60, 75, 150, 300), fc.constantFrom(29, 30, 50_000), 16),
    slices: seldom(fc.integer({ min: 4, max: 6 }), fc.constantFrom(1, 2, 33, 2_880, 2_881), 16),
    toleranceBps: seldom(fc.constantFrom(0, 0, 8, 16, 500), fc.constant(10_001), 30),
    participationBps: seldom(fc.constantFrom(0, 0, 0, 0, 0, 2_500, 10_000), fc.constant(10_001), 30),
    selfTrade,
    clientId,
    rawWeights: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 6, maxLength: 6 }),
    badWeights: seldom(fc.constant(false), fc.constant(true), 20),
  })
  .map(({ rawWeights, badWeights, reach, wrongLimit, ...parent }) => {
    const limitTicks = wrongLimit ?? (parent.side === "BID" ? 1250 + reach : 1250 - reach);
    const wanted = parent.kind === "VWAP" ? rawWeights.slice(0, Math.min(parent.slices, 6)) : [];
    return { ...parent, limitTicks, weights: badWeights ? [...wanted, 0, 1] : wanted };
  });
