import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CROWDED_STOPS, TIED_STOPS, crowdedLevel } from "./crowded-arbitraries.ts";
import { marketSequence } from "./market-arbitraries.ts";
import { checkScript, happenings, writeScript } from "./market-play.ts";
import { PLACES } from "./market-places.ts";
import { ACTS } from "./market-steps.ts";
import type { MarketStep } from "./market-steps.ts";
import { createSimulationRig } from "./simulation-rig.ts";
import type { SimulationRig } from "./simulation-rig.ts";

/** Fixed, so that a failure can be repeated; DIFFERENTIAL_SEQUENCES and DIFFERENTIAL_SEED look further and elsewhere. */
const SEED = Number(process.env["DIFFERENTIAL_SEED"] ?? 20_261_122);
const WHOLE_SEARCH = 10_000;
const SEQUENCES = Number(process.env["DIFFERENTIAL_SEQUENCES"] ?? WHOLE_SEARCH);
/** Searches that take turns: while the chain answers one, the reference book plays another. */
const LANES = 2;
/** One sequence in this many is compared after every step, not only at its end. */
const READ_EACH = 20;
const CROWDED_SEQUENCES = 100;
const HALF_AN_HOUR = 1_800_000;

let rig: SimulationRig;
beforeAll(async () => {
  rig = await createSimulationRig();
});
afterAll(() => rig.chain.close());

/** Plays a sequence on both and compares the outcome of every step and the state. Returns what happened, for the tally. */
async function play(steps: readonly MarketStep[], readsEach: boolean): Promise<string[]> {
  const world = rig.newWorld();
  const script = writeScript(world, steps, readsEach);
  await checkScript(rig.chain, world, script);
  return happenings(script);
}

/** Searches sequences of a kind; throws with the seed and the shortest one found on which the two differ. */
async function search(
  sequences: fc.Arbitrary<readonly MarketStep[]>,
  { seed, numRuns }: { seed: number; numRuns: number },
  tally: Map<string, number>,
): Promise<void> {
  const chance = fc.noBias(fc.nat(READ_EACH - 1));
  const property = fc.asyncProperty(sequences, chance, async (steps, drawn) => {
    for (const name of await play(steps, drawn === 0)) tally.set(name, (tally.get(name) ?? 0) + 1);
  });
  await fc.assert(property, { seed, numRuns });
}

describe("the exchange and the reference book", () => {
  it(
    "agree on every step of any sequence, and on all that can be read after it",
    { timeout: HALF_AN_HOUR },
    async () => {
      const tally = new Map<string, number>();
      const numRuns = Math.ceil(SEQUENCES / LANES);
      const lanes = Array.from({ length: LANES }, (_, lane) =>
        search(marketSequence, { seed: SEED + lane, numRuns }, tally),
      );
      await Promise.all(lanes);
      // a whole search must really have been to all the places there are
      const places = SEQUENCES < WHOLE_SEARCH ? [] : [...ACTS, ...PLACES];
      expect(places.filter((name) => !tally.has(name))).toEqual([]);
    },
  );

  it("agree on a level with more orders than its ring holds", async () => {
    const tally = new Map<string, number>();
    await search(crowdedLevel, { seed: SEED, numRuns: Math.min(SEQUENCES, CROWDED_SEQUENCES) }, tally);
    expect(["FILLED", "AUCTION_FILLED", "OrderAmended", "REMOVED_EXPIRED"].filter((name) => !tally.has(name))).toEqual(
      [],
    );
  });

  it("agree on an account with as many conditional orders as it may have", async () => {
    const happened = await play(CROWDED_STOPS, true);
    const count = (name: string) => happened.filter((other) => other === name).length;
    expect(["ConditionalPlaced", "ConditionalFired", "Exchange_TooManyConditionals"].map(count)).toEqual([21, 20, 1]);
  });

  it("agree on which of two triggers goes first that the price has passed equally far", async () => {
    const happened = await play(TIED_STOPS, true);
    expect(happened.filter((name) => name === "ConditionalFired")).toHaveLength(2);
  });
});
