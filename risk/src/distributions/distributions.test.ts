import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RiskError } from "../errors.ts";
import { chiSquaredSurvival, logGamma } from "./gamma.ts";
import { normalCdf, normalPdf, normalQuantile } from "./normal.ts";
import { regularizedBeta, studentTTwoSided } from "./student-t.ts";

describe("normal distribution", () => {
  it.each([
    [0.95, 1.6448536269514722],
    [0.975, 1.959963984540054],
    [0.99, 2.3263478740408408],
    [0.999, 3.090232306167813],
    [1e-12, -7.034483825301132],
  ])("has the quantile of %s to 1e-13", (p, expected) => {
    expect(Math.abs(normalQuantile(p) / expected - 1)).toBeLessThan(1e-13);
  });

  it("inverts its distribution function", () => {
    fc.assert(
      fc.property(fc.double({ min: -6, max: 6, noNaN: true }), (x) => {
        expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(1e-7);
      }),
    );
  });

  it("is symmetric and has the density as its slope", () => {
    expect(normalCdf(1.3) + normalCdf(-1.3)).toBeCloseTo(1, 14);
    expect((normalCdf(0.7 + 1e-5) - normalCdf(0.7 - 1e-5)) / 2e-5).toBeCloseTo(normalPdf(0.7), 8);
  });

  it.each([0, 1, Number.NaN])("refuses the probability %s", (p) => {
    expect(() => normalQuantile(p)).toThrow(RiskError);
  });
});

describe("gamma, chi-squared, t", () => {
  it("knows the factorials", () => {
    expect(Math.exp(logGamma(6))).toBeCloseTo(120, 9);
    expect(Math.exp(logGamma(0.5))).toBeCloseTo(Math.sqrt(Math.PI), 13);
  });

  it.each([
    [3.841458820694124, 1, 0.05],
    [5.991464547107979, 2, 0.05],
    [6.634896601021213, 1, 0.01],
  ])("gives the chi-squared p-value of %s with %s degrees", (statistic, degrees, p) => {
    expect(chiSquaredSurvival(statistic, degrees)).toBeCloseTo(p, 12);
  });

  it.each([
    [2.2281388519649385, 10, 0.05],
    [12.706204736432095, 1, 0.05],
  ])("gives the two-sided t p-value of %s with %s degrees", (t, degrees, p) => {
    expect(studentTTwoSided(t, degrees)).toBeCloseTo(p, 11);
  });

  it("has the incomplete beta function's reflection", () => {
    expect(regularizedBeta(0.3, 2, 5) + regularizedBeta(0.7, 5, 2)).toBeCloseTo(1, 13);
    expect(regularizedBeta(-1, 2, 3)).toBe(0);
    expect(regularizedBeta(2, 2, 3)).toBe(1);
  });
});
