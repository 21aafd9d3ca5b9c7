import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { marketSequence } from "./market-arbitraries.ts";
import { checkScript, happenings, writeScript } from "./market-play.ts";
import { ACTS } from "./market-steps.ts";
import type { MarketStep } from "./market-steps.ts";
import { createSimulationRig } from "./simulation-rig.ts";
import type { SimulationRig } from "./simulation-rig.ts";

/** Fixed, so that a failure can be repeated; DIFFERENTIAL_SEQUENCES and DIFFERENTIAL_SEED look further and elsewhere. */
const SEED = Number(process.env["DIFFERENTIAL_SEED"] ?? 20_261_122);
const SEQUENCES = Number(process.env["DIFFERENTIAL_SEQUENCES"] ?? 10_000);
/** Searches that take turns: while the chain answers one, the reference book plays another. */
const LANES = 2;
/** One sequence in this many is compared after every step, not only at its end. */
const READ_EACH = 20;
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

async function search(seed: number, numRuns: number, tally: Map<string, number>): Promise<void> {
  let run = 0;
  const property = fc.asyncProperty(marketSequence, async (steps) => {
    run += 1;
    for (const name of await play(steps, run % READ_EACH === 0)) tally.set(name, (tally.get(name) ?? 0) + 1);
  });
  await fc.assert(property, { seed, numRuns });
}

describe("the exchange and the reference book", () => {
  it("agree on every step of any sequence, and on all that can be read after it", { timeout: HALF_AN_HOUR }, async () => {
    const tally = new Map<string, number>();
    const lanes = Array.from({ length: LANES }, (_, lane) => search(SEED + lane, Math.ceil(SEQUENCES / LANES), tally));
    await Promise.all(lanes);
    console.log([...tally].sort(([, a], [, b]) => b - a).map(([name, count]) => `${name} ${count}`).join(", "));
    expect(ACTS.filter((name) => !tally.has(name))).toEqual([]);
  });
});
