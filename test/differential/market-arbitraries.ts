import { UNBOUNDED_RULES } from "@carbonxchange/sdk";
import type { MarketRules } from "@carbonxchange/sdk";
import fc from "fast-check";
import { STRANGER, TRADERS } from "./market-steps.ts";
import type { Act, MarketStep } from "./market-steps.ts";
import { bounded, collected, immediate, moving, pick, picks, seldom, stepOrder } from "./order-arbitraries.ts";
import { conditionalStep, parentStep } from "./waiting-arbitraries.ts";

const trader = fc.constantFrom(...TRADERS);
const orders = fc.array(stepOrder, { minLength: 1, maxLength: 3 });
const most = seldom(fc.constantFrom(1, 1, 2, 3, 7, 150), fc.constantFrom(0, 151), 30);
/** A few lots at a price around. */
const quoteBound = fc.bigInt(0n, 30n).map((lots) => lots * 12_500_000n + 5n);
const lasts = fc.constantFrom(0, 1, 1, 5, 20, 60, 86_400, -5);
const asset = fc.constantFrom(1 as const, 2 as const);
const amount = fc.bigInt(0n, 30_000n);

/** Rules with bands of which some are as narrow as the prices of the orders; now and then rules that no market may have. */
const rules: fc.Arbitrary<MarketRules> = fc.record({
  dynamicBandBps: fc.constantFrom(0, 0, 8, 16, 24, 500, 20_000),
  staticBandBps: fc.constantFrom(0, 0, 8, 16, 24, 500),
  moveCapBps: fc.constantFrom(0, 0, 8, 16, 24, 500),
  triggerBandBps: fc.constantFrom(0, 0, 4, 8, 24),
  staticTicks: fc.constantFrom(0, 1249, 1250, 1252),
  averagingSeconds: seldom(fc.constantFrom(1, 7, 60, 600, 600), fc.constant(0), 30),
  auctionSeconds: seldom(fc.constantFrom(1, 60, 300), fc.constantFrom(604_800, 604_801), 20),
  maxHaltSeconds: seldom(fc.constantFrom(60, 60, 86_400), fc.constant(0), 20),
  keeperFeeTicks: fc.constantFrom(0, 0, 1, 7, 40),
});

const fees = fc
  .constantFrom([0, 0], [1000, 2500], [7, 13], [3000, 20_000], [-500, 2500], [-13, 13], [-14, 13], [2, 1], [1, 20_001])
  .map(([makerFeePips = 0, takerFeePips = 0]) => ({ act: "fees" as const, makerFeePips, takerFeePips }));

const tier = (fromKilograms: bigint, takerDiscountPips: number, makerDiscountPips: number) => ({
  fromKilograms,
  takerDiscountPips,
  makerDiscountPips,
});
const tiers = fc
  .constantFrom(
    [],
    [tier(20_000n, 500, 0)],
    [tier(5_000n, 100, 200), tier(40_000n, 1_000, 1_500)],
    [tier(1_000n, 1, 1), tier(10_000n, 2, 2), tier(60_000n, 3, 3)],
    [tier(0n, 1, 1)],
    [tier(5_000n, 100, 200), tier(40_000n, 50, 1_500)],
    [tier(1n, 20_001, 1)],
    [tier(1n, 0, 20_000)],
    [tier(1n, 1, 1), tier(2n, 1, 1), tier(3n, 1, 1), tier(4n, 1, 1)],
  )
  .map((list) => ({ act: "tiers" as const, tiers: list }));

/** 12.50 a tonne is 1,250 ticks. */
const feed = fc.record({
  act: fc.constant("feed" as const),
  answer: seldom(fc.bigInt(1_246n, 1_254n), fc.constantFrom(0n, -1_250n, 2n ** 96n, 70_000n), 16),
  decimals: seldom(fc.constant(2), fc.constantFrom(0, 37), 30),
  age: seldom(fc.constantFrom(0, 0, 30), fc.constantFrom(-1, 4_000), 16),
});
const oracle = fc.record({
  act: fc.constant("oracle" as const),
  oracle: seldom(
    fc.record({
      maxAgeSeconds: seldom(fc.constantFrom(60, 3_600), fc.constant(0)),
      bandBps: seldom(fc.constantFrom(4, 8, 16, 500), fc.constantFrom(0, 10_000)),
    }),
    fc.constant(null),
    6,
  ),
});

const of = <const A extends Act["act"]>(act: A) => fc.constant(act);

