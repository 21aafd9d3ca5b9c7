import { describe, expect, it } from "vitest";
import { countryCode } from "./country-codes.ts";
import { mechanismOf, statedMechanism } from "./mechanism.ts";

describe("country codes", () => {
  it.each([
    ["KE", "KE"],
    ["ke", "KE"],
    ["IND", "IN"],
    ["Uganda", "UG"],
    ["Viet Nam", "VN"],
    ["Tanzania United Republic of", "TZ"],
    ["COTE D'IVOIRE", "CI"],
    ["Côte d’Ivoire", "CI"],
    ["Turkey", "TR"],
    ["Türkiye", "TR"],
    ["The Gambia", "GM"],
    ["United States of America", "US"],
    ["Congo", "CG"],
    ["Democratic Republic of the Congo", "CD"],
    ["GUYANA", "GY"],
  ])("%s is %s", (text, code) => expect(countryCode(text)).toBe(code));

  it.each(["", "ZZ", "Atlantis", "XKX1"])("%s is none", (text) => expect(countryCode(text)).toBeUndefined());
});

describe("mechanisms", () => {
  it.each([
    ["AR-ACM0003", "REMOVAL"],
    ["VM0044", "REMOVAL"],
    ["VM0010", "MIXED"],
    ["ACM0002", "REDUCTION"],
    ["Improved Forest Management (IFM) on Non-Federal U.S. Forestlands", "MIXED"],
  ])("of %s is %s", (methodology, mechanism) => expect(mechanismOf(methodology)).toBe(mechanism));

  it("are read from a column that states them", () => {
    expect(statedMechanism("Reduction")).toBe("REDUCTION");
    expect(statedMechanism("Emission Removal")).toBe("REMOVAL");
    expect(statedMechanism("Removal & Reduction")).toBe("MIXED");
    expect(statedMechanism("")).toBeUndefined();
  });
});
