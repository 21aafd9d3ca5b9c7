import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dependants } from "../../test/mutation/compiler.ts";
import { codeOnly } from "../../test/mutation/code-only.ts";
import { choose, mutantsOf, seededRandom } from "../../test/mutation/generate.ts";
import { applied, describe as told } from "../../test/mutation/mutant.ts";
import { NASTY, nastyMutants } from "../../test/mutation/nasty.ts";
import { count, summaryLine, type Tried } from "../../test/mutation/report.ts";
import { verdict } from "../../test/mutation/workshop.ts";
import { PROJECT_ROOT } from "../config.ts";

const SOURCE = `library L {
    /// @notice a < b is said here, and "c > d" too.
    function f(uint256 a, uint256 b) internal {
        if (a < b && !flag) total += a; // a > b
        require(
            a != 0,
            Problem(a, "a + b")
        );
        s.credit(a, config.quoteAsset(), b);
        return true;
    }
}
`;
const mutants = mutantsOf("L.sol", SOURCE);
const changes = mutants.map(({ operator, from, to }) => `${operator}: ${from.trim()} -> ${to.trim()}`);

describe("the mutants of a source", () => {
  it("change operators, sides, steps, truths and numbers of the code", () => {
    expect(changes).toContain("comparison: < -> <=");
    expect(changes).toContain("logic: && -> ||");
    expect(changes).toContain("negation: ! -> ");
    expect(changes).toContain("step: += -> -=");
    expect(changes).toContain("side: quoteAsset() -> baseAsset()");
    expect(changes).toContain("truth: true -> false");
    expect(changes).toContain("number: 0 -> 1");
  });

  it("drop a requirement with all of its lines, and a statement", () => {
    const dropped = mutants.find(({ operator }) => operator === "requirement");
    expect(dropped?.from).toMatch(/^require\([\s\S]*\);$/);
    expect(mutants.some(({ operator, from }) => operator === "statement" && from.includes("s.credit"))).toBe(true);
  });

  it("leave comments, texts and declarations alone", () => {
    expect(codeOnly(SOURCE)).toHaveLength(SOURCE.length);
    for (const { line } of mutants) expect([2, 3]).not.toContain(line);
    expect(mutants.filter(({ line, operator }) => line === 7 && operator === "arithmetic")).toEqual([]);
  });

  it("each change exactly one place", () => {
    for (const mutant of mutants) {
      const changed = applied(SOURCE, mutant);
      expect(changed, told(mutant)).not.toBe(SOURCE);
      expect(changed.length - SOURCE.length).toBe(mutant.to.length - mutant.from.length);
      expect(SOURCE.startsWith(changed.slice(0, mutant.at))).toBe(true);
    }
  });
});

describe("the choice among them", () => {
  it("is the same for the same seed, and another for another", () => {
    const pick = (seed: number) => choose(mutants, 4, seededRandom(seed));
    expect(pick(1)).toEqual(pick(1));
    expect(pick(1)).not.toEqual(pick(2));
  });

  it("takes kinds of changes in turn and no mutant twice", () => {
    const all = choose(mutants, 1000, seededRandom(3));
    expect(new Set(all.map(told)).size).toBeLessThanOrEqual(all.length);
    expect(all).toHaveLength(mutants.length);
    const kinds = new Set(mutants.map(({ operator }) => operator)).size;
    expect(new Set(all.slice(0, kinds).map(({ operator }) => operator)).size).toBe(kinds);
  });
});

describe("the list by hand", () => {
  it("stands in files that there are, and says why", () => {
    for (const { file, from, why } of NASTY) {
      expect(existsSync(join(PROJECT_ROOT, file)), file).toBe(true);
      expect(from).not.toBe("");
      expect(why).not.toBe("");
    }
  });

  it("reports what has no place any more, or more than one", () => {
    const { mutants: found, stale } = nastyMutants((file) =>
      file.endsWith("Fees.sol") ? readFileSync(join(PROJECT_ROOT, file), "utf8") : "",
    );
    expect(found.every(({ file }) => file.endsWith("Fees.sol"))).toBe(true);
    expect(found.length + stale.length).toBe(NASTY.length);
  });
});

describe("what a run comes to", () => {
  it("knows which sources a change reaches", () => {
    const files = new Map([
      ["contracts/A.sol", 'import { B } from "./B.sol";'],
      ["contracts/B.sol", 'import { C } from "../lib/C.sol";'],
      ["lib/C.sol", ""],
      ["contracts/D.sol", ""],
    ]);
    expect(dependants("lib/C.sol", files).sort()).toEqual(["contracts/A.sol", "contracts/B.sol", "lib/C.sol"]);
  });

  it("reads forge's verdict", () => {
    const suite = "Ran 3 tests for test/contracts/exchange/Trading.t.sol:TradingTest\n";
    expect(verdict({ exitCode: 0, output: suite })).toEqual({ kind: "survived" });
    expect(verdict({ exitCode: null, output: suite })).toEqual({ kind: "timeout" });
    expect(verdict({ exitCode: 1, output: `${suite}[FAIL: 1 != 2] test_it_holds() (gas: 12)` })).toEqual({
      kind: "killed",
      suite: "TradingTest",
      test: "test_it_holds",
    });
    const sequence = `${suite}[FAIL: assertion failed: 1 != 0]\n\t[Sequence] (original: 5)\n invariant_it() (runs: 4, calls: 9)`;
    expect(verdict({ exitCode: 1, output: sequence })).toMatchObject({ kind: "killed", test: "invariant_it" });
    expect(verdict({ exitCode: 1, output: "Error: Compiler run failed" })).toMatchObject({ kind: "uncompilable" });
  });

  it("counts a mutant that never ends as noticed", () => {
    const [mutant] = mutants;
    if (mutant === undefined) throw new TypeError("the source has no mutant");
    const tried: Tried[] = [
      { mutant, verdict: { kind: "timeout" } },
      { mutant, verdict: { kind: "survived" } },
      { mutant, verdict: { kind: "uncompilable", output: "" } },
    ];
    expect(count(tried)).toEqual({ killed: 1, survived: 1, uncompilable: 1, share: 0.5 });
    expect(summaryLine(tried)).toBe("1 killed, 1 survived, 1 did not compile: 50.0 % killed");
  });
});
