import fc from "fast-check";
import { TRADERS } from "./market-steps.ts";
import type { Act, MarketStep, StepConditional, StepOrder } from "./market-steps.ts";
import { pick, selfTrade, side } from "./order-arbitraries.ts";

/** Sequences that begin with more orders than a level's ring holds, or an account may have waiting. */

const PRICE = 1250;
/** Four lists of so many orders each are more than the 152 of a ring. */
const EACH = 42;
const CONDITIONALS_CAP = 20;

const step = (who: MarketStep["who"], wait: number, what: Act): MarketStep => ({ who, wait, ...what });

/** A level of 168 orders; some expire, some are icebergs, and they are not all of one size. */
function crowd(at: "BID" | "ASK"): MarketStep[] {
  const order = (index: number): StepOrder => ({
    side: at,
    orderType: "LIMIT_GTC",
    priceTicks: PRICE,
    lots: BigInt(2 + (index % 3)),
    displayLots: index % 5 === 0 ? 1 : 0,
    expiresIn: index % 7 === 0 ? 60 : 0,
  });
  const orders = Array.from({ length: EACH }, (_, index) => order(index));
  return TRADERS.map((trader) => step(trader, 1, { act: "placeBatch", orders }));
}

const deepPick = fc.tuple(pick, fc.nat(170)).map(([one, back]) => ({ ...one, back, twisted: false }));

const taking = fc
  .record({ side, lots: fc.constantFrom(2n, 9n, 40n, 120n), maxFills: fc.constantFrom(0, 1, 3, 150), selfTrade })
  .map((order): StepOrder => ({ ...order, orderType: "LIMIT_GTC", priceTicks: PRICE, expiresIn: 0 }));

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ act: fc.constant("place" as const), order: taking }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant("cancel" as const), pick: deepPick }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant("amend" as const), pick: deepPick, lots: fc.constant(2n) }) },
  {
    weight: 5,
    arbitrary: fc.record({ act: fc.constant("prune" as const), picks: fc.array(deepPick, { maxLength: 8 }) }),
  },
  { weight: 8, arbitrary: fc.record({ act: fc.constant("crank" as const), most: fc.constantFrom(1, 7, 150) }) },
  { weight: 8, arbitrary: fc.record({ act: fc.constant("uncross" as const), most: fc.constantFrom(1, 7, 150) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("phase" as const),
      move: fc.constantFrom("close" as const, "open" as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("freeze" as const), frozen: fc.boolean() }) },
);

const anyStep = fc
  .tuple(fc.constantFrom(...TRADERS), fc.constantFrom(0, 1, 60, 300), act)
  .map(([who, wait, what]) => step(who, wait, what));

/** An auction in which the crowd meets one large order, worked in a few steps at first. */
function auctioned(at: "BID" | "ASK"): MarketStep[] {
  const large = resting(at === "BID" ? "ASK" : "BID", PRICE, 90n);
  return [
    step(1, 1, { act: "phase", move: "close" }),
    step(1, 0, { act: "phase", move: "open" }),
    step(2, 1, large),
    step(3, 300, { act: "uncross", most: 7 }),
  ];
}

/** Two takes that use up most of the ring. */
function drained(at: "BID" | "ASK"): MarketStep[] {
  const against = at === "BID" ? "ASK" : "BID";
  return ([2, 3] as const).map((trader) => step(trader, 1, resting(against, PRICE, 180n)));
}

/** Takes, cancellations, cranks and auctions on a level that overflows. */
export const crowdedLevel: fc.Arbitrary<readonly MarketStep[]> = fc.noBias(
  fc
    .tuple(
      side,
      fc.constantFrom(() => [], drained, auctioned),
      fc.array(anyStep, { minLength: 0, maxLength: 30, size: "max" }),
    )
    .map(([at, then, steps]) => [...crowd(at), ...then(at), ...steps]),
);

const stop = (index: number): StepConditional => ({
  ...{ side: "BID", kind: "STOP_LIMIT", selfTrade: "CANCEL_MAKER", lots: 2n, limitTicks: PRICE, limitAboveTicks: 0 },
  ...{
    triggerAboveTicks: 1251 + (index % 3),
    triggerBelowTicks: 0,
    trailTicks: 0,
    expiresIn: 0,
    clientId: BigInt(index),
  },
});

function resting(at: "BID" | "ASK", priceTicks: number, lots: bigint): Act {
  return { act: "place", order: { side: at, orderType: "LIMIT_GTC", priceTicks, lots, expiresIn: 0 } };
}

const oneStop = (side: "BID" | "ASK", triggerAboveTicks: number, triggerBelowTicks: number): Act => ({
  act: "placeConditional",
  input: { ...stop(0), side, triggerAboveTicks, triggerBelowTicks },
});

/** A trade between two accounts. */
const trade = (priceTicks: number): readonly MarketStep[] => [
  step(2, 1, resting("ASK", priceTicks, 4n)),
  step(3, 0, resting("BID", priceTicks, 4n)),
];

/** A price that has passed a trigger above and one below equally far. */
export const TIED_STOPS: readonly MarketStep[] = [
  ...trade(PRICE),
  step(1, 1, oneStop("BID", 1251, 0)),
  ...trade(1254),
  step(1, 1, oneStop("ASK", 0, 1253)),
  ...trade(1252),
  step(4, 1, { act: "fireStops", most: 1 }),
  step(4, 0, { act: "fireStops", most: 150 }),
];

/** One account with as many conditional orders as it may have, one too many, and a price that fires them all. */
export const CROWDED_STOPS: readonly MarketStep[] = [
  ...trade(PRICE),
  ...Array.from({ length: CONDITIONALS_CAP + 1 }, (_, index) =>
    step(1, index === 0 ? 1 : 0, { act: "placeConditional", input: stop(index) }),
  ),
  ...trade(1253),
  step(4, 0, { act: "fireStops", most: 150 }),
  step(4, 1, { act: "fireStops", most: 7 }),
  step(4, 0, { act: "fireStops", most: 150 }),
  step(1, 0, { act: "placeConditional", input: { ...stop(0), triggerAboveTicks: 1254 } }),
  step(4, 1, { act: "crank", most: 150 }),
];
