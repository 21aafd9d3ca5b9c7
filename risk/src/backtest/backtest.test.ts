import { describe, expect, it } from "vitest";
import { sharedJson, sharedText } from "../../test/shared-data.ts";
import { returnsOf } from "../returns/returns.ts";
import { christoffersenConditionalCoverage, christoffersenIndependence, countTransitions } from "./christoffersen.ts";
import { kupiecProportionOfFailures } from "./kupiec.ts";
import { backtestVar, judgeExceptions } from "./rolling-backtest.ts";
import { trafficLight } from "./traffic-light.ts";

type Published = [number, number];
type Oracle = {
  kupiec_nonrejection_95: Record<string, Published>;
  basel_traffic_light_250_99: Record<string, { cum: number }>;
  mathworks_published: {
    pof_1043_57_95: Published;
    pof_1043_17_99: Published;
    cci_932_53_53_4: Published;
    cc: Published;
  };
};
const oracle = sharedJson<Oracle>("risk/oracle_var_backtests.json");
const published = oracle.mathworks_published;

describe("published figures, to the five digits printed", () => {
  it.each([
    [1043, 57, 0.95, published.pof_1043_57_95],
    [1043, 17, 0.99, published.pof_1043_17_99],
  ])("Kupiec for %s days and %s exceptions", (days, exceptions, confidence, [statistic, pValue]) => {
    const test = kupiecProportionOfFailures(days, exceptions, confidence);
    expect(test.statistic).toBeCloseTo(statistic, 4);
    expect(test.pValue).toBeCloseTo(pValue, 5);
  });

  it("Christoffersen's independence and conditional coverage", () => {
    const independence = christoffersenIndependence({ n00: 932, n01: 53, n10: 53, n11: 4 });
    const [statistic, pValue] = published.cci_932_53_53_4;
    expect(independence.statistic).toBeCloseTo(statistic, 5);
    expect(independence.pValue).toBeCloseTo(pValue, 5);
    const frequency = kupiecProportionOfFailures(1043, 57, 0.95);
    expect(frequency.statistic + independence.statistic).toBeCloseTo(published.cc[0], 4);
  });

  it("Kupiec's table of non-rejection regions", () => {
    for (const [key, [least, most]] of Object.entries(oracle.kupiec_nonrejection_95)) {
      const [, days, p] = /T=(\d+),p=([\d.]+)/.exec(key) ?? [];
      const accepts = (count: number) => kupiecProportionOfFailures(Number(days), count, 1 - Number(p)).pValue > 0.05;
      expect([least - 1, least, most, most + 1].map(accepts), key).toEqual([false, true, true, false]);
    }
  });

  it("the Basel table of cumulative probabilities and zones", () => {
    for (const [count, { cum }] of Object.entries(oracle.basel_traffic_light_250_99)) {
      const { zone, cumulativeProbability } = trafficLight(250, Number(count), 0.99);
      expect(cumulativeProbability).toBeCloseTo(cum, 10);
      expect(zone).toBe(Number(count) <= 4 ? "green" : Number(count) <= 9 ? "yellow" : "red");
    }
  });
});

describe("backtestVar", () => {
  const prices = sharedText("prices/nzu_spot_pddl.csv")
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => Number(line.split(",")[1]))
    .filter((price) => Number.isFinite(price) && price > 0);
  const returns = returnsOf(prices, "log");

  it("reports on New Zealand Units that plain historical simulation fails at 99 %", () => {
    const report = backtestVar(returns, { method: "historical", confidence: 0.99, window: 250 });
    expect(report.kupiec.pValue).toBeLessThan(0.05);
    expect(report.passed).toBe(false);
    expect(report.observations).toBe(returns.length - 250);
  });

  it("makes each figure from the past only", () => {
    const quiet = Array.from({ length: 300 }, (_, day) => (day % 2 === 0 ? 0.001 : -0.001));
    const crash = [...quiet, -0.5];
    expect(backtestVar(crash, { method: "historical", window: 250 }).exceptions).toBe(1);
    expect(backtestVar(quiet, { method: "historical", window: 250 }).exceptions).toBe(0);
  });

  it("sees that exceptions come together", () => {
    const clustered = Array.from({ length: 1_000 }, (_, day) => day >= 500 && day < 510);
    const spread = Array.from({ length: 1_000 }, (_, day) => day % 100 === 50);
    const model = { method: "historical", confidence: 0.99, window: 250 } as const;
    expect(judgeExceptions(clustered, model).independence.pValue).toBeLessThan(0.001);
    expect(judgeExceptions(spread, model)).toMatchObject({ exceptions: 10, passed: true });
    expect(christoffersenConditionalCoverage(spread, 0.99).pValue).toBeGreaterThan(0.5);
  });

  it("counts transitions", () => {
    expect(countTransitions([false, true, true, false, false])).toEqual({ n00: 1, n01: 1, n10: 1, n11: 1 });
  });

  it.each([
    [5, 6],
    [0, 0],
    [5, -1],
  ])("refuses %s days with %s exceptions", (days, exceptions) => {
    expect(() => kupiecProportionOfFailures(days, exceptions, 0.99)).toThrow(
      expect.objectContaining({ code: "BAD_PARAMETER" }),
    );
  });
});
