import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { executionReport, type IntervalTrade, type ReportedOrder, type ReportedSlice } from "./execution-report.ts";

const ORDER: ReportedOrder = {
  side: "BID",
  lots: 30n,
  startAt: 1_000,
  interval: 100,
  slices: 3,
  weights: [],
  arrivalTicks: 100,
  tickSize: 10n,
};

function aSlice(slice: number, timestamp: number, filledLots: bigint, priceTicks: bigint): ReportedSlice {
  const money = { takerFee: 10n, keeperFee: 7n, gasWei: 100_000n * 10n ** 9n };
  return { slice, timestamp, filledLots, notional: filledLots * priceTicks * 10n, ...money };
}

/** Worked out by hand: ten lots at 100, ten at 102, five at 104, and five lots of somebody else's at 98. */
const SLICES = [aSlice(0, 1_000, 10n, 100n), aSlice(1, 1_110, 10n, 102n), aSlice(2, 1_230, 5n, 104n)];
const TRADES: IntervalTrade[] = [
  { timestamp: 1_000, lots: 10n, priceTicks: 100 },
  { timestamp: 1_050, lots: 5n, priceTicks: 98 },
  { timestamp: 1_110, lots: 10n, priceTicks: 102 },
  { timestamp: 1_230, lots: 5n, priceTicks: 104 },
];
const AT_END = { hasEnded: true, endedAt: 1_300, quotePerNative: 3_000_000_000n };

describe("the report of an order worked out by hand", () => {
  const report = executionReport(ORDER, SLICES, TRADES, AT_END);

  it("has its completion and its prices", () => {
    expect(report.filledLots).toBe(25n);
    expect(report.completion).toBeCloseTo(25 / 30, 12);
    expect(report.averageTicks).toBeCloseTo(101.6, 12);
    expect(report.vwapTicks).toBeCloseTo(101, 12); // 3,030 / 30
    expect(report.twapTicks).toBeCloseTo(30_400 / 300, 12); // 50 s at 100, 60 at 98, 120 at 102, 70 at 104
  });

  it("has its slippage against each benchmark, above zero for a buyer who paid more", () => {
    expect(report.arrivalSlippageBps).toBeCloseTo(160, 9);
    expect(report.vwapSlippageBps).toBeCloseTo((0.6 / 101) * 10_000, 9);
    expect(report.twapSlippageBps).toBeCloseTo(((101.6 - 30_400 / 300) / (30_400 / 300)) * 10_000, 9);
  });

  it("has its error against the schedule: five lots of thirty short after the last of three slices", () => {
    expect(report.scheduleError).toBeCloseTo(Math.sqrt((5 / 30) ** 2 / 3), 12);
  });

  it("says how late each slice was", () => {
    expect(report.delays).toEqual([
      { slice: 0, seconds: 0 },
      { slice: 1, seconds: 10 },
      { slice: 2, seconds: 30 },
    ]);
    expect(report.missedSlices).toBe(0);
  });

  it("adds up what it cost, gas apart", () => {
    expect(report).toMatchObject({ takerFees: 30n, keeperFees: 21n, gasWei: 300_000n * 10n ** 9n });
    expect(report.shortfall).toBe(400n + 30n + 21n); // 25,400 paid for what stood at 25,000
    expect(report.gasQuote).toBe(900_000n); // 0.0003 coins at 3,000.000000
  });

  it("takes the middle of a spread of an odd number of ticks as the arrival price", () => {
    const half = executionReport({ ...ORDER, arrivalTicks: 100.5 }, SLICES, TRADES, AT_END);
    expect(half.shortfall).toBe(275n + 30n + 21n); // 25,400 paid for what stood at 25,125
  });

  it("turns round for a seller", () => {
    const sold = executionReport({ ...ORDER, side: "ASK" }, SLICES, TRADES, AT_END);
    expect(sold.arrivalSlippageBps).toBeCloseTo(-160, 9);
    expect(sold.shortfall).toBe(-400n + 30n + 21n);
  });

  it("holds an order with weights to its weights", () => {
    const weighted = executionReport({ ...ORDER, weights: [2, 2, 1] }, SLICES, TRADES, AT_END);
    const errors = [10 / 30 - 2 / 5, 20 / 30 - 4 / 5, 25 / 30 - 1];
    expect(weighted.scheduleError).toBeCloseTo(Math.sqrt(errors.reduce((sum, one) => sum + one ** 2, 0) / 3), 12);
  });

  it("counts a slice that never traded as missed, and a slice carried on as one", () => {
    const carriedOn = [aSlice(0, 1_020, 4n, 100n), aSlice(0, 1_090, 6n, 100n), aSlice(2, 1_200, 20n, 100n)];
    const late = executionReport(ORDER, carriedOn, [], AT_END);
    expect(late.delays).toEqual([
      { slice: 0, seconds: 20 },
      { slice: 2, seconds: 0 },
    ]);
    expect(late.missedSlices).toBe(1);
  });

  it("has no average and no slippage where nothing was filled, and the arrival price as the price over time", () => {
    const nothing = executionReport(ORDER, [], [], { hasEnded: false, endedAt: 1_150, quotePerNative: null });
    expect(nothing).toMatchObject({
      averageTicks: null,
      arrivalSlippageBps: null,
      vwapTicks: null,
      vwapSlippageBps: null,
      twapTicks: 100,
      gasQuote: null,
      missedSlices: 1,
      shortfall: 0n,
    });
  });

  it("leaves out trades before its start and after its end", () => {
    const around = [
      { timestamp: 999, lots: 9n, priceTicks: 1 },
      ...TRADES,
      { timestamp: 1_301, lots: 9n, priceTicks: 1 },
    ];
    expect(executionReport(ORDER, SLICES, around, AT_END)).toEqual(report);
  });
});

