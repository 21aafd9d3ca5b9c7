import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash } from "../../test/fixtures/builders.ts";
import { MAX_LAG_BLOCKS, agreedHash, healthyHeights, quorumHeight, quorumSize, standingOf } from "./rpc-quorum.ts";

const heights = (...numbers: bigint[]) => numbers.map((number, endpoint) => ({ endpoint, number }));
const endpointsOf = (list: readonly { endpoint: number }[]) => list.map(({ endpoint }) => endpoint);

describe("quorumSize", () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
  ])("of %i endpoints is %i", (endpoints, majority) => {
    expect(quorumSize(endpoints)).toBe(majority);
  });

  it("is so large that two majorities always share an endpoint", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), (endpoints) => {
        expect(2 * quorumSize(endpoints)).toBeGreaterThan(endpoints);
        expect(quorumSize(endpoints)).toBeLessThanOrEqual(endpoints);
      }),
    );
  });
});

describe("healthyHeights", () => {
  it("keeps an endpoint two blocks behind and drops one three behind", () => {
    expect(endpointsOf(healthyHeights(heights(100n, 100n, 98n)))).toEqual([0, 1, 2]);
    expect(endpointsOf(healthyHeights(heights(100n, 100n, 97n)))).toEqual([0, 1]);
  });

  it("takes the lower of two for the one that lags", () => {
    expect(endpointsOf(healthyHeights(heights(90n, 100n)))).toEqual([1]);
  });

  it("is not moved by a minority that claims any height: honest endpoints at one height stay healthy", () => {
    const world = fc.record({
      honest: fc.integer({ min: 1, max: 9 }),
      liars: fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { maxLength: 8 }),
      height: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    });
    fc.assert(
      fc.property(world, ({ honest, liars, height }) => {
        fc.pre(liars.length < honest);
        const all = heights(...Array.from({ length: honest }, () => height), ...liars);
        const healthy = healthyHeights(all);
        expect(endpointsOf(healthy)).toEqual(expect.arrayContaining(Array.from({ length: honest }, (_, i) => i)));
      }),
    );
  });

  it("never leaves an endpoint further behind the quorum height than allowed", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 50n }), { minLength: 1, maxLength: 9 }), (numbers) => {
        const healthy = healthyHeights(heights(...numbers));
        const height = quorumHeight(healthy) ?? 0n;
        expect(healthy.length).toBeGreaterThan(0);
        expect(healthy.filter(({ number }) => number >= height).length).toBeGreaterThanOrEqual(
          quorumSize(healthy.length),
        );
        expect(healthy.filter(({ number }) => number > height).length).toBeLessThan(quorumSize(healthy.length));
        for (const { number } of healthy) expect(height - number).toBeLessThanOrEqual(MAX_LAG_BLOCKS);
      }),
    );
  });
});

describe("quorumHeight", () => {
  it("is what a majority has reached", () => {
    expect(quorumHeight(heights(101n, 100n, 99n))).toBe(100n);
    expect(quorumHeight(heights(101n, 100n))).toBe(100n);
    expect(quorumHeight([])).toBeNull();
  });
});

describe("agreedHash", () => {
  const blocks = (...hashes: (number | null)[]) =>
    hashes.map((seed, endpoint) => ({ endpoint, hash: seed === null ? null : hash(seed) }));

  it("is the majority's, whatever the rest says or does not say", () => {
    expect(agreedHash(blocks(1, 2, 1), 2)).toBe(hash(1));
    expect(agreedHash(blocks(2, null, 2), 2)).toBe(hash(2));
  });

  it("is none without a majority", () => {
    expect(agreedHash(blocks(1, 2), 2)).toBeNull();
    expect(agreedHash(blocks(1, null, null), 2)).toBeNull();
  });

  it("does not depend on the order of the endpoints", () => {
    const votes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(votes, (seeds) => {
        const quorum = quorumSize(seeds.length);
        expect(agreedHash(blocks(...seeds.toReversed()), quorum)).toBe(agreedHash(blocks(...seeds), quorum));
      }),
    );
  });
});

describe("standingOf", () => {
  const agreed = { number: 100n, hash: hash(100) };

  it.each([
    [null, false, null, "SILENT"],
    [90n, false, null, "SICK"],
    [99n, true, null, "BEHIND"],
    [100n, true, hash(100), "AGREES"],
    [101n, true, hash(100), "AGREES"],
    [100n, true, hash(7), "FORKED"],
    [101n, true, null, "SILENT"],
  ] as const)("height %s, healthy %s, hash %s is %s", (height, isHealthy, held, standing) => {
    expect(standingOf(height, isHealthy, held, agreed)).toBe(standing);
  });
});
