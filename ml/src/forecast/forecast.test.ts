import { describe, expect, it } from "vitest";
import { sharedText } from "../../test/shared-data.ts";
import { startEngine } from "../engine/backend.ts";
import { normalsFrom, seededRandom } from "../random.ts";
import { arima } from "./arima.ts";
import { autoregression, fitAutoregression } from "./autoregression.ts";
import { forecast } from "./forecast.ts";
import { lstm } from "./lstm.ts";
import { randomWalk } from "./model.ts";
import { dieboldMariano, skillOf } from "./skill.ts";
import { walkForward } from "./walk-forward.ts";

/** Returns r(t) = phi r(t-1) + noise: a signal that can be forecast, with R2 = phi squared. */
function planted(phi: number, length: number, seed = 7): number[] {
  const normal = normalsFrom(seededRandom(seed));
  const returns: number[] = [];
  for (let t = 0; t < length; t++) returns.push(phi * (returns[t - 1] ?? 0) + 0.01 * normal());
  return returns;
}
const pricesOf = (returns: readonly number[]) =>
  returns.reduce((prices, value) => [...prices, (prices.at(-1) ?? 1) * Math.exp(value)], [100]);
const nzu = sharedText("prices/nzu_spot_pddl.csv")
  .trim()
  .split(/\r?\n/)
  .slice(1)
  .map((line) => Number(line.split(",")[1]))
  .filter((price) => price > 0);

describe("forecast", () => {
  it("always reports its skill against the random walk, with intervals that widen", async () => {
    const { skill, intervals, lastPrice, engine } = await forecast(nzu.slice(-400));
    expect(skill.observations).toBe(120);
    expect(skill.rmseRandomWalk).toBeGreaterThan(0);
    expect(engine).toBe("least squares");
    const [narrow, wide] = intervals;
    if (narrow === undefined || wide === undefined) throw new Error("two intervals");
    expect(wide.low).toBeLessThan(narrow.low);
    expect(narrow.low).toBeLessThan(lastPrice);
    expect(narrow.high).toBeLessThan(wide.high);
  });

  it("says that no skill is shown on New Zealand Units", async () => {
    const { skill } = await forecast(nzu.slice(-900));
    expect(skill.verdict).toBe("no skill shown");
    expect(skill.rmseRatio).toBeGreaterThan(0.97);
  });

  it("finds a planted signal and says so", async () => {
    const { skill, shown } = await forecast(pricesOf(planted(0.6, 600)));
    expect(skill.verdict).toBe("skill shown");
    expect(shown.model).toBe("ar");
    // the best possible ratio is sqrt(1 - 0.36) = 0.8
    expect(skill.rmseRatio).toBeLessThan(0.9);
  });

  it("shows the random walk where the model did worse", async () => {
    const noise = planted(0, 100, 3);
    const trap = noise.map((value, day) => (day < 67 ? (day % 2 === 0 ? 0.02 : -0.02) : value));
    const { skill, shown, lastPrice } = await forecast(pricesOf(trap), { steps: 33 });
    expect(skill.rmseRatio).toBeGreaterThan(1.005);
    expect(shown).toEqual({ model: "random-walk", price: lastPrice });
  });

  it("is the last price for the random walk", async () => {
    const prices = nzu.slice(-100);
    const result = await forecast(prices, { model: "random-walk" });
    expect(result.forecastPrice).toBe(prices.at(-1));
    expect(result.skill).toMatchObject({ rmseRatio: 1, pValue: 1, verdict: "no skill shown", directionRight: null });
  });

  it("covers about as often as it says, on data of its own kind", async () => {
    let inside = 0;
    const runs = 60;
    for (let seed = 1; seed <= runs; seed++) {
      const prices = pricesOf(planted(0.3, 300, seed));
      const { intervals } = await forecast(prices.slice(0, -1));
      const wide = intervals[1];
      const next = prices.at(-1) ?? Number.NaN;
      if (wide !== undefined && next >= wide.low && next <= wide.high) inside++;
    }
    expect(inside / runs).toBeGreaterThan(0.87);
  });

  it("stands still for a price that never moves", async () => {
    const result = await forecast(Array.from({ length: 100 }, () => 12.5));
    expect(result.forecastPrice).toBeCloseTo(12.5, 12);
    expect(result.skill.rmseRatio).toBe(1);
    expect(result.intervals.every(({ low, high }) => Number.isFinite(low) && Number.isFinite(high))).toBe(true);
  });

  it.each([
    ["too few prices", Array.from({ length: 20 }, () => 1), "TOO_SHORT"],
    ["NaN", [...Array.from({ length: 80 }, () => 1), Number.NaN], "NOT_FINITE"],
    ["a negative price", [...Array.from({ length: 80 }, () => 1), -1], "NON_POSITIVE_PRICE"],
  ])("refuses %s", async (_, prices, code) => {
    await expect(forecast(prices)).rejects.toMatchObject({ code });
  });
});