/** A family of acts that a flavour of sequences does more often. */
type Family =
  "trading" | "lists" | "accounts" | "queue" | "stops" | "slices" | "auctions" | "index" | "barring" | "operators";

/** Acts by family and weight. There is no way back to trading but an auction's end, so phases are moved rarely. */
const WEIGHTED: readonly (readonly [Family, number, fc.Arbitrary<Act>])[] = [
  ["trading", 60, fc.record({ act: of("place"), order: stepOrder })],
  ["trading", 6, fc.record({ act: of("cancel"), pick })],
  ["trading", 4, fc.record({ act: of("amend"), pick, lots: fc.bigInt(0n, 12n) })],
  ["trading", 3, fc.record({ act: of("prune"), picks })],
  ["lists", 3, fc.record({ act: fc.constantFrom("placeBatch" as const, "placeEach" as const), orders })],
  ["lists", 3, fc.record({ act: of("replace"), pick, order: stepOrder })],
  [
    "lists",
    3,
    fc.record({ act: of("replaceEach"), items: fc.array(fc.record({ pick, order: stepOrder }), { maxLength: 3 }) }),
  ],
  ["lists", 3, fc.record({ act: of("cancelBatch"), picks })],
  ["accounts", 2, fc.record({ act: of("placeBy"), account: trader, orders })],
  ["accounts", 2, fc.record({ act: of("cancelBy"), account: trader, picks })],
  ["accounts", 4, fc.record({ act: of("setOperator"), operator: trader, lasts })],
  ["barring", 2, fc.record({ act: of("setDeadMan"), lasts })],
  ["accounts", 2, fc.record({ act: of("deposit"), asset, amount })],
  ["accounts", 2, fc.record({ act: of("withdraw"), asset, amount })],
  ["queue", 14, fc.record({ act: of("crank"), most })],
  ["stops", 9, fc.record({ act: of("placeConditional"), input: conditionalStep })],
  ["stops", 6, fc.record({ act: of("fireStops"), most })],
  ["stops", 9, fc.record({ act: of("place"), order: moving })],
  ["stops", 1, fc.record({ act: of("cancelConditional"), pick })],
  ["stops", 3, fc.record({ act: of("trail"), picks })],
  ["stops", 2, fc.record({ act: of("pruneConditionals"), picks })],
  ["slices", 7, fc.record({ act: of("placeParent"), input: parentStep })],
  ["slices", 2, fc.record({ act: of("place"), order: moving })],
  ["slices", 9, fc.record({ act: of("executeSlice"), pick, maxFills: most })],
  ["slices", 1, fc.record({ act: of("cancelParent"), pick })],
  ["auctions", 5, fc.record({ act: of("uncross"), most })],
  ["auctions", 6, fc.record({ act: of("place"), order: collected })],
  ["auctions", 1, fc.record({ act: of("reopen") })],
  [
    "auctions",
    2,
    fc.record({ act: of("phase"), move: fc.constantFrom("halt", "halt", "open", "open", "open", "close", "delist") }),
  ],
  ["index", 2, feed],
  ["index", 1, oracle],
  ["index", 1, fc.record({ act: of("checkAndHalt") })],
  ["barring", 3, fc.record({ act: of("freeze"), frozen: fc.boolean() })],
  ["operators", 2, fc.record({ act: of("rules"), rules })],
  ["operators", 2, fees],
  ["operators", 2, tiers],
  ["operators", 1, fc.record({ act: of("collectFees") })],
  ["operators", 1, fc.record({ act: of("requireLabel"), required: fc.boolean() })],
  ["operators", 2, fc.record({ act: of("label"), held: seldom(fc.constant(true), fc.constant(false), 3) })],
  ["lists", 4, fc.record({ act: of("placeWithin"), order: bounded, quoteBound })],
  ["stops", 2, fc.record({ act: of("placeConditionalBy"), account: trader, input: conditionalStep })],
  ["slices", 2, fc.record({ act: of("placeParentBy"), account: trader, input: parentStep })],
];

const MORE = 10;

/** Any act, those of the favoured families more often. */
function actOf(favoured: readonly Family[]): fc.Arbitrary<Act> {
  return fc.oneof(
    ...WEIGHTED.map(([family, weight, arbitrary]) => ({
      weight: favoured.includes(family) ? weight * MORE : weight,
      arbitrary,
    })),
  );
}

const WAITS = [0, 0, 0, 0, 1, 1, 2, 20, 60, 300] as const;
const A_PERIOD = 31 * 86_400;

