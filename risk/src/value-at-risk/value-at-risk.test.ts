import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { sharedJson, sharedNumbers } from "../../test/shared-data.ts";
import { RiskError } from "../errors.ts";
import { returnsOf } from "../returns/returns.ts";
import { mean, skewAndExcessKurtosis, standardDeviation } from "../statistics/moments.ts";
import { quantile, type QuantileRule } from "../statistics/quantile.ts";
import { ewmaVar, ewmaVariances, filteredHistoricalTailRisk } from "./filtered.ts";
import { expectedShortfall, historicalTailRisk, historicalVar } from "./historical.ts";
import { cornishFisherQuantile, cornishFisherTailRisk, normalTailRisk, normalTailRiskOf } from "./parametric.ts";
import { valueAtRisk } from "./value-at-risk.ts";

type Level = Record<string, number>;
type Oracle = { "0.95": Level; "0.99": Level; moments: Level };
type Backtests = {
  closed_forms: Record<string, Level>;
  riskmetrics_ewma: { returns_pct: number[]; variances: number[]; vol: number };
};

const oracle = sharedJson<Oracle>("risk/oracle_risk.json");
const closedForms = sharedJson<Backtests>("risk/oracle_var_backtests.json");
let returns: number[];

/** Equal weights over the rows in which all twenty stocks have a price, as the oracle file states. */
beforeAll(() => {
  const { rows } = sharedNumbers("risk/pypfopt/stock_prices.csv");
  const full = rows.map((row) => row.flatMap((cell) => cell ?? [])).filter((row) => row.length === 20);
  const perStock = Array.from({ length: 20 }, (_, stock) => returnsOf(full.map((row) => row[stock] ?? Number.NaN)));
  returns = (perStock[0] ?? []).map((_, day) => mean(perStock.map((series) => series[day] ?? Number.NaN)));
});

const at = (level: Level, key: string) => {
  const value = level[key];
  if (value === undefined) throw new Error(`the oracle has no ${key}`);
  return value;
};
const within = (value: number, expected: number, tolerance: number) =>
  expect(Math.abs(value / expected - 1), `${value} against ${expected}`).toBeLessThan(tolerance);

describe.each([0.95, 0.99] as const)("against the oracle at %s, relative tolerance 1e-10", (confidence) => {
  const level = oracle[`${confidence}`];

  it("uses the oracle's 895 returns", () => {
    expect(returns).toHaveLength(895);
    within(mean(returns), at(oracle.moments, "mean"), 1e-12);
    within(standardDeviation(returns), at(oracle.moments, "sd"), 1e-12);
    within(skewAndExcessKurtosis(returns).skew, at(oracle.moments, "skew"), 1e-10);
    within(skewAndExcessKurtosis(returns).excessKurtosis, at(oracle.moments, "ex_kurt"), 1e-10);
  });

  it.each<[QuantileRule, string]>([
    ["linear", "hist_var_linear"],
    ["lower", "hist_var_lower"],
    ["higher", "hist_var_higher"],
    ["hazen", "hist_var_hazen"],
    ["median-unbiased", "hist_var_median_unbiased"],
    ["weibull", "hist_var_weibull"],
  ])("historical value at risk by the rule %s", (rule, key) => {
    within(historicalVar(returns, confidence, rule), at(level, key), 1e-10);
  });

  it("both definitions of historical expected shortfall", () => {
    within(
      historicalTailRisk(returns, confidence).expectedShortfall,
      at(level, "hist_es_tail_mean_le_var_linear"),
      1e-10,
    );
    within(expectedShortfall(returns, confidence), at(level, "hist_es_acerbi_tasche"), 1e-10);
  });

  it("normal value at risk and shortfall, with and without the mean", () => {
    within(normalTailRisk(returns, confidence).valueAtRisk, at(level, "normal_var"), 1e-10);
    within(normalTailRisk(returns, confidence).expectedShortfall, at(level, "normal_es"), 1e-10);
    within(
      normalTailRiskOf(0, standardDeviation(returns), confidence).valueAtRisk,
      at(level, "normal_var_zero_mean"),
      1e-10,
    );
  });

  it("Cornish-Fisher value at risk", () => {
    within(cornishFisherTailRisk(returns, confidence).valueAtRisk, at(level, "cornish_fisher_var"), 1e-10);
  });

  it("EWMA and filtered historical simulation", () => {
    within(ewmaVar(returns, confidence), at(level, "ewma94_var_next_day"), 1e-10);
    within(filteredHistoricalTailRisk(returns, confidence).valueAtRisk, at(level, "fhs_ewma94_var_linear"), 1e-10);
    within(filteredHistoricalTailRisk(returns, confidence).expectedShortfall, at(level, "fhs_es"), 1e-10);
  });
});

