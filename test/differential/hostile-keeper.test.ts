import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectFair, workedFills } from "./fair-outcome.ts";
import { TRICK_COUNT, drawn, hostileCall, type Drawn } from "./hostile-calls.ts";
import { BEGINNINGS, marketSequence, usersStep } from "./market-arbitraries.ts";
import { checkResults, writeScript } from "./market-play.ts";
import { STRANGER, TRADERS, type MarketStep } from "./market-steps.ts";
import { simulate, type SimulatedCall } from "./simulated-market.ts";
import { createSimulationRig, type SimulationRig } from "./simulation-rig.ts";

const SEED = 20_261_127;
const SEQUENCES = 300;
const HONEST = 4;
const USERS = TRADERS.filter((trader) => trader !== HONEST);

let rig: SimulationRig;
beforeAll(async () => {
  rig = await createSimulationRig();
});
afterAll(() => rig.chain.close());

/**
 * Plays steps on the reference book and on the contracts, there with hostile calls between them, one before each step. All that the
 * contracts answer to the steps, and all that can be read in the end, must be as the book says, which knows of no hostile call.
 */
async function playAmong(steps: readonly MarketStep[], hostile: readonly Drawn[], tricks?: Set<number>) {
  const world = rig.newWorld();
  const script = writeScript(world, steps, false);
  const from = world.addressOf(STRANGER);
  const isHostile: boolean[] = [];
  let next = 0;
  const blocks = script.blocks.map(({ at, calls }) => ({
    at,
    calls: calls.flatMap((call): SimulatedCall[] => {
      const draw = call.from === undefined ? undefined : hostile[next++ % Math.max(1, hostile.length)];
      isHostile.push(...(draw === undefined ? [false] : [true, false]));
      if (draw === undefined) return [call];
      tricks?.add(draw.nth % TRICK_COUNT);
      return [{ from, to: world.exchange.address, data: hostileCall(world, from, draw) }, call];
    }),
  }));
  const results = await simulate(rig.chain, blocks);
  const events = checkResults(
    world,
    script,
    results.filter((_, index) => isHostile[index] === false),
  ).flat();
  expectFair(events, from);
  return { world, events };
}

const work = (who: MarketStep["who"], act: "fireStops" | "crank", most: number): MarketStep => ({
  who,
  wait: 0,
  act,
  most,
});
const HONEST_ROUND = [work(HONEST, "fireStops", 150), work(HONEST, "crank", 150)];

/** The users' steps with the honest keeper's work at the end of each block; the hostile keeper gets in before it, if at all. */
function withKeepers(steps: readonly MarketStep[], races: readonly MarketStep[][]): MarketStep[] {
  let block = 0;
  const round = () => [...(races.length === 0 ? [] : (races[block++ % races.length] ?? [])), ...HONEST_ROUND];
  const played = steps.flatMap((step, index) => (step.wait > 0 && index > 0 ? [...round(), step] : [step]));
  // a price counts from the block after it on, so that the last stops fire then
  const [fire, crank] = HONEST_ROUND;
  return [...played, ...round(), ...(fire && crank ? [{ ...fire, wait: 1 }, crank] : [])];
}

const race = fc.array(
  fc
    .tuple(fc.constantFrom("fireStops" as const, "crank" as const), fc.constantFrom(1, 2, 3, 7, 150))
    .map(([act, most]) => work(STRANGER, act, most)),
  { maxLength: 4 },
);

describe("a hostile keeper", () => {
  it("changes nothing by calls that are no work: the contracts stay with the book that never hears of them", async () => {
    const tricks = new Set<number>();
    const hostile = fc.array(drawn, { minLength: 20, maxLength: 60, size: "max" });
    const property = fc.asyncProperty(marketSequence, hostile, async (steps, draws) => {
      await playAmong(steps, draws, tricks);
    });
    await fc.assert(property, { seed: SEED, numRuns: SEQUENCES });
    expect(tricks.size).toBe(TRICK_COUNT);
  });

  it("racing the honest one in the same block leaves every user the same fills, and no less money", async () => {
    let fills = 0;
    let raced = 0;
    const users = fc.array(usersStep(USERS), { minLength: 8, maxLength: 30, size: "max" });
    const races = fc.array(race, { minLength: 1, maxLength: 8, size: "max" });
    const hostile = fc.array(drawn, { minLength: 10, maxLength: 40, size: "max" });
    const begins = fc.constantFrom(...BEGINNINGS);
    const property = fc.asyncProperty(begins, users, races, hostile, async (beginning, steps, attempts, draws) => {
      const all = [...beginning, ...steps];
      const alone = await playAmong(withKeepers(all, []), []);
      const attacked = await playAmong(withKeepers(all, attempts), draws);
      const expected = merged(workedFills(alone.events));
      expect(merged(workedFills(attacked.events))).toEqual(expected);
      fills += expected.length;
      const earned = (run: typeof alone) => run.world.book.balance(run.world.addressOf(HONEST), 2);
      let returned = 0n;
      for (const user of USERS) {
        const of = (run: typeof alone, asset: 1 | 2) => run.world.book.balance(run.world.addressOf(user), asset);
        expect(of(attacked, 1)).toBe(of(alone, 1));
        expect(of(attacked, 2)).toBeGreaterThanOrEqual(of(alone, 2));
        returned += of(attacked, 2) - of(alone, 2);
      }
      // what the users have more is what the honest keeper did not earn, and the hostile one was not paid
      expect(returned).toBe(earned(alone) - earned(attacked));
      if (returned > 0n) raced += 1;
      expect(attacked.world.book.balance(attacked.world.addressOf(STRANGER), 2)).toBe(0n);
      expect(attacked.world.book.fees()).toBe(alone.world.book.fees());
    });
    await fc.assert(property, { seed: SEED, numRuns: SEQUENCES });
    expect([fills > SEQUENCES, raced > SEQUENCES / 10]).toEqual([true, true]);
  });
});

/** Fills of an order against another one at the same price, which work in smaller steps may split, put together. */
function merged(fills: readonly string[]): string[] {
  const lots = new Map<string, bigint>();
  for (const fill of fills) {
    const end = fill.lastIndexOf(" ");
    const key = fill.slice(0, end);
    lots.set(key, (lots.get(key) ?? 0n) + BigInt(fill.slice(end + 1)));
  }
  return [...lots].map(([key, sum]) => `${key} ${sum}`);
}
