import { RiskError } from "../errors.ts";
import { regularizedGammaP, regularizedGammaQ } from "./gamma.ts";

/** Density of the standard normal distribution. */
export function normalPdf(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Distribution function of the standard normal, through the incomplete gamma function: erf(x) = P(1/2, x^2). */
export function normalCdf(x: number): number {
  const half = 0.5 * x * x;
  return x >= 0 ? 0.5 + 0.5 * regularizedGammaP(0.5, half) : 0.5 * regularizedGammaQ(0.5, half);
}

/** Quantile of the standard normal by Newton steps on `normalCdf` from a logistic start. Throws unless 0 < p < 1. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new RiskError("BAD_PARAMETER", `probability ${p} is not in (0, 1)`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0.5) return 0;
  let x = -Math.sqrt(-2 * Math.log(p));
  for (let step = 0; step < 60; step++) {
    const density = normalPdf(x);
    const error = (normalCdf(x) - p) / density;
    // Halley's correction keeps the far tail stable
    const move = error / (1 + 0.5 * x * error);
    x -= move;
    if (Math.abs(move) <= 1e-15 * Math.max(1, Math.abs(x))) break;
  }
  return x;
}
