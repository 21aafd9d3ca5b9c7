import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedJson } from "../../test/shared-data.ts";
import { covarianceMatrix, dot } from "./covariance.ts";
import { maximumSharpe, meanVariance, minimumVariance, type Portfolio } from "./long-only.ts";

type Case = { weights: Record<string, number> };
type Oracle = {
  tickers: string[];
  mu: number[];
  cov: number[][];
  cases: Record<string, Case>;
  frontier: { target: number; vol: number; weights: number[] }[];
};
const oracle = sharedJson<Oracle>("risk/pypfopt/oracle_portfolios.json");

function expectWeights(portfolio: Portfolio, key: string): void {
  const expected = oracle.cases[key]?.weights;
  if (expected === undefined) throw new Error(`the oracle has no case ${key}`);
  oracle.tickers.forEach((ticker, asset) => {
    expect(Math.abs((portfolio.weights[asset] ?? 0) - (expected[ticker] ?? 0)), ticker).toBeLessThan(1e-8);
  });
}

describe("against the oracle, weights to 1e-8", () => {
  it("minimum variance", () => {
    const portfolio = minimumVariance(oracle.mu, oracle.cov);
    expectWeights(portfolio, "min_vol_long_only");
    expect(portfolio.volatility).toBeCloseTo(0.159151, 6);
  });

  it("highest Sharpe ratio at a risk-free rate of 2 %", () => {
    const portfolio = maximumSharpe(oracle.mu, oracle.cov, 0.02);
    expectWeights(portfolio, "max_sharpe_long_only_rf2");
    expect(portfolio.sharpe).toBeCloseTo(1.284771, 6);
  });

  it("least variance for a return of 25 %", () => {
    expectWeights(meanVariance(oracle.mu, oracle.cov, 0.25), "efficient_return_25");
  });

  it("all points of the frontier, which is monotone", () => {
    expect(oracle.frontier).toHaveLength(50);
    let before = 0;
    for (const point of oracle.frontier) {
      const { volatility, weights } = meanVariance(oracle.mu, oracle.cov, point.target);
      expect(Math.abs(volatility - point.vol)).toBeLessThan(1e-9);
      point.weights.forEach((weight, asset) => expect(Math.abs((weights[asset] ?? 0) - weight)).toBeLessThan(1e-6));
      expect(volatility).toBeGreaterThanOrEqual(before - 1e-12);
      before = volatility;
    }
  });
});

describe("long-only portfolios", () => {
  const series = fc.array(fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 40, maxLength: 40 }), {
    minLength: 2,
    maxLength: 5,
  });

  it("are fully invested, never short, and no single asset has less variance", () => {
    fc.assert(
      fc.property(series, (returns) => {
        const covariance = covarianceMatrix(returns).map((row, i) =>
          row.map((value, j) => value + (i === j ? 1e-6 : 0)),
        );
        const { weights, volatility } = minimumVariance(
          returns.map(() => 0),
          covariance,
        );
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
        weights.forEach((weight, asset) => {
          expect(weight).toBeGreaterThanOrEqual(0);
          expect(volatility).toBeLessThanOrEqual(Math.sqrt(covariance[asset]?.[asset] ?? 0) + 1e-9);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("satisfy the optimality conditions: held assets share one marginal variance, the others have more", () => {
    const { weights } = minimumVariance(oracle.mu, oracle.cov);
    const marginal = oracle.cov.map((row) => dot(row, weights));
    const held = marginal.filter((_, asset) => (weights[asset] ?? 0) > 1e-9);
    expect(Math.max(...held) - Math.min(...held)).toBeLessThan(1e-10);
    expect(Math.min(...marginal)).toBeGreaterThan(Math.min(...held) - 1e-10);
  });

  it.each([
    [
      "a target above the best asset",
      () =>
        meanVariance(
          [0.1, 0.2],
          [
            [1, 0],
            [0, 1],
          ],
          0.3,
        ),
      "INFEASIBLE",
    ],
    [
      "no asset above the risk-free rate",
      () =>
        maximumSharpe(
          [0.01, 0.02],
          [
            [1, 0],
            [0, 1],
          ],
          0.05,
        ),
      "INFEASIBLE",
    ],
    [
      "a singular covariance",
      () =>
        minimumVariance(
          [0, 0],
          [
            [1, 1],
            [1, 1],
          ],
        ),
      "SINGULAR_COVARIANCE",
    ],
    [
      "vectors of different length",
      () =>
        minimumVariance(
          [0],
          [
            [1, 0],
            [0, 1],
          ],
        ),
      "NOT_ALIGNED",
    ],
    [
      "series of different length",
      () =>
        covarianceMatrix([
          [1, 2, 3],
          [1, 2],
        ]),
      "NOT_ALIGNED",
    ],
  ])("refuse %s", (_, run, code) => {
    expect(run).toThrow(expect.objectContaining({ code }));
  });
});
