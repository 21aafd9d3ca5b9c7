import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concentration, concentrations, type Holding } from "./concentration.ts";
import { checkBeforeTrade, checkPositionLimit } from "./limits.ts";

const aHolding = (fields: Partial<Holding> = {}): Holding => ({
  valueQuote: 100n,
  methodology: "VM0007",
  country: "BR",
  vintage: "2021",
  ...fields,
});

describe("concentration", () => {
  it("is one for a single name and 1/n for an even book", () => {
    expect(concentration([aHolding(), aHolding()], "country").hhi).toBe(1);
    const even = ["BR", "KE", "IN", "NZ"].map((country) => aHolding({ country }));
    expect(concentration(even, "country")).toMatchObject({ hhi: 0.25, effectiveNames: 4 });
  });

  it("lists shares from large to small", () => {
    const holdings = [aHolding({ vintage: "2019", valueQuote: 25n }), aHolding({ vintage: "2022", valueQuote: 75n })];
    expect(concentration(holdings, "vintage").shares).toEqual([
      { name: "2022", share: 0.75 },
      { name: "2019", share: 0.25 },
    ]);
  });

  it("is zero for an empty book", () => {
    expect(concentration([], "country")).toEqual({ dimension: "country", hhi: 0, effectiveNames: 0, shares: [] });
  });

  it("stays between 1/n and 1, whatever is held", () => {
    const holding = fc.record({
      valueQuote: fc.bigInt({ min: 1n, max: 10n ** 24n }),
      methodology: fc.constantFrom("A", "B", "C"),
      country: fc.constantFrom("BR", "KE"),
      vintage: fc.constantFrom("2020", "2021", "2022"),
    });
    fc.assert(
      fc.property(fc.array(holding, { minLength: 1, maxLength: 30 }), (holdings) => {
        for (const { hhi, shares } of concentrations(holdings)) {
          expect(hhi).toBeGreaterThanOrEqual(1 / shares.length - 1e-6);
          expect(hhi).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});

describe("position limits", () => {
  const limit = { asset: 3, maxUnits: 1_000n, warnPips: 800_000 };

  it.each([
    [0n, "within"],
    [799n, "within"],
    [800n, "warn"],
    [1_000n, "warn"],
    [1_001n, "breach"],
  ])("call %s of 1,000 units %s", (units, state) => {
    expect(checkPositionLimit(units, limit).state).toBe(state);
  });

  it("judge a trade by the position after it", () => {
    expect(checkBeforeTrade(900n, 101n, limit)).toMatchObject({ units: 1_001n, state: "breach", usedPips: 1_001_000n });
  });

  it("let nothing pass a limit of zero", () => {
    expect(checkPositionLimit(1n, { ...limit, maxUnits: 0n }).state).toBe("breach");
    expect(checkPositionLimit(0n, { ...limit, maxUnits: 0n }).state).toBe("within");
  });
});
