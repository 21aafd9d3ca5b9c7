import { SIDES, packOrderId, weightsWord } from "@carbonxchange/sdk";
import type { Parent } from "@carbonxchange/sdk";
import type { Address, Hex } from "viem";
import { canonical, encodeCall } from "./contract-codec.ts";
import { BASE, MARKET, QUOTE, TERMS } from "./exchange-rig.ts";
import { TRADERS } from "./market-steps.ts";
import type { MarketWorld } from "./market-world.ts";

/** A view of the exchange, and what the reference book says that it answers. */
export type Read = { functionName: string; args: readonly unknown[]; to: Address; data: Hex; expected: unknown };

type Expectation = readonly [functionName: string, args: readonly unknown[], expected: unknown];

const MANY = 1_000;
const HIGHEST_TICKS = 65_535;

/** Everything that the market's views say now. */
export function readsOf(world: MarketWorld): Read[] {
  const expectations = [...marketReads(world), ...bookReads(world), ...waitingReads(world), ...accountReads(world)];
  return expectations.map(([functionName, args, expected]) => ({
    functionName,
    args,
    to: world.exchange.address,
    data: encodeCall(world.exchange.abi, functionName, args),
    expected: canonical(expected),
  }));
}

function marketReads({ book, at }: MarketWorld): Expectation[] {
  const { phase, endsAt } = book.phase();
  const { low, high } = book.priceBand(at);
  const auction = book.auctionPrice();
  const index = book.indexPrice(at);
  return [
    ["marketPhase", [MARKET], [phase, endsAt]],
    ["marketRules", [MARKET], book.rules()],
    ["marketLabels", [MARKET], [book.labels().required, book.labels().missing]],
    ["tape", [MARKET], book.tape(at)],
    ["collectedFees", [MARKET], book.fees()],
    ["priceBand", [MARKET], [Math.min(low, HIGHEST_TICKS), high]],
    ["referencePrice", [MARKET], book.referencePrice(at)],
    ["indexPrice", [MARKET], [index !== 0, index]],
    ["auctionPrice", [MARKET], [auction?.priceTicks ?? 0, auction?.lots ?? 0n]],
    ["dueStops", [MARKET], book.dueStops(at)],
  ];
}

function bookReads({ book }: MarketWorld): Expectation[] {
  const { bidTicks, askTicks } = book.best();
  const { head, tail } = book.queue();
  const sides = SIDES.flatMap((side, index): Expectation[] => {
    const levels = book.depth(side);
    const orders = levels.map(({ priceTicks }): Expectation => {
      const list = book.ordersAt(side, priceTicks);
      const views = list.map(({ id: _, ...order }) => ({ marketId: MARKET, ...order, live: true }));
      return ["ordersAt", [MARKET, index, priceTicks, MANY], [list.map(({ id }) => id), views.map(inOrder)]];
    });
    return [["depth", [MARKET, index, 0, MANY], levels], ...orders];
  });
  const waiting = Array.from({ length: tail - head }, (_, place): Expectation => {
    const id = packOrderId({ marketId: MARKET, kind: "DEFERRED", priceTicks: 0, sequence: head + place });
    const found = book.order(id);
    const gone = { owner: `0x${"00".repeat(20)}`, side: "BID", orderType: "LIMIT_GTC", priceTicks: 0, lots: 0n };
    const view = found ?? { ...gone, expiry: 0, feePips: 0 };
    return ["order", [id], inOrder({ ...view, marketId: MARKET, live: found !== null })];
  });
  return [["best", [MARKET], [bidTicks ?? 0, askTicks ?? 0]], ["queue", [MARKET], [head, tail]], ...sides, ...waiting];
}

const ORDER_FIELDS = ["owner", "marketId", "side", "orderType", "priceTicks", "lots", "expiry", "feePips", "live"];

/** The fields of an OrderView, and no others. */
function inOrder(view: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(ORDER_FIELDS.map((field) => [field, view[field]]));
}

function waitingReads(world: MarketWorld): Expectation[] {
  const { book, at, ids } = world;
  const triggers = (["above", "below"] as const).flatMap((side): Expectation[] => {
    const levels = book.triggerLevels(side);
    const numbers = levels.map(({ ticks }): Expectation => {
      const list = book.triggersAt(side, ticks).map((sequence) => conditionalId(sequence));
      return ["triggersAt", [MARKET, side === "above", ticks, MANY], list];
    });
    return [["triggerLevels", [MARKET, side === "above", 0, MANY], levels], ...numbers];
  });
  const conditionals = ids.flatMap(({ id, kind }): Expectation[] =>
    kind === "CONDITIONAL" ? [["conditional", [id], book.conditional(id) ?? NO_CONDITIONAL]] : [],
  );
  const parents = book.parents().flatMap((parent): Expectation[] => {
    const id = packOrderId({ marketId: MARKET, kind: "PARENT", priceTicks: 0, sequence: parent.number });
    return [
      ["parent", [id], parentView(parent)],
      ["nextSlice", [id], book.nextSlice(parent.number, at)],
    ];
  });
  return [...triggers, ...conditionals, ...parents];
}

const conditionalId = (sequence: number) =>
  packOrderId({ marketId: MARKET, kind: "CONDITIONAL", priceTicks: 0, sequence });

const NO_CONDITIONAL = {
  ...{ owner: `0x${"00".repeat(20)}`, side: "BID", kind: "STOP_MARKET", selfTrade: "CANCEL_MAKER", lots: 0n },
  ...{ limitTicks: 0, limitAboveTicks: 0, triggerAboveTicks: 0, triggerBelowTicks: 0, trailTicks: 0, expiry: 0 },
  ...{ feePips: 0, keeperFeeTicks: 0, clientId: 0n },
};

function parentView({ request, startAt, owner, left, next, openLots, feePips, keeperFeeTicks, paid }: Parent) {
  return {
    request: { ...request, marketId: MARKET, startAt, weights: weightsWord(request.weights) },
    owner,
    lotsLeft: left,
    nextSlice: next,
    openLots,
    feePips,
    keeperFee: BigInt(keeperFeeTicks) * TERMS.tickSize,
    slicesPaid: paid,
    live: true,
  };
}

function accountReads({ book, at, addressOf }: MarketWorld): Expectation[] {
  return TRADERS.flatMap((trader): Expectation[] => {
    const account = addressOf(trader);
    const { takerFeePips, makerFeePips, kilograms } = book.feesOf(account, at);
    return [
      ...[BASE, QUOTE].map((asset): Expectation => ["balanceOf", [account, asset], book.balance(account, asset)]),
      ["feesOf", [account, MARKET], [takerFeePips, makerFeePips, kilograms]],
      ["conditionalsOf", [MARKET, account], book.conditionalsOf(account)],
    ];
  });
}
