import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedText } from "../../test/shared-data.ts";
import { parseCsv } from "../lists/csv.ts";
import { damerauDistance, damerauSimilarity } from "./damerau.ts";
import { jaro, jaroWinkler } from "./jaro-winkler.ts";
import { scoreNames } from "./name-score.ts";
import { LONGEST_NAME, nameTokens } from "./normalize-name.ts";
import { createScreeningList, DEFAULT_THRESHOLD, screenName, type ListedParty } from "./screen.ts";
import { createWalletList, parseWalletLines, walletChanges } from "./wallets.ts";

const word = fc.string({ unit: fc.constantFrom(..."abcdexyz"), maxLength: 9 });

describe("jaroWinkler", () => {
  it.each([
    ["martha", "marhta", 0.9611111111],
    ["dixon", "dicksonx", 0.8133333333],
    ["dwayne", "duane", 0.84],
    ["abc", "xyz", 0],
    ["", "", 1],
  ])("of %s and %s is %s", (a, b, expected) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(expected, 9);
  });

  it("is symmetric and between 0 and 1", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(jaro(a, b)).toBeCloseTo(jaro(b, a), 12);
        expect(jaroWinkler(a, b)).toBeGreaterThanOrEqual(0);
        expect(jaroWinkler(a, b)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe("damerauDistance", () => {
  it.each([
    ["ca", "abc", 3],
    ["kitten", "sitting", 3],
    ["abcd", "acbd", 1],
    ["", "abc", 3],
  ])("of %s and %s is %s", (a, b, expected) => {
    expect(damerauDistance(a, b)).toBe(expected);
  });

  it("is zero for the same text only, symmetric, and at most the longer length", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = damerauDistance(a, b);
        expect(distance === 0).toBe(a === b);
        expect(damerauDistance(b, a)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it("is a likeness of one for two empty texts", () => {
    expect(damerauSimilarity("", "")).toBe(1);
  });
});

describe("nameTokens", () => {
  it.each([
    ["Dr. Rami MAKHLOUF", ["rami", "makhlouf"]],
    ["Volkswagen Gesellschaft mit beschränkter Haftung", ["volkswagen"]],
    ["ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ «БАЙ»", ["bay"]],
    ["Shoigu Shoigu Sergey", ["shoigu", "sergey"]],
    ["O'Brien-Smith", ["obrien", "smith"]],
    ["The Co.", ["the", "co"]],
    ["  ", []],
  ])("of %s are %j", (name, tokens) => {
    expect(nameTokens(name)).toEqual(tokens);
  });

  it("cuts hostile lengths", () => {
    expect(nameTokens("a".repeat(1_000_000)).join("").length).toBeLessThanOrEqual(LONGEST_NAME);
  });
});

describe("scoreNames on the labelled pairs", () => {
  const pairs = parseCsv(sharedText("screening/name_pairs_tune.csv"))
    .slice(1)
    .map(({ cells }) => ({ query: cells[2] ?? "", listed: cells[3] ?? "", match: cells[4] === "true" }));

  it("keeps F1 at 0.84 or more at the default threshold, precision and recall above 0.8", () => {
    const hits = pairs.filter(({ query, listed }) => scoreNames(query, listed).score >= DEFAULT_THRESHOLD);
    const truePositives = hits.filter(({ match }) => match).length;
    const precision = truePositives / hits.length;
    const recall = truePositives / pairs.filter(({ match }) => match).length;
    const f1 = (2 * precision * recall) / (precision + recall);
    console.log(
      `${pairs.length} pairs: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}, F1 ${f1.toFixed(3)}`,
    );
    expect(pairs.length).toBe(392);
    expect(precision).toBeGreaterThan(0.8);
    expect(recall).toBeGreaterThan(0.8);
    expect(f1).toBeGreaterThan(0.84);
  });

  it("is 1 for a name and itself, whatever the order and case of its words", () => {
    expect(scoreNames("MADURO Nicolás", "nicolas maduro").score).toBe(1);
  });

  it("stays between 0 and 1 and explains each word of the query", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (a, b) => {
        const { score, matches } = scoreNames(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1 + 1e-12);
        if (score > 0) expect(matches.length).toBeGreaterThan(0);
      }),
    );
  });
});

const aParty = (fields: Partial<ListedParty> = {}): ListedParty => ({
  source: "TEST",
  reference: "T.1",
  kind: "INDIVIDUAL",
  names: ["Igor Ivanovich Sechin"],
  birthYears: [1960],
  countries: [],
  ...fields,
});

describe("screening a list", () => {
  it("says which listed name was hit and how", () => {
    const [hit] = screenName("Igor Ivanovich Sechinn", [aParty()]);
    expect(hit).toMatchObject({
      source: "TEST",
      reference: "T.1",
      listedName: "Igor Ivanovich Sechin",
      birthYear: "unknown",
    });
    expect(hit?.matches.map((match) => match.listed)).toEqual(["igor", "ivanovich", "sechin"]);
  });

  it("finds nothing for another name and for an empty one", () => {
    expect(screenName("Angela Merkel", [aParty()])).toEqual([]);
    expect(screenName("", [aParty()])).toEqual([]);
  });

  it("finds a name written in another script", () => {
    expect(screenName("Владимир Путин", [aParty({ names: ["Vladimir Putin"] })])).toHaveLength(1);
  });

  it("takes a different birth year as evidence against, one two years off not", () => {
    const party = aParty({ names: ["Igor Sechin"] });
    expect(screenName("Igor Sechin", [party], { birthYear: 1962 })[0]).toMatchObject({ score: 1, birthYear: "agrees" });
    expect(screenName("Igor Sechin", [party], { birthYear: 1980, threshold: 0.8 })[0]).toMatchObject({
      score: 0.85,
      birthYear: "differs",
    });
    expect(screenName("Igor Sechin", [party], { birthYear: 1980 })).toEqual([]);
  });

  it("gives one hit for each party, the best name of it, highest score first", () => {
    const list = createScreeningList([
      aParty({ reference: "T.2", names: ["Igor Setchin"] }),
      aParty({ names: ["Igor Sechin", "Igor I. Sechin"] }),
    ]);
    const hits = list.screenName("Igor Sechin");
    expect(hits.map((hit) => hit.reference)).toEqual(["T.1", "T.2"]);
    expect(hits[0]?.listedName).toBe("Igor Sechin");
    expect(list.screenName("Igor Sechin", { limit: 1 })).toHaveLength(1);
    expect(list.size).toBe(2);
  });
});

describe("wallets", () => {
  const read = (date: string) =>
    createWalletList(parseWalletLines(sharedText(`screening/wallets/${date}/sanctioned_addresses_ETH.txt`)));

  it("replay the delisting of March 2025: 90 released, 2 new", () => {
    const { block, unblock } = walletChanges(read("2024-09-27"), read("2025-06-20"));
    expect([block.length, unblock.length]).toEqual([2, 90]);
  });

  it("are found in any case", () => {
    const list = read("2025-06-20");
    const [address = ""] = list.addresses;
    expect(list.isListed(`0x${address.slice(2).toUpperCase()}`)).toBe(true);
    expect(list.isListed(`0x${"0".repeat(40)}`)).toBe(false);
  });

  it("name the line of a malformed address", () => {
    expect(() => createWalletList([`0x${"a".repeat(40)}`, "0x12"])).toThrow(
      expect.objectContaining({ code: "BAD_LIST", line: 2 }),
    );
  });
});
