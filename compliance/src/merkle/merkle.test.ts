import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedJson } from "../../test/shared-data.ts";
import { emptyRoot, leafHash, nodeHash } from "./hash.ts";
import { consistencyProof, inclusionProof, merkleRoot } from "./tree.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

const PROBES = "audit/merkle-rfc6962/testdata";
type InclusionProbe = {
  leafIdx: number;
  treeSize: number;
  root: string;
  leafHash: string;
  proof: string[] | null;
  desc: string;
  wantErr: boolean;
};
type ConsistencyProbe = {
  size1: number;
  size2: number;
  root1: string;
  root2: string;
  proof: string[] | null;
  desc: string;
  wantErr: boolean;
};

const probesOf = <T>(kind: string): { name: string; probe: T }[] =>
  readdirSync(fileURLToPath(new URL(`../../../../shared/data/${PROBES}/${kind}`, import.meta.url)), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, probe: sharedJson<T>(`${PROBES}/${kind}/${name}`) }));
const bytes = (base64: string | undefined) => Buffer.from(base64 ?? "", "base64");
const hex = (hash: Uint8Array) => Buffer.from(hash).toString("hex");
/** Go's uint64 printed as a number may lie beyond 2^53; only its size class matters for a refusal. */
const whole = (value: number) => BigInt(value);

const inclusion = probesOf<InclusionProbe>("inclusion");
const consistency = probesOf<ConsistencyProbe>("consistency");

describe("the published probes", () => {
  it("are all there: 98 of each kind", () => {
    expect([inclusion.length, consistency.length]).toEqual([98, 98]);
  });

  it.each(inclusion)("inclusion $name", ({ probe }) => {
    const verdict = verifyInclusion({
      leafHash: bytes(probe.leafHash),
      index: whole(probe.leafIdx),
      size: whole(probe.treeSize),
      root: bytes(probe.root),
      proof: (probe.proof ?? []).map(bytes),
    });
    expect(verdict).toBe(!probe.wantErr);
  });

  it.each(consistency)("consistency $name", ({ probe }) => {
    const verdict = verifyConsistency({
      oldSize: whole(probe.size1),
      newSize: whole(probe.size2),
      oldRoot: bytes(probe.root1),
      newRoot: bytes(probe.root2),
      proof: (probe.proof ?? []).map(bytes),
    });
    expect(verdict).toBe(!probe.wantErr);
  });
});

describe("the tree", () => {
  const leavesOf = (count: number) =>
    Array.from({ length: count }, (_, index) => leafHash(Buffer.from(`entry ${index}`)));

  it("has SHA-256 of nothing as its empty root", () => {
    expect(hex(emptyRoot())).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(merkleRoot([])).toEqual(emptyRoot());
  });

  it("is left-full: three leaves are a pair and a single one", () => {
    const [a, b, c] = leavesOf(3);
    if (a === undefined || b === undefined || c === undefined) throw new Error("three leaves");
    expect(merkleRoot([a, b, c])).toEqual(nodeHash(nodeHash(a, b), c));
  });

  it("keeps leaves and nodes apart", () => {
    const [a, b] = leavesOf(2);
    if (a === undefined || b === undefined) throw new Error("two leaves");
    expect(leafHash(Buffer.concat([a, b]))).not.toEqual(nodeHash(a, b));
  });

  it("proves every leaf of every size, and no proof fits another place or root", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, a, b) => {
        const leaves = leavesOf(size);
        const [index, other] = [a % size, b % size];
        const root = merkleRoot(leaves);
        const proof = inclusionProof(leaves, index);
        const leaf = leaves[index];
        if (leaf === undefined) throw new Error("the index lies inside");
        const check = (fields: Partial<Parameters<typeof verifyInclusion>[0]>) =>
          verifyInclusion({ leafHash: leaf, index: BigInt(index), size: BigInt(size), proof, root, ...fields });
        expect(check({})).toBe(true);
        expect(check({ index: BigInt(other) })).toBe(other === index);
        expect(check({ root: leafHash(root) })).toBe(false);
        expect(check({ proof: [...proof, root] })).toBe(false);
      }),
    );
  });

  it("proves every prefix, and a changed old entry never", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (newSize, drawn) => {
        const oldSize = 1 + (drawn % newSize);
        const leaves = leavesOf(newSize);
        const proof = consistencyProof(leaves, oldSize);
        const check = (oldRoot: Uint8Array) =>
          verifyConsistency({
            oldSize: BigInt(oldSize),
            newSize: BigInt(newSize),
            oldRoot,
            newRoot: merkleRoot(leaves),
            proof,
          });
        expect(check(merkleRoot(leaves.slice(0, oldSize)))).toBe(true);
        const forged = leaves.slice(0, oldSize).with(0, leafHash(Buffer.from("forged")));
        expect(check(merkleRoot(forged))).toBe(false);
      }),
    );
  });

  it.each([
    ["a leaf outside the tree", () => inclusionProof(leavesOf(3), 3)],
    ["a negative leaf", () => inclusionProof(leavesOf(3), -1)],
    ["an empty old tree", () => consistencyProof(leavesOf(3), 0)],
    ["an old tree larger than the new one", () => consistencyProof(leavesOf(3), 4)],
  ])("refuses a proof for %s", (_, run) => {
    expect(run).toThrow(expect.objectContaining({ code: "BAD_PARAMETER" }));
  });
});
