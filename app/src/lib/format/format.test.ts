import { expect, test } from "vitest";
import { aMarket } from "../testing/market.ts";
import { parseLocalMinute, parseUtcDay, toLocalMinute, utcDay, utcMinute } from "./dates.ts";
import { countryName } from "./countries.ts";
import { changePercent, feePercent, group, lotTonnes, price, priceChange, quote, shortHex, tonnes } from "./numbers.ts";

const plain = (text: string) => text.replaceAll("\u202f", " ");

test.each([
  ["1", "1"],
  ["1234", "1 234"],
  ["1234567.8901", "1 234 567.8901"],
  ["0.5", "0.5"],
])("%s is grouped as %s", (text, grouped) => {
  expect(plain(group(text))).toBe(grouped);
});

test("amounts are drawn exactly, never rounded", () => {
  expect(plain(quote(1_234_567_891n, 6))).toBe("1 234.567891");
  expect(plain(tonnes(12_500n))).toBe("12.500");
  expect(plain(tonnes(12_000n))).toBe("12");
  expect(lotTonnes(3n, aMarket())).toBe("3");
  expect(price(1250, aMarket())).toBe("12.50");
});

test("changes carry their sign, fees their per cent, hashes their ends", () => {
  expect(priceChange(15, aMarket())).toBe("+0.15");
  expect(priceChange(-15, aMarket())).toBe("\u22120.15");
  expect(priceChange(0, aMarket())).toBe("0.00");
  expect(plain(changePercent(-47, 806))).toBe("\u22125.5 %");
  expect(plain(changePercent(10, 110))).toBe("+10.0 %");
  expect(changePercent(5, 5)).toBe("");
  expect(plain(feePercent(1_500))).toBe("0.15 %");
  expect(plain(feePercent(0))).toBe("0 %");
  expect(shortHex("0x1234567890abcdef")).toBe("0x1234\u2026cdef");
});

test("a country is named, and what is no country code stays", () => {
  expect(countryName("KE")).toBe("Kenya");
  expect(countryName("ZZZ")).toBe("ZZZ");
  expect(countryName("")).toBe("");
});

test("days and minutes go there and back", () => {
  expect(utcDay(1_609_459_200)).toBe("2021-01-01");
  expect(parseUtcDay("2021-01-01")).toBe(1_609_459_200);
  expect(parseUtcDay("2021-02-30")).toBeNull();
  expect(parseUtcDay("01/02/2021")).toBeNull();
  expect(utcMinute(1_609_459_260n)).toBe("2021-01-01 00:01 UTC");
  expect(parseLocalMinute(toLocalMinute(1_609_459_260))).toBe(1_609_459_260);
  expect(parseLocalMinute("")).toBeNull();
});