/** Any step by any account. */
function stepOf(favoured: readonly Family[]): fc.Arbitrary<MarketStep> {
  return fc
    .tuple(
      seldom(fc.constantFrom<MarketStep["who"]>(...TRADERS), fc.constant(STRANGER), 20),
      seldom(fc.constantFrom<number>(...WAITS), fc.constant(A_PERIOD), 150),
      actOf(favoured),
    )
    .map(([who, wait, what]) => ({ who, wait, ...what }));
}

const step = (who: MarketStep["who"], wait: number, what: Act): MarketStep => ({ who, wait, ...what });
const order = (side: "BID" | "ASK", priceTicks: number, lots: bigint): Act => ({
  act: "place",
  order: { side, orderType: "LIMIT_GTC", priceTicks, lots, expiresIn: 0 },
});

const collectedAsk = { side: "ASK", orderType: "LIMIT_GTC", priceTicks: 1250, expiresIn: 0 } as const;

/** A first trade, after which there is a reference price, and orders on both sides. */
const TRADING: readonly MarketStep[] = [
  step(1, 1, order("ASK", 1250, 10n)),
  step(2, 0, order("BID", 1250, 4n)),
  step(3, 20, order("BID", 1248, 20n)),
  step(4, 0, order("ASK", 1252, 20n)),
];
const AUCTION: readonly MarketStep[] = [
  step(1, 1, { act: "rules", rules: { ...UNBOUNDED_RULES, auctionSeconds: 60, maxHaltSeconds: 60 } }),
  step(1, 1, { act: "phase", move: "close" }),
  step(1, 0, { act: "phase", move: "open" }),
];
/** An auction with orders that cross, of which one is an iceberg. */
const CROSSED: readonly MarketStep[] = [
  ...AUCTION,
  step(1, 1, order("BID", 1251, 9n)),
  step(2, 0, order("ASK", 1249, 6n)),
  step(3, 1, order("BID", 1252, 12n)),
  step(4, 0, { act: "place", order: { ...collectedAsk, lots: 15n, displayLots: 4 } }),
  step(2, 1, order("BID", 1250, 5n)),
];
const KEEPERS: readonly MarketStep[] = [
  step(1, 1, { act: "rules", rules: { ...UNBOUNDED_RULES, keeperFeeTicks: 7 } }),
  ...TRADING,
];
const CLAMPED: readonly MarketStep[] = [
  step(1, 1, {
    act: "rules",
    rules: { ...UNBOUNDED_RULES, triggerBandBps: 8, averagingSeconds: 7, auctionSeconds: 1 },
  }),
  ...TRADING,
];
const TIERED: readonly MarketStep[] = [
  step(1, 1, { act: "fees", makerFeePips: 100, takerFeePips: 2_500 }),
  step(1, 0, { act: "tiers", tiers: [tier(3_000n, 100, 200), tier(20_000n, 1_000, 1_500)] }),
  ...TRADING,
];
const indexed = (maxAgeSeconds: number): readonly MarketStep[] => [
  ...TRADING,
  step(1, 0, { act: "feed", answer: 1_250n, decimals: 2, age: 0 }),
  step(1, 0, { act: "oracle", oracle: { maxAgeSeconds, bandBps: 8 } }),
];

/** A market whose trades have moved the price, with stops on both sides of it. */
const MOVING: readonly MarketStep[] = [
  ...KEEPERS,
  step(4, 1, { act: "place", order: { side: "BID", orderType: "MARKET", priceTicks: 1253, lots: 8n, expiresIn: 0 } }),
  step(2, 1, order("BID", 1247, 12n)),
  step(3, 0, order("ASK", 1253, 12n)),
];

const parent = (side: "BID" | "ASK", limitTicks: number, lots: bigint): Act => ({
  act: "placeParent",
  input: {
    ...{ side, kind: "TWAP", lots, limitTicks, startsIn: null, interval: 75, slices: 4, toleranceBps: 0 },
    ...{ participationBps: 0, weights: [], selfTrade: "CANCEL_MAKER", clientId: 7n },
  },
});
/** A market that has enough for two orders in slices. */
const SLICED: readonly MarketStep[] = [
  ...KEEPERS,
  step(3, 1, order("ASK", 1251, 40n)),
  step(4, 0, order("BID", 1249, 40n)),
  step(1, 0, parent("BID", 1252, 12n)),
  step(2, 0, parent("ASK", 1248, 8n)),
];

/** Fees of which hardly any comes out even, so that each rounding shows. */
const ODD_FEES: readonly MarketStep[] = [step(1, 1, { act: "fees", makerFeePips: 7, takerFeePips: 13 })];

