import { RiskError } from "../errors.ts";
import { dot, portfolioVariance, type SquareMatrix } from "./covariance.ts";
import { minimizeQuadratic, type Constraint } from "./quadratic-program.ts";

/** Long-only, fully invested weights with the figures they give, in the units of the inputs. */
export type Portfolio = { weights: number[]; expectedReturn: number; volatility: number; sharpe: number };

/** Weights of least variance: w >= 0, sum w = 1. */
export function minimumVariance(expectedReturns: readonly number[], covariance: SquareMatrix): Portfolio {
  const weights = minimizeQuadratic(covariance, zeros(covariance), [
    fullyInvested(covariance),
    ...longOnly(covariance),
  ]);
  return portfolioOf(weights, expectedReturns, covariance, 0);
}

/** Weights of least variance whose expected return is at least `target` (Markowitz 1952). Throws INFEASIBLE above the best asset. */
export function meanVariance(expectedReturns: readonly number[], covariance: SquareMatrix, target: number): Portfolio {
  requireAligned(expectedReturns, covariance);
  const best = Math.max(...expectedReturns);
  if (target > best) throw new RiskError("INFEASIBLE", `target return ${target} is above the best asset's ${best}`);
  const reach: Constraint = { row: [...expectedReturns], bound: target, equal: false };
  const constraints = [fullyInvested(covariance), reach, ...longOnly(covariance)];
  return portfolioOf(minimizeQuadratic(covariance, zeros(covariance), constraints), expectedReturns, covariance, 0);
}

/**
 * Weights of the highest Sharpe ratio: minimise y' C y under (mu - rf)' y = 1, y >= 0, then scale y to one. Throws
 * INFEASIBLE when no asset earns more than the risk-free rate.
 */
export function maximumSharpe(
  expectedReturns: readonly number[],
  covariance: SquareMatrix,
  riskFree: number,
): Portfolio {
  requireAligned(expectedReturns, covariance);
  const excess = expectedReturns.map((value) => value - riskFree);
  if (!excess.some((value) => value > 0)) {
    throw new RiskError("INFEASIBLE", `no asset earns more than the risk-free rate ${riskFree}`);
  }
  const unit: Constraint = { row: excess, bound: 1, equal: true };
  const scaled = minimizeQuadratic(covariance, zeros(covariance), [unit, ...longOnly(covariance)]);
  const sum = scaled.reduce((total, value) => total + value, 0);
  return portfolioOf(
    scaled.map((value) => value / sum),
    expectedReturns,
    covariance,
    riskFree,
  );
}

function portfolioOf(
  solved: readonly number[],
  expectedReturns: readonly number[],
  covariance: SquareMatrix,
  riskFree: number,
): Portfolio {
  requireAligned(expectedReturns, covariance);
  const weights = solved.map((weight) => (weight < 0 ? 0 : weight));
  const expectedReturn = dot(weights, expectedReturns);
  const volatility = Math.sqrt(portfolioVariance(weights, covariance));
  return {
    weights,
    expectedReturn,
    volatility,
    sharpe: volatility === 0 ? 0 : (expectedReturn - riskFree) / volatility,
  };
}

function requireAligned(expectedReturns: readonly number[], covariance: SquareMatrix): void {
  const n = expectedReturns.length;
  if (n === 0 || covariance.length !== n || covariance.some((row) => row.length !== n)) {
    throw new RiskError("NOT_ALIGNED", `${n} expected returns, covariance of ${covariance.length} rows`);
  }
}

const zeros = (covariance: SquareMatrix) => covariance.map(() => 0);
const fullyInvested = (covariance: SquareMatrix): Constraint => ({
  row: covariance.map(() => 1),
  bound: 1,
  equal: true,
});
const longOnly = (covariance: SquareMatrix): Constraint[] =>
  covariance.map((_, asset) => ({
    row: covariance.map((__, index) => (index === asset ? 1 : 0)),
    bound: 0,
    equal: false,
  }));
