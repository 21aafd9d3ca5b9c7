import { SELF_TRADES, UNBOUNDED_RULES } from "@carbonxchange/sdk";
import type { ConditionalInput, FeeTier, MarketRules, OrderInput, ParentInput } from "@carbonxchange/sdk";
import fc from "fast-check";
import { MARKET } from "../../differential/exchange-rig.ts";

/** What an account does for itself; all but the orders to place name one of the account's own by `pick`. */
export type OwnAct =
  | { act: "place" | "placeBy" | "placeSigned" | "replace"; order: OrderInput }
  | { act: "placeEach" | "placeBatch" | "replaceEach"; orders: OrderInput[] }
  | { act: "conditional"; conditional: ConditionalInput }
  | { act: "parent"; parent: ParentInput }
  | { act: "amend"; lots: bigint }
  | { act: "cancel" | "cancelConditional" | "cancelParent" }
  | { act: "deadMan" | "operator"; seconds: number }
  | { act: "withdraw"; asset: number; amount: bigint };

/** Work that anyone may do. */
export type WorkAct =
  | { act: "crank" | "uncross" | "fireStops" | "executeSlice"; steps: number }
  | { act: "trail" | "prune" | "pruneConditionals" | "reopen" | "checkAndHalt" };

/** What the market's operator and the officers do. */
export type OperatorAct =
  | { act: "halt" | "open" | "collectFees" }
  | { act: "rules"; rules: MarketRules }
  | { act: "fees"; makerFeePips: number; takerFeePips: number }
  | { act: "tiers"; tiers: readonly FeeTier[] }
  | { act: "oracle"; indexTicks: number }
  | { act: "freeze"; frozen: boolean };

/** `wait` seconds pass before a step; `pick` chooses among the orders that live, `other` another account. */
type At = { who: number; wait: number; pick: number; other: number };

/** One thing that somebody does. */
export type OwnStep = At & { by: "owner" } & OwnAct;
export type WorkStep = At & { by: "anyone" } & WorkAct;
export type OperatorStep = At & { by: "operator" } & OperatorAct;
export type DayStep = OwnStep | WorkStep | OperatorStep;

const side = fc.constantFrom("BID" as const, "ASK" as const);
const ticks = fc.integer({ min: 1240, max: 1260 });
const lots = fc.bigInt(2n, 60n);
const selfTrade = fc.constantFrom(...SELF_TRADES);
const common = { marketId: fc.constant(MARKET), side, lots, selfTrade, clientId: fc.bigInt(0n, 1_000n) };

const order: fc.Arbitrary<OrderInput> = fc.record({
  ...common,
  orderType: fc.constantFrom(
    "LIMIT_GTC" as const,
    "LIMIT_GTC" as const,
    "LIMIT_GTC" as const,
    "LIMIT_IOC" as const,
    "LIMIT_POST_ONLY" as const,
    "LIMIT_POST_ONLY_SLIDE" as const,
    "MARKET" as const,
  ),
  priceTicks: ticks,
  maxFills: fc.constantFrom(0, 0, 1, 3, 50, 50),
  displayLots: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 3),
});

const limits = { ...common, limitTicks: fc.integer({ min: 1230, max: 1270 }), expiry: fc.constant(0) };

const conditional: fc.Arbitrary<ConditionalInput> = fc.oneof(
  fc.record({
    ...limits,
    kind: fc.constantFrom("STOP_MARKET" as const, "STOP_LIMIT" as const, "TAKE_PROFIT" as const),
    triggerTicks: ticks,
  }),
  fc.record({
    ...limits,
    kind: fc.constant("OCO" as const),
    triggerAboveTicks: fc.integer({ min: 1250, max: 1262 }),
    triggerBelowTicks: fc.integer({ min: 1238, max: 1250 }),
    limitAboveTicks: fc.integer({ min: 1230, max: 1270 }),
  }),
  fc.record({
    ...limits,
    kind: fc.constant("TRAILING_STOP" as const),
    trailTicks: fc.integer({ min: 1, max: 6 }),
  }),
);

const timed = {
  ...common,
  lots: fc.bigInt(20n, 90n),
  limitTicks: fc.integer({ min: 1235, max: 1265 }),
  interval: fc.constantFrom(30, 100, 200),
  toleranceBps: fc.constantFrom(0, 0, 20, 10_000),
  participationBps: fc.constantFrom(0, 0, 0, 5_000),
};

const parent: fc.Arbitrary<ParentInput> = fc.oneof(
  fc.record({ ...timed, kind: fc.constant("TWAP" as const), slices: fc.constantFrom(3, 10) }),
  fc.record({
    ...timed,
    kind: fc.constant("VWAP" as const),
    weights: fc.array(fc.integer({ min: 40, max: 60 }), { minLength: 3, maxLength: 9 }),
  }),
);