describe("models", () => {
  it("autoregression recovers the coefficient", () => {
    const [constant, first] = fitAutoregression(planted(0.5, 4_000), 1);
    expect(first).toBeCloseTo(0.5, 1);
    expect(Math.abs(constant ?? 1)).toBeLessThan(0.001);
  });

  it("ARIMA by the npm package loads and stays within the moves it has seen", async () => {
    const returns = planted(0.4, 120);
    const { skill, forecasts } = await walkForward(arima({ p: 1, q: 0 }), returns, { steps: 12, folds: 1 });
    expect(Math.max(...forecasts.map(Math.abs))).toBeLessThanOrEqual(Math.max(...returns.map(Math.abs)));
    expect(skill.rmseRatio).toBeLessThan(1.2);
  });

  it("walk-forward shows a model nothing of what it is scored on", async () => {
    const seen: number[] = [];
    const spy = {
      ...randomWalk,
      fit: (returns: readonly number[]) => {
        seen.push(returns.length);
        return randomWalk.fit(returns);
      },
    };
    const { forecasts } = await walkForward(spy, planted(0, 100), { steps: 40, folds: 4 });
    expect(seen).toEqual([60, 70, 80, 90]);
    expect(forecasts).toHaveLength(40);
  });

  it("a forecast does not change when the future does", async () => {
    const returns = planted(0.5, 200);
    const changed = returns.map((value, day) => (day >= 150 ? 9 : value));
    const fitted = await autoregression(2).fit(returns.slice(0, 150));
    expect(await fitted.predict(changed, [150])).toEqual(await fitted.predict(returns, [150]));
  });
});

describe("skill", () => {
  it("is perfect for perfect forecasts", () => {
    const realised = planted(0, 50);
    expect(skillOf(realised, realised)).toMatchObject({
      rmseModel: 0,
      rmseRatio: 0,
      directionRight: 1,
      verdict: "skill shown",
    });
  });

  it("does not call chance skill", () => {
    const realised = planted(0, 200, 5);
    const guesses = planted(0, 200, 6);
    expect(skillOf(guesses, realised).verdict).toBe("no skill shown");
  });

  it("has a Diebold-Mariano statistic that changes sign with the order", () => {
    const [a, b] = [planted(0, 80, 1), planted(0, 80, 2)];
    expect(dieboldMariano(a, b).statistic).toBeCloseTo(-dieboldMariano(b, a).statistic, 12);
    expect(dieboldMariano(a, a)).toEqual({ statistic: 0, pValue: 1 });
  });

  it("refuses too few or unmatched forecasts", () => {
    expect(() => skillOf([1], [1])).toThrow(expect.objectContaining({ code: "TOO_SHORT" }));
    expect(() => skillOf([1], [1, 2])).toThrow(expect.objectContaining({ code: "NOT_ALIGNED" }));
  });
});

describe("LSTM", () => {
  const options = { window: 5, units: 4, epochs: 12, batchSize: 64 };

  it("names its engine, gives the same forecasts for the same seed, and learns a planted signal", async () => {
    const engine = await startEngine();
    const returns = planted(0.8, 500);
    const run = () => walkForward(lstm(engine, options), returns, { steps: 100, folds: 1 });
    const [first, second] = [await run(), await run()];
    expect(first.forecasts).toEqual(second.forecasts);
    expect(first.skill.rmseRatio).toBeLessThan(0.9);
    expect(lstm(engine).engine).toContain(`backend ${engine.name}`);
  }, 60_000);

  it("gives the same forecasts on every engine that loads, to 1e-4", async () => {
    const returns = planted(0.5, 120);
    const results: number[][] = [];
    for (const backend of ["wasm", "cpu"] as const) {
      const model = lstm(await startEngine(backend), { ...options, epochs: 2 });
      const fitted = await model.fit(returns);
      results.push(await fitted.predict(returns, [100, 110, 120]));
      fitted.dispose();
    }
    const [wasm = [], cpu = []] = results;
    expect(wasm).toHaveLength(3);
    wasm.forEach((value, index) => expect(Math.abs(value - (cpu[index] ?? Number.NaN))).toBeLessThan(1e-4 * 0.01));
  }, 60_000);

  it("falls back in order and says why a faster engine is not used", async () => {
    const { name, passedOver } = await startEngine();
    if (name !== "tensorflow") expect(passedOver[0]).toMatch(/^tensorflow: /);
    await expect(startEngine("cpu")).resolves.toEqual({ name: "cpu", passedOver: [] });
  });

  it("refuses a series that is too short", async () => {
    const model = lstm({ name: "cpu", passedOver: [] }, options);
    await expect(model.fit(planted(0, 20))).rejects.toMatchObject({ code: "TOO_SHORT" });
  });
});
