import { SIDES } from "@carbonxchange/sdk";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEventProjection } from "./event-projection.ts";
import { BASE, QUOTE } from "./exchange-rig.ts";
import { toldByEvents } from "./market-arbitraries.ts";
import { checkScript, writeScript } from "./market-play.ts";
import { TRADERS } from "./market-steps.ts";
import { KILOGRAMS, QUOTE_UNITS } from "./market-world.ts";
import { createSimulationRig } from "./simulation-rig.ts";
import type { SimulationRig } from "./simulation-rig.ts";

const SEQUENCES = 500;

let rig: SimulationRig;
beforeAll(async () => {
  rig = await createSimulationRig();
});
afterAll(() => rig.chain.close());

describe("the exchange's events", () => {
  it("tell all balances and every order, whatever was placed, filled, cancelled, deposited and withdrawn", async () => {
    let fills = 0;
    const property = fc.asyncProperty(toldByEvents, async (steps) => {
      const world = rig.newWorld();
      const projection = createEventProjection({ [BASE]: KILOGRAMS, [QUOTE]: QUOTE_UNITS });
      for (const events of await checkScript(rig.chain, world, writeScript(world, steps, false))) {
        events.forEach(projection.apply);
        fills += events.filter(({ name }) => name === "Taken").length;
      }
      const { book, addressOf } = world;
      for (const account of TRADERS.map(addressOf))
        for (const asset of [BASE, QUOTE])
          expect(projection.balance(account, asset)).toBe(book.balance(account, asset));
      for (const side of SIDES) {
        const levels = book.depth(side).flatMap(({ priceTicks }) => book.ordersAt(side, priceTicks));
        expect(projection.orders(side)).toEqual(levels.map(({ id, owner, lots }) => ({ id, owner, lots })));
      }
    });
    await fc.assert(property, { seed: 20_261_122, numRuns: SEQUENCES });
    expect(fills).toBeGreaterThan(SEQUENCES);
  });
});