describe("closed forms", () => {
  it.each(["0.95", "0.975", "0.99", "0.999"])("normal at %s, to 1e-12", (text) => {
    const level = closedForms.closed_forms[text];
    if (level === undefined) throw new Error(`the oracle has no level ${text}`);
    const standard = normalTailRiskOf(0, 1, Number(text));
    within(standard.valueAtRisk, at(level, "normal_var"), 1e-12);
    within(standard.expectedShortfall, at(level, "normal_es"), 1e-12);
    within(cornishFisherQuantile(1 - Number(text), -0.5, 2), at(level, "cornish_fisher_S-0.5_K2_left"), 1e-12);
  });

  it("the RiskMetrics recursion, to 1e-12", () => {
    const { returns_pct, variances, vol } = closedForms.riskmetrics_ewma;
    const own = ewmaVariances(returns_pct);
    variances.forEach((expected, day) => within(own[day] ?? 0, expected, 1e-12));
    within(Math.sqrt(own.at(-1) ?? 0), vol, 1e-12);
  });
});

describe("valueAtRisk", () => {
  const sample = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 30, maxLength: 80 });

  it("is filtered historical simulation at 99 % over one day unless told otherwise", () => {
    const report = valueAtRisk(returns);
    expect(report).toMatchObject({
      method: "filtered-historical",
      confidence: 0.99,
      horizonDays: 1,
      observations: 895,
      warnings: [],
    });
    within(report.valueAtRisk, at(oracle["0.99"], "fhs_ewma94_var_linear"), 1e-10);
  });

  it("scales by the square root of time and says so", () => {
    const one = valueAtRisk(returns, { method: "normal" });
    const ten = valueAtRisk(returns, { method: "normal", horizonDays: 10 });
    expect(ten.valueAtRisk).toBeCloseTo(one.valueAtRisk * Math.sqrt(10), 12);
    expect(ten.warnings).toEqual([expect.stringContaining("square root of time")]);
  });

  it("warns of stale prices and of a short sample", () => {
    const { warnings, staleShare } = valueAtRisk([...Array.from({ length: 20 }, () => 0), 0.01, -0.02, 0.03], {
      method: "historical",
    });
    expect(warnings).toHaveLength(2);
    expect(staleShare).toBeCloseTo(20 / 23);
  });

  it("warns outside the domain of the Cornish-Fisher expansion", () => {
    const jumpy = [...Array.from({ length: 200 }, (_, day) => (day % 2 === 0 ? 0.001 : -0.001)), -0.9];
    expect(valueAtRisk(jumpy, { method: "cornish-fisher" }).warnings.join()).toContain("domain");
  });

  it("never puts the shortfall below the value at risk", () => {
    fc.assert(
      fc.property(
        sample,
        fc.constantFrom(0.9, 0.95, 0.99),
        fc.constantFrom("historical", "normal"),
        (values, confidence, method) => {
          const report = valueAtRisk(values, { confidence, method });
          expect(report.expectedShortfall).toBeGreaterThanOrEqual(report.valueAtRisk - 1e-12);
        },
      ),
    );
  });

  it("scales with the position: twice the returns, twice the loss", () => {
    fc.assert(
      fc.property(sample, (values) => {
        const doubled = values.map((value) => 2 * value);
        expect(historicalVar(doubled, 0.95)).toBeCloseTo(2 * historicalVar(values, 0.95), 12);
        expect(expectedShortfall(doubled, 0.95)).toBeCloseTo(2 * expectedShortfall(values, 0.95), 12);
      }),
    );
  });

  it("has a sub-additive expected shortfall", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const n = Math.min(a.length, b.length);
        const [first, second] = [a.slice(0, n), b.slice(0, n)];
        const both = first.map((value, day) => value + (second[day] ?? 0));
        expect(expectedShortfall(both, 0.9)).toBeLessThanOrEqual(
          expectedShortfall(first, 0.9) + expectedShortfall(second, 0.9) + 1e-9,
        );
      }),
    );
  });

  it.each([
    [{ confidence: 1 }, "BAD_PARAMETER"],
    [{ confidence: 0.2 }, "BAD_PARAMETER"],
    [{ horizonDays: 0 }, "BAD_PARAMETER"],
    [{ horizonDays: 1.5 }, "BAD_PARAMETER"],
  ])("refuses %o", (options, code) => {
    expect(() => valueAtRisk(returns, options)).toThrow(expect.objectContaining({ code }));
  });

  it("names the row that is no number", () => {
    const bad = [...returns.slice(0, 20), Number.NaN];
    expect(() => valueAtRisk(bad)).toThrow(expect.objectContaining({ code: "NOT_FINITE", row: 20 }));
    expect(() => valueAtRisk([0.1])).toThrow(RiskError);
    expect(() => quantile([1, 2], 2)).toThrow(RiskError);
  });
});
