import { SELF_TRADES } from "@carbonxchange/sdk";
import fc from "fast-check";
import type { Pick, StepOrder } from "./market-steps.ts";

/** Prices around which everything happens, so that orders meet. */
export const ticks = fc.integer({ min: 1247, max: 1253 });
export const side = fc.constantFrom("BID" as const, "ASK" as const);
export const selfTrade = fc.constantFrom(...SELF_TRADES);
export const clientId = fc.constantFrom(0n, 7n, 2n ** 64n - 1n);

/** A choice of which one in `rarity` is unusual. */
export function seldom<T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>, rarity = 12): fc.Arbitrary<T> {
  return fc.oneof({ weight: rarity - 1, arbitrary: usual }, { weight: 1, arbitrary: unusual });
}

export const pick: fc.Arbitrary<Pick> = fc.record({
  back: fc.nat(9),
  own: fc.constantFrom(true, true, true, false),
  live: fc.constantFrom(true, true, true, false),
  twisted: seldom(fc.constant(false), fc.constant(true), 30),
});

/** A few ids, now and then with a repetition. */
export const picks = fc.array(pick, { minLength: 0, maxLength: 4 });

const orderType = fc.constantFrom(
  "LIMIT_GTC" as const,
  "LIMIT_GTC" as const,
  "LIMIT_GTC" as const,
  "LIMIT_GTC" as const,
  "LIMIT_IOC" as const,
  "LIMIT_FOK" as const,
  "LIMIT_POST_ONLY" as const,
  "LIMIT_POST_ONLY_SLIDE" as const,
  "MARKET" as const,
);

const anyOrder: fc.Arbitrary<Required<StepOrder>> = fc.record({
  side,
  orderType,
  priceTicks: seldom(ticks, fc.constantFrom(1, 1200, 1300, 65_535), 40),
  lots: seldom(fc.bigInt(2n, 40n), fc.bigInt(0n, 400n), 16),
  minFillLots: seldom(fc.constant(0n), fc.constantFrom(3n, 500n), 8),
  maxFills: seldom(fc.constantFrom(0, 1, 2, 3, 150, 150), fc.constant(151), 60),
  clientId,
  selfTrade,
  displayLots: fc.constantFrom(0, 0, 0, 1, 3, 7, 40),
  expiresIn: fc.constantFrom(0, 0, 0, 0, 1, 2, 60),
});

/** The order without what its type does not allow. */
function tidied(order: Required<StepOrder>): StepOrder {
  const { orderType, lots, minFillLots, maxFills, displayLots, expiresIn } = order;
  const passive = orderType === "LIMIT_POST_ONLY" || orderType === "LIMIT_POST_ONLY_SLIDE";
  const mayRest = passive || orderType === "LIMIT_GTC";
  const fills = maxFills === 0 && (passive || orderType === "LIMIT_FOK") ? 150 : maxFills;
  const demands = (orderType === "LIMIT_IOC" || orderType === "MARKET") && fills !== 0 && minFillLots <= lots;
  return {
    ...order,
    maxFills: fills,
    minFillLots: demands ? minFillLots : 0n,
    displayLots: mayRest && BigInt(displayLots) < lots ? displayLots : 0,
    expiresIn: mayRest ? expiresIn : 0,
  };
}

/** What an auction collects. */
export const collected: fc.Arbitrary<StepOrder> = anyOrder.map((order) => tidied({ ...order, orderType: "LIMIT_GTC" }));

/** An order that waits for nobody's work: it may meet all that there is. */
export const immediate: fc.Arbitrary<StepOrder> = anyOrder.map((order) => tidied({ ...order, maxFills: 150 }));

const NEVER_RESTS = fc.constantFrom("LIMIT_IOC" as const, "LIMIT_FOK" as const, "MARKET" as const);

/** What may be bounded in quote: an order that never rests, seldom one that may. */
export const bounded: fc.Arbitrary<StepOrder> = seldom(
  fc.tuple(anyOrder, NEVER_RESTS).map(([order, orderType]) => tidied({ ...order, orderType })),
  anyOrder,
  10,
);

/** An order that takes at any price around, and moves the price with it. */
export const moving: fc.Arbitrary<StepOrder> = fc
  .record({ side, lots: fc.bigInt(5n, 40n), clientId, selfTrade })
  .map((order) => ({
    ...order,
    orderType: "MARKET",
    priceTicks: order.side === "BID" ? 1254 : 1246,
    expiresIn: 0,
  }));

/** An order that breaks no rule of its type, seldom one that may. */
export const stepOrder: fc.Arbitrary<StepOrder> = seldom(anyOrder.map(tidied), anyOrder, 10);
