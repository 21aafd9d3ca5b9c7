import type { OrderInput } from "@carbonxchange/sdk";
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
  | { act: "status"; functionName: "pauseMarket" | "openMarket" }
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
    "MARKET" as const,
  ),
  priceTicks: fc.integer({ min: 1247, max: 1253 }),
  lots: fc.oneof({ weight: 9, arbitrary: fc.bigInt(2n, 40n) }, { weight: 1, arbitrary: fc.bigInt(0n, 400n) }),
  minFillLots: fc.constantFrom(0n, 0n, 0n, 0n, 3n),
  maxFills: fc.constantFrom(0, 0, 1, 1, 2, 3, 150, 151),
  clientId: fc.bigInt(0n, 2n ** 64n - 1n),
});

const act = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      act: fc.constant("place" as const),
      order,
      expiresIn: fc.constantFrom(0, 0, 0, 1, 2, 4, 60),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom("cancel" as const, "cancelBatch" as const), pick: fc.nat(200) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("prune" as const), pick: fc.nat(200) }) },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant("crank" as const), maxSteps: fc.constantFrom(1, 2, 3, 7, 150, 0, 151) }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant("freeze" as const), frozen: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant("status" as const),
      functionName: fc.constantFrom("pauseMarket" as const, "openMarket" as const, "openMarket" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom([0, 0], [1000, 2500], [7, 13], [3000, 20_000])
      .map(([makerFeePips = 0, takerFeePips = 0]) => ({
        act: "fees" as const,
        makerFeePips,
        takerFeePips,
      })),
  },
  {
    weight: 1,
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
