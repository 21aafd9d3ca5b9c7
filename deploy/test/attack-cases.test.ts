import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../config.ts";

/** The cases that an order book has to stand, by group and number. */
const CASES = Object.entries({ A: 9, B: 8, C: 5, D: 8, E: 4, F: 8, G: 7, H: 5 }).flatMap(([group, count]) =>
  Array.from({ length: count }, (_, index) => `${group}${index + 1}`),
);

const folder = join(PROJECT_ROOT, "test/contracts");
const titles = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".sol"))
  .flatMap((path) => [...readFileSync(join(folder, path), "utf8").matchAll(/function ((?:test|invariant)\w+)/g)])
  .map((match) => match[1] ?? "");
const page = readFileSync(join(PROJECT_ROOT, "docs/attack-cases.md"), "utf8");

describe("the attack cases", () => {
  it.each(CASES)("%s is shown by a Solidity test and explained on the page", (id) => {
    expect(titles.filter((title) => title.includes(`_${id}_`))).not.toHaveLength(0);
    expect(page).toMatch(new RegExp(`^- \\*\\*${id}\\*\\* \\w`, "m"));
  });

  it("name only tests that there are", () => {
    const named = [...page.matchAll(/`((?:test|testFuzz|invariant)_\w+)`/g)].map((match) => match[1] ?? "");
    expect(named.length).toBeGreaterThan(CASES.length);
    expect(named.filter((name) => !titles.includes(name))).toEqual([]);
  });

  it("list every invariant of the day", () => {
    const sources = ["exchange/Invariants.t.sol", "exchange/PlannedInvariants.sol"];
    const invariants = sources.flatMap((path) => [
      ...readFileSync(join(folder, path), "utf8").matchAll(/function invariant_\w+/g),
    ]);
    const section = page.slice(page.indexOf("## Invariants of a trading day"));
    expect([...section.matchAll(/^\d+\. /gm)]).toHaveLength(invariants.length);
    expect(invariants.length).toBeGreaterThanOrEqual(20);
  });
});
