import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_COUNTRY, decodeCountry, encodeCountry } from "./country.ts";

const letter = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZ");

describe("country", () => {
  it("decodes what it encoded", () => {
    fc.assert(
      fc.property(letter, letter, (a, b) => {
        expect(decodeCountry(encodeCountry(a + b))).toBe(a + b);
      }),
    );
  });

  it("is the ASCII of the two letters", () => expect(encodeCountry("KE")).toBe("0x4b45"));

  it("takes nothing as zero and zero as null", () => {
    expect(encodeCountry(undefined)).toBe(NO_COUNTRY);
    expect(encodeCountry("")).toBe(NO_COUNTRY);
    expect(decodeCountry(NO_COUNTRY)).toBeNull();
  });

  it.each(["k", "ke", "KEN", "K1", "ÄÖ"])("refuses %s", (code) =>
    expect(() => encodeCountry(code)).toThrow(RangeError),
  );

  it("refuses bytes that are no letters", () => expect(() => decodeCountry("0x4b00")).toThrow(RangeError));
});