describe("any report", () => {
  const step = fc.record({
    lots: fc.bigInt(0n, 20n),
    price: fc.bigInt(1n, 200n),
    late: fc.integer({ min: 0, max: 99 }),
  });

  it("adds up: completion, fees, shortfall; and an average between the best and the worst price", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), fc.constantFrom("BID", "ASK"), (steps, side) => {
        const order: ReportedOrder = { ...ORDER, side, lots: 200n, slices: steps.length };
        const slices = steps.map(({ lots, price, late }, index) =>
          aSlice(index, 1_000 + index * 100 + late, lots, price),
        );
        const trades = slices.map(({ timestamp, filledLots }, index) => ({
          timestamp,
          lots: filledLots,
          priceTicks: Number(steps[index]?.price ?? 0n),
        }));
        const report = executionReport(order, slices, trades, {
          hasEnded: true,
          endedAt: 1_000 + steps.length * 100,
          quotePerNative: null,
        });
        const filled = steps.reduce((sum, { lots }) => sum + lots, 0n);
        const notional = slices.reduce((sum, slice) => sum + slice.notional, 0n);
        expect(report.filledLots).toBe(filled);
        expect(report.completion).toBe(Number(filled) / 200);
        const fees = report.takerFees + report.keeperFees;
        expect(fees).toBe(17n * BigInt(steps.length));
        const beyond = notional - filled * 1_000n;
        expect(report.shortfall - fees).toBe(side === "BID" ? beyond : -beyond);
        expect(report.scheduleError).toBeLessThanOrEqual(1);
        if (report.averageTicks === null) expect(filled).toBe(0n);
        else {
          const prices = steps.filter(({ lots }) => lots > 0n).map(({ price }) => Number(price));
          expect(report.averageTicks).toBeGreaterThanOrEqual(Math.min(...prices) - 1e-9);
          expect(report.averageTicks).toBeLessThanOrEqual(Math.max(...prices) + 1e-9);
          // alone in the market it is the market
          expect(report.vwapSlippageBps).toBeCloseTo(0, 6);
        }
      }),
    );
  });
});