/** Now and then bands as narrow as the orders' prices; time passes quickly. */
const rules: fc.Arbitrary<MarketRules> = fc.record({
  dynamicBandBps: fc.constantFrom(0, 0, 40, 500),
  staticBandBps: fc.constantFrom(0, 0, 0, 60),
  moveCapBps: fc.constantFrom(0, 0, 60),
  triggerBandBps: fc.constantFrom(0, 20, 100),
  staticTicks: fc.constantFrom(0, 1250),
  averagingSeconds: fc.constantFrom(1, 60, 600),
  auctionSeconds: fc.constantFrom(1, 30),
  maxHaltSeconds: fc.constantFrom(1, 60),
  keeperFeeTicks: fc.constantFrom(UNBOUNDED_RULES.keeperFeeTicks, 3, 7),
});

const tier = (from: bigint, discount: number): FeeTier => ({
  fromKilograms: from,
  takerDiscountPips: discount,
  makerDiscountPips: discount,
});

const one = <const T extends string>(...names: T[]) => fc.constantFrom(...names);

const ownAct: fc.Arbitrary<OwnAct> = fc.oneof(
  { weight: 24, arbitrary: fc.record({ act: one("place"), order }) },
  { weight: 6, arbitrary: fc.record({ act: one("placeBy", "placeSigned", "replace"), order }) },
  {
    weight: 4,
    arbitrary: fc.record({
      act: one("placeEach", "placeBatch", "replaceEach"),
      orders: fc.array(order, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 9, arbitrary: fc.record({ act: one("conditional"), conditional }) },
  { weight: 5, arbitrary: fc.record({ act: one("parent"), parent }) },
  { weight: 4, arbitrary: fc.record({ act: one("amend"), lots: fc.bigInt(2n, 30n) }) },
  { weight: 5, arbitrary: fc.record({ act: one("cancel", "cancel", "cancelConditional", "cancelParent") }) },
  { weight: 1, arbitrary: fc.record({ act: one("deadMan"), seconds: fc.constantFrom(0, 0, 0, 0, 40) }) },
  { weight: 2, arbitrary: fc.record({ act: one("operator"), seconds: fc.constantFrom(0, 9_000) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: one("withdraw"), asset: fc.constantFrom(1, 2), amount: fc.bigInt(1n, 100_000n) }),
  },
);

const workAct: fc.Arbitrary<WorkAct> = fc.oneof(
  {
    weight: 26,
    arbitrary: fc.record({
      act: one("crank", "uncross", "uncross", "fireStops", "executeSlice"),
      steps: fc.constantFrom(1, 2, 5, 150),
    }),
  },
  { weight: 5, arbitrary: fc.record({ act: one("trail", "trail", "prune", "pruneConditionals") }) },
  { weight: 3, arbitrary: fc.record({ act: one("reopen", "reopen", "checkAndHalt") }) },
);

const operatorAct: fc.Arbitrary<OperatorAct> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ act: one("halt", "open", "open", "collectFees") }) },
  { weight: 2, arbitrary: fc.record({ act: one("rules"), rules }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: one("fees"),
      makerFeePips: fc.constantFrom(-1_500, -300, 0, 700),
      takerFeePips: fc.constantFrom(1_500, 2_500),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: one("tiers"),
      tiers: fc.constantFrom<readonly FeeTier[]>(
        [],
        [tier(50_000n, 300)],
        [tier(1_000n, 100), tier(90_000n, 400), tier(200_000n, 600)],
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: one("oracle"), indexTicks: fc.constantFrom(0, 1200, 1250, 1300) }) },
  { weight: 2, arbitrary: fc.record({ act: one("freeze"), frozen: fc.constantFrom(true, false, false, false) }) },
);

const at: fc.Arbitrary<At> = fc.record({
  who: fc.integer({ min: 1, max: 4 }),
  wait: fc.constantFrom(1, 2, 5, 20, 60),
  pick: fc.nat({ max: 1_000 }),
  other: fc.integer({ min: 1, max: 4 }),
});

/** Arbitrary steps of a day in which everything happens that an account, a keeper or an operator can do. */
export const dayStep: fc.Arbitrary<DayStep> = fc.oneof(
  {
    weight: 61,
    arbitrary: fc.tuple(at, ownAct).map(([when, act]): OwnStep => ({ ...when, by: "owner", ...act })),
  },
  {
    weight: 34,
    arbitrary: fc.tuple(at, workAct).map(([when, act]): WorkStep => ({ ...when, by: "anyone", ...act })),
  },
  {
    weight: 11,
    arbitrary: fc.tuple(at, operatorAct).map(([when, act]): OperatorStep => ({ ...when, by: "operator", ...act })),
  },
);
