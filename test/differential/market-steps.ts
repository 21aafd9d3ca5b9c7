import type { MarketRules, OrderInput, PhaseMove } from "@carbonxchange/sdk";
import { SELF_TRADES, UNBOUNDED_RULES } from "@carbonxchange/sdk";
import fc from "fast-check";
import { MARKET } from "./exchange-rig.ts";

export const TRADERS = [1, 2, 3, 4] as const;
export type Trader = (typeof TRADERS)[number];

/**
 * One thing somebody does. `pick` chooses among the ids seen so far; `expiresIn` is seconds after the step's own time, zero for
 * no expiry; `wait` seconds pass before the step.
 */
export type MarketStep = { who: Trader; wait: number } & (
  | { act: "place"; order: Omit<OrderInput, "expiry">; expiresIn: number }
  | { act: "cancel" | "cancelBatch" | "prune"; pick: number }
  | { act: "crank"; maxSteps: number }
  | { act: "freeze"; frozen: boolean }
  | { act: "phase"; move: PhaseMove }
  | { act: "rules"; rules: MarketRules }
  | { act: "fees"; makerFeePips: number; takerFeePips: number }
  | { act: "withdraw"; asset: 1 | 2; amount: bigint }
);

const order = fc.record({
  marketId: fc.constant(MARKET),
  side: fc.constantFrom("BID" as const, "ASK" as const),
  orderType: fc.constantFrom(
    "LIMIT_GTC" as const,
    "LIMIT_GTC" as const,
    "LIMIT_GTC" as const,
    "LIMIT_IOC" as const,
    "LIMIT_FOK" as const,
    "LIMIT_POST_ONLY" as const,
    "LIMIT_POST_ONLY_SLIDE" as const,
    "MARKET" as const,
  ),
  priceTicks: fc.integer({ min: 1247, max: 1253 }),
  lots: fc.oneof({ weight: 9, arbitrary: fc.bigInt(2n, 40n) }, { weight: 1, arbitrary: fc.bigInt(0n, 400n) }),
  minFillLots: fc.constantFrom(0n, 0n, 0n, 0n, 3n),
  maxFills: fc.constantFrom(0, 0, 1, 1, 2, 3, 150, 151),
  clientId: fc.bigInt(0n, 2n ** 64n - 1n),
  selfTrade: fc.constantFrom(...SELF_TRADES),
  displayLots: fc.constantFrom(0, 0, 0, 0, 1, 3, 7, 40),
});

/** Rules with bands of which some are as narrow as the prices of the orders; now and then rules that no market may have. */
const rules = fc.record({
  dynamicBandBps: fc.constantFrom(0, 8, 16, 24, 500, 20_000),
  staticBandBps: fc.constantFrom(0, 8, 16, 24, 500),
  moveCapBps: fc.constantFrom(0, 8, 16, 24, 500),
  triggerBandBps: fc.constant(0),
  staticTicks: fc.constantFrom(0, 1249, 1250, 1252),
  averagingSeconds: fc.constantFrom(0, 1, 7, 60, 600, 600),
  auctionSeconds: fc.constantFrom(1, 300, 604_800, 604_801),
  maxHaltSeconds: fc.constantFrom(0, 60, 86_400),
  keeperFeeTicks: fc.constant(UNBOUNDED_RULES.keeperFeeTicks),
});

/** There is no way back to trading but an auction's end, so phases are moved rarely. */
const act = fc.oneof(
  {
    weight: 56,
    arbitrary: fc.record({
      act: fc.constant("place" as const),
      order,
      expiresIn: fc.constantFrom(0, 0, 0, 1, 2, 4, 60),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ act: fc.constantFrom("cancel" as const, "cancelBatch" as const), pick: fc.nat(200) }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant("prune" as const), pick: fc.nat(200) }) },
  {
    weight: 16,
    arbitrary: fc.record({ act: fc.constant("crank" as const), maxSteps: fc.constantFrom(1, 2, 3, 7, 150, 0, 151) }),
  },
  { weight: 4, arbitrary: fc.record({ act: fc.constant("freeze" as const), frozen: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant("phase" as const),
      move: fc.constantFrom(
        "halt" as const,
        "halt" as const,
        "open" as const,
        "open" as const,
        "close" as const,
        "delist" as const,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("rules" as const), rules }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom([0, 0], [1000, 2500], [7, 13], [3000, 20_000])
      .map(([makerFeePips = 0, takerFeePips = 0]) => ({
        act: "fees" as const,
        makerFeePips,
        takerFeePips,
      })),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("withdraw" as const),
      asset: fc.constantFrom(1 as const, 2 as const),
      amount: fc.bigInt(1n, 30_000n),
    }),
  },
);

/** Any step by any trader. */
export const marketStep: fc.Arbitrary<MarketStep> = fc
  .tuple(fc.constantFrom(...TRADERS), fc.constantFrom(1, 1, 2, 20), act)
  .map(([who, wait, what]) => ({ who, wait, ...what }));
