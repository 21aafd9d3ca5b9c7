import { zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { sweepRequest } from "./sweep.ts";
import type { SweepInput } from "./sweep.ts";

const input = (over: Partial<SweepInput> = {}): SweepInput => ({
  marketIds: [1],
  units: 5_000n,
  maxCost: 80_000_000n,
  statement: { purpose: "VOLUNTARY" },
  ...over,
});

describe("sweepRequest", () => {
  it("names each market once, in rising order of its number", () => {
    expect(sweepRequest(input({ marketIds: [10, 9, 2, 9] })).marketIds).toEqual([2, 9, 10]);
  });

  it("asks for the whole amount unless told otherwise", () => {
    expect(sweepRequest(input()).minUnits).toBe(5_000n);
    expect(sweepRequest(input({ minUnits: 1_000n })).minUnits).toBe(1_000n);
  });

  it("allows every batch without criteria", () => {
    expect(sweepRequest(input()).criteria).toEqual({
      methodologies: [],
      countries: [],
      mechanisms: [],
      labels: 0n,
      vintageFrom: 0,
      vintageTo: 0,
    });
  });

  it("writes criteria and statement as the contract takes them", () => {
    const request = sweepRequest(
      input({
        criteria: { countries: ["KE", "BR"], mechanisms: ["REMOVAL"], vintageFrom: 1_577_836_800 },
        statement: { purpose: "CORSIA", statement: "Flights of 2025" },
      }),
    );
    expect(request.criteria).toMatchObject({
      countries: ["0x4b45", "0x4252"],
      mechanisms: [1],
      vintageFrom: 1_577_836_800,
    });
    expect(request.details).toEqual({
      beneficiary: zeroAddress,
      beneficiaryRef: zeroHash,
      purpose: 1,
      consumptionCountry: "0x0000",
      periodStart: 0,
      periodEnd: 0,
      statement: "Flights of 2025",
      claim: 0,
    });
  });

  it("asks for several labels by one mask, and refuses a number that is none", () => {
    expect(sweepRequest(input({ criteria: { labels: [0, 5] } })).criteria.labels).toBe(33n);
    expect(() => sweepRequest(input({ criteria: { labels: [128] } }))).toThrow(RangeError);
  });

  it("refuses a country that is none", () => {
    expect(() => sweepRequest(input({ criteria: { countries: ["Kenya"] } }))).toThrow(RangeError);
  });
});
