import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unpackOrderId } from "@carbonxchange/sdk";
import { addressOf, readMarketState, sendStep } from "./contract-market.ts";
import { BASE, QUOTE, createExchangeRig, fund, openMarket } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import { contractOutcome, referenceOutcome } from "./market-outcome.ts";
import type { Outcome } from "./market-outcome.ts";
import { TRADERS, marketStep } from "./market-steps.ts";
import type { MarketStep } from "./market-steps.ts";
import { applyStep, createReferenceMarket, referenceState } from "./reference-market.ts";
import type { ReferenceMarket } from "./reference-market.ts";

/** Enough for a few dozen orders, so that now and then one is refused for want of it. */
const QUOTE_UNITS = 3_000_000_000n;
const KILOGRAMS = 240_000n;
/** Fixed, so that a failure can be repeated; DIFFERENTIAL_SEQUENCES and DIFFERENTIAL_SEED look further and elsewhere. */
const SEARCH = {
  seed: Number(process.env["DIFFERENTIAL_SEED"] ?? 20_261_122),
  numRuns: Number(process.env["DIFFERENTIAL_SEQUENCES"] ?? 40),
};

let rig: ExchangeRig;
let restore: () => Promise<void>;

beforeAll(async () => {
  rig = await createExchangeRig();
  await openMarket(rig);
  for (const trader of TRADERS) await fund(rig, trader, QUOTE_UNITS, KILOGRAMS);
  restore = await rig.chain.snapshot();
});
afterAll(() => rig.chain.close());

/** Plays the steps on both and compares outcome and whole state after each. Returns what happened, for the tally. */
async function play(steps: readonly MarketStep[]): Promise<string[]> {
  await restore();
  restore = await rig.chain.snapshot();
  const market = createReferenceMarket(rig, QUOTE_UNITS, KILOGRAMS);
  let now = Number((await rig.chain.publicClient.getBlock()).timestamp);
  const happened: string[] = [];
  for (const step of steps) {
    now += step.wait;
    const ids = [...market.ids];
    const actual = await contractOutcome(() => sendStep(rig, step, now, ids));
    const expected = referenceOutcome(() => applyStep(market, rig, step, now));
    expect(actual).toEqual(expected);
    const state = referenceState(market, rig);
    expect(await readMarketState(rig)).toEqual(state);
    checkConservation(market);
    for (const { id } of [...state.bids, ...state.asks].flatMap((level) => level.orders)) {
      if (!market.ids.includes(id)) market.ids.push(id);
    }
    const kinds = market.ids.slice(ids.length).map((id) => unpackOrderId(id).kind);
    happened.push(...outcomeNames(step, actual, kinds), market.book.phase().phase);
  }
  return happened;
}

function outcomeNames(step: MarketStep, { refused, fills, breach }: Outcome, kinds: readonly string[]): string[] {
  const refusal = refused?.split("(")[0];
  const breached = breach === null ? [] : ["BREACHED"];
  return [refusal ?? step.act, ...fills.map((fill) => fill.outcome), ...breached, ...kinds];
}

/** What the traders brought is free, escrowed, collected as fees or withdrawn: nothing is made or lost. */
function checkConservation({ book, withdrawn }: ReferenceMarket): void {
  const inside = (asset: 1 | 2) =>
    TRADERS.reduce((sum, trader) => sum + book.balance(addressOf(rig, trader), asset), book.escrowed(asset));
  const traders = BigInt(TRADERS.length);
  expect(inside(BASE) + withdrawn[BASE]).toBe(KILOGRAMS * traders);
  expect(inside(QUOTE) + book.fees() + withdrawn[QUOTE]).toBe(QUOTE_UNITS * traders);
}

describe("the exchange and the reference book", () => {
  it("agree after every step of any sequence, on balances, book, queue, fees, fills and refusals", async () => {
    const tally = new Map<string, number>();
    const sequences = fc.array(marketStep, { minLength: 1, maxLength: 80, size: "max" });
    const property = fc.asyncProperty(sequences, async (steps) => {
      for (const name of await play(steps)) tally.set(name, (tally.get(name) ?? 0) + 1);
    });
    await fc.assert(property, SEARCH);
    // the search must really have been to the places that matter
    const visited = [
      "FILLED",
      "REMOVED_EXPIRED",
      "REMOVED_INELIGIBLE",
      "REMOVED_SELF_TRADE",
      "crank",
      "cancel",
      "cancelBatch",
      "prune",
      "Exchange_InsufficientBalance",
      "Exchange_NotEligible",
      "Exchange_NotFilled",
      "Exchange_PostOnlyWouldCross",
      "BREACHED",
      "ICEBERG_BID",
      "ICEBERG_ASK",
      "DEFERRED",
      "HALTED",
      "AUCTION",
      "DELISTED",
      "Exchange_MarketNotOpen",
      "Exchange_NotInAuction",
      "Exchange_BadMarketPhase",
      "Exchange_DisplayNotAllowed",
      "Exchange_DisplayAboveSize",
      "Exchange_NotOrderOwner",
      "Exchange_OrderNotLive",
      "Exchange_MinFillNotAllowed",
      "Exchange_MaxFillsRequired",
    ];
    expect(visited.filter((name) => !tally.has(name))).toEqual([]);
  });
});