/** How a sequence begins and what it does more often: chance alone seldom brings these situations about. */
const FLAVOURS: readonly { begins: readonly (readonly MarketStep[])[]; favoured: readonly Family[] }[] = [
  { begins: [[], TRADING], favoured: [] },
  { begins: [[], TRADING], favoured: ["trading", "queue"] },
  { begins: [TRADING, SLICED, MOVING], favoured: ["trading", "queue", "stops", "slices", "barring"] },
  { begins: [TRADING, TIERED], favoured: ["lists", "accounts"] },
  { begins: [KEEPERS, CLAMPED, MOVING], favoured: ["stops", "queue"] },
  { begins: [MOVING], favoured: ["stops"] },
  { begins: [TRADING, SLICED, SLICED], favoured: ["slices"] },
  { begins: [AUCTION, CROSSED, CROSSED, TRADING], favoured: ["auctions"] },
  { begins: [indexed(3_600), indexed(60)], favoured: ["index", "stops"] },
  { begins: [TIERED], favoured: ["operators"] },
];

/**
 * Ten to forty steps. Each may be left out, which is how a failure is shrunk to fewer. Without the library's bias to edge cases: they
 * are spelled out, and a bias to the first trader would make everybody trade with himself.
 */
export const marketSequence: fc.Arbitrary<readonly MarketStep[]> = fc.noBias(
  fc.oneof(
    ...FLAVOURS.map(({ begins, favoured }) => {
      const steps = fc.array(fc.option(stepOf(favoured), { freq: 400 }), { minLength: 10, maxLength: 32, size: "max" });
      const first = fc
        .tuple(fc.constantFrom([], ODD_FEES), fc.constantFrom(...begins))
        .chain((beginnings) => fc.tuple(...beginnings.flat().map(leftOut)));
      return fc.tuple(first, steps).map((parts) => parts.flat().filter((what) => what !== null));
    }),
  ),
);

/** Beginnings of a market in which orders and stops prepay their keepers. */
export const BEGINNINGS: readonly (readonly MarketStep[])[] = [KEEPERS, MOVING];

/** A step by one of some traders that gives keepers work, or takes it away. */
export const usersStep = (users: readonly MarketStep["who"][]): fc.Arbitrary<MarketStep> =>
  fc.noBias(
    fc
      .tuple(
        fc.constantFrom(...users),
        fc.constantFrom(0, 0, 1, 2, 20),
        fc.oneof<fc.Arbitrary<Act>[]>(
          fc.record({ act: of("place"), order: stepOrder }),
          fc.record({ act: of("place"), order: stepOrder.map((order) => ({ ...order, maxFills: 0 })) }),
          fc.record({ act: of("place"), order: moving }),
          fc.record({ act: of("placeConditional"), input: conditionalStep }),
          fc.record({ act: of("cancel"), pick }),
        ),
      )
      .map(([who, wait, what]) => ({ who, wait, ...what })),
  );

/** Steps of which everything is told by the events of placements, fills, cancellations and the vault; see EventProjection. */
export const toldByEvents: fc.Arbitrary<readonly MarketStep[]> = fc.noBias(
  fc.array(
    fc
      .tuple(
        fc.constantFrom<MarketStep["who"]>(...TRADERS),
        fc.constantFrom<number>(...WAITS),
        fc.oneof(
          { weight: 60, arbitrary: fc.record({ act: of("place"), order: immediate }) },
          { weight: 8, arbitrary: fc.record({ act: of("cancel"), pick }) },
          { weight: 8, arbitrary: fc.record({ act: of("amend"), pick, lots: fc.bigInt(0n, 12n) }) },
          { weight: 5, arbitrary: fc.record({ act: of("replace"), pick, order: immediate }) },
          { weight: 5, arbitrary: fc.record({ act: of("prune"), picks }) },
          { weight: 5, arbitrary: fc.record({ act: of("deposit"), asset, amount }) },
          { weight: 5, arbitrary: fc.record({ act: of("withdraw"), asset, amount }) },
          { weight: 4, arbitrary: fc.record({ act: of("freeze"), frozen: fc.constantFrom(true, false, false) }) },
        ),
      )
      .map(([who, wait, what]) => ({ who, wait, ...what })),
    { minLength: 0, maxLength: 40, size: "max" },
  ),
);

/** The step, or while shrinking nothing. */
function leftOut(what: MarketStep): fc.Arbitrary<MarketStep | null> {
  return fc.option(fc.constant(what), { freq: 400 });
}
