import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SUM_FIELDS, buildSumTree, foldInclusion, isBalanced, leafOf } from "./sum-tree.ts";
import type { SumLeaf, Sums } from "./sum-tree.ts";

const DATA = process.env["SHARED_DATA"] ?? join(import.meta.dirname, "../../../../shared/data");
const PROBES = join(DATA, "audit/merkle-rfc6962/testdata/inclusion");

const amount = fc.bigInt(0n, 10n ** 12n);
const sums = fc.tuple(amount, amount, amount, amount, amount, amount).map((parts): Sums => {
  const issued = parts.reduce((sum, part) => sum + part, 0n);
  const values = [issued, ...parts];
  return Object.fromEntries(SUM_FIELDS.map((field, index) => [field, values[index] ?? 0n])) as Sums;
});
const leaves = fc
  .array(sums, { minLength: 1, maxLength: 70 })
  .map((all): SumLeaf[] => all.map((one, index) => ({ batchId: BigInt(index + 1) << 128n, sums: one })));

describe("a tree of sums", () => {
  it("states the count and the totals of all its leaves", () => {
    fc.assert(
      fc.property(leaves, (all) => {
        const { root } = buildSumTree(all);
        expect(root.count).toBe(BigInt(all.length));
        for (const field of SUM_FIELDS) {
          expect(root.sums[field]).toBe(all.reduce((total, leaf) => total + leaf.sums[field], 0n));
        }
        expect(isBalanced(root.sums)).toBe(true);
      }),
    );
  });

  it("proves every leaf at its place", () => {
    fc.assert(
      fc.property(leaves, (all) => {
        const tree = buildSumTree(all);
        for (const index of all.keys()) {
          const folded = foldInclusion(tree.inclusion(index));
          expect(folded).toEqual({ root: tree.root, index: BigInt(index) });
        }
      }),
      { numRuns: 30 },
    );
  });

  it("has another root when any figure of any leaf is another", () => {
    fc.assert(
      fc.property(leaves, fc.nat(), fc.constantFrom(...SUM_FIELDS), (all, pick, field) => {
        const at = pick % all.length;
        const changed = all.map((leaf, index) =>
          index === at ? { ...leaf, sums: { ...leaf.sums, [field]: leaf.sums[field] + 1n } } : leaf,
        );
        expect(buildSumTree(changed).root.hash).not.toBe(buildSumTree(all).root.hash);
      }),
    );
  });

  it("takes a batch's balance with its buffer", () => {
    const balance = { batchId: 7n, issued: 21n, circulating: 1n, escrowed: 2n, retired: 3n, cancelled: 4n };
    const leaf = leafOf({ ...balance, buffer: 5n, exported: 6n });
    expect(leaf).toEqual({
      batchId: 7n,
      sums: { issued: 21n, circulating: 1n, escrowed: 2n, retired: 3n, cancelled: 4n, inBuffer: 5n, exported: 6n },
    });
    expect(isBalanced(leaf.sums)).toBe(true);
  });

  it("needs a leaf, and has none behind its last", () => {
    expect(() => buildSumTree([])).toThrow(RangeError);
    const one = buildSumTree([{ batchId: 1n, sums: leafOf({ ...ZERO, batchId: 1n }).sums }]);
    expect(() => one.inclusion(1)).toThrow(RangeError);
    expect(one.inclusion(0).steps).toEqual([]);
  });

  it("is shaped as RFC 6962 shapes trees: the published proofs have as many steps", () => {
    const checked = probes().filter(({ leafIdx, treeSize, proof }) => {
      const zero = leafOf({ ...ZERO, batchId: 1n });
      const tree = buildSumTree(Array.from({ length: treeSize }, () => zero));
      expect(tree.inclusion(leafIdx).steps.length, `leaf ${leafIdx} of ${treeSize}`).toBe(proof?.length ?? 0);
      return true;
    });
    expect(checked.length).toBeGreaterThan(4);
  });
});

const ZERO = {
  issued: 0n,
  circulating: 0n,
  escrowed: 0n,
  retired: 0n,
  cancelled: 0n,
  buffer: 0n,
  exported: 0n,
};

type Probe = { leafIdx: number; treeSize: number; proof: readonly string[] | null; wantErr: boolean };

/** The published inclusion proofs that are right. */
function probes(): Probe[] {
  if (!existsSync(PROBES)) throw new RangeError("../shared/data/audit/merkle-rfc6962 is missing beside the project");
  return readdirSync(PROBES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(PROBES, name), "utf8")) as Probe)
    .filter(({ wantErr }) => !wantErr);
}
