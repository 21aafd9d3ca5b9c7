import { weightsOf } from "./weights.ts";

/**
 * The market of Almgren and Chriss, "Optimal execution of portfolio transactions" (2000): `lambda` risk aversion per unit of money,
 * `sigma` volatility, `gamma` permanent and `eta` temporary impact, all per unit of time; `tau` the time between two trades.
 */
export type ImpactModel = { lambda: number; sigma: number; gamma: number; eta: number; tau: number };

/** How urgent it is, per unit of time: the positive solution of 2 (cosh(kappa tau) - 1) / tau^2 = lambda sigma^2 / (eta - gamma tau / 2). */
export function urgencyKappa({ lambda, sigma, gamma, eta, tau }: ImpactModel): number {
  const squared = (lambda * sigma ** 2) / (eta - (gamma * tau) / 2);
  return Math.acosh(1 + (squared * tau ** 2) / 2) / tau;
}

/** Below this kappa T the two formulas are the same to the last digit. */
const SMALL = 1e-7;

/**
 * The part of an order that is left at each of `slices` + 1 evenly spaced times from start to end: sinh(kappa (T - t)) / sinh(kappa T),
 * which is an even spread as kappa goes to zero.
 * @param kappaT kappa times the whole duration, zero or more.
 */
export function urgencyHoldings(kappaT: number, slices: number): number[] {
  if (!(kappaT >= 0 && Number.isFinite(kappaT))) throw new RangeError(`kappaT: ${kappaT} is not zero or more`);
  return Array.from({ length: slices + 1 }, (_, index) => {
    const left = (slices - index) / slices;
    if (kappaT < SMALL) return left;
    // sinh(a) / sinh(b) without the overflow that either has alone
    return Math.exp(kappaT * (left - 1)) * (Math.expm1(-2 * kappaT * left) / Math.expm1(-2 * kappaT));
  });
}

/** The weights of an order for 2 to 32 slices that is worked off the faster the more urgent it is; even at kappaT zero. */
export function urgencyWeights(kappaT: number, slices: number): number[] {
  const holdings = urgencyHoldings(kappaT, slices);
  return weightsOf(holdings.slice(1).map((left, index) => (holdings[index] ?? 0) - left));
}
