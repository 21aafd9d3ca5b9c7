import type { MarketPhase } from "@carbonxchange/sdk";
import { expect, test } from "vitest";
import { toLocalMinute } from "../format/dates.ts";
import { aMarket, BLANK_TICKET, richBalances } from "../testing/market.ts";
import { readTicket, type TicketContext } from "./ticket-form.ts";
import { ticketObstacle } from "./ticket-obstacle.ts";

const book = {
  bids: new Map([[1240, 5n]]),
  asks: new Map([
    [1250, 4n],
    [1260, 10n],
  ]),
};
const context = (change: Partial<TicketContext> = {}): TicketContext => ({
  market: aMarket(),
  book,
  balances: richBalances(),
  nowSeconds: 1_700_000_000,
  ...change,
});
const ticket = (change: Partial<typeof BLANK_TICKET>) => ({ ...BLANK_TICKET, ...change });

test("a limit bid above the best ask takes what is there and rests with the maker fee", () => {
  const { order, summary, errors } = readTicket(ticket({ price: "12.50", size: "10" }), context());
  expect(errors).toEqual({});
  expect(order).toMatchObject({ priceTicks: 1250, lots: 10n, orderType: "LIMIT_GTC", maxFills: 40, expiry: 0 });
  expect(summary?.take).toEqual({ lots: 4n, notional: 50_000_000n, worstTicks: 1250, levels: 1 });
  // 4 t at 12.50 plus 0.1 % of 50, then 6 t at 12.50 plus 0.05 % of 75
  expect(summary?.escrow).toBe(75_037_500n);
  expect(summary?.needs).toBe(50_050_000n + 75_037_500n);
  expect(summary?.maxFee).toBe(125_000n);
  expect(summary?.quoteAfter).toBe(1_000_000_000n - 125_087_500n);
  expect(summary?.creditsAfter).toBe(104_000n);
});

test("a resting ask locks credits and nothing else", () => {
  const { summary } = readTicket(ticket({ side: "ASK", price: "13", size: "2" }), context());
  expect(summary).toMatchObject({ needs: 2_000n, escrow: 2_000n, creditsAfter: 98_000n, quoteAfter: 1_000_000_000n });
});

test("a taking ask receives the notional less the taker fee", () => {
  const { summary } = readTicket(ticket({ side: "ASK", choice: "IOC", price: "12.40", size: "2" }), context());
  expect(summary).toMatchObject({ escrow: 0n, quoteAfter: 1_000_000_000n + 24_800_000n - 24_800n });
});

test("a deferred bid locks the taker fee and asks for no fills", () => {
  const { order, summary } = readTicket(ticket({ price: "12.50", size: "1", matching: "KEEPER" }), context());
  expect(order?.maxFills).toBe(0);
  expect(summary?.escrow).toBe(12_512_500n);
  expect(summary?.take.lots).toBe(0n);
});

test("fees are rounded up, never down", () => {
  const market = aMarket({ tickSize: 1n, takerFeePips: 1 });
  const { summary } = readTicket(ticket({ price: "0.000001", size: "1" }), context({ market }));
  expect(summary).toMatchObject({ notional: 1n, maxFee: 1n });
});

test.each([
  [{ price: "12.505", size: "1" }, "price"],
  [{ price: "0", size: "1" }, "price"],
  [{ price: "12,50", size: "1" }, "price"],
  [{ price: "12.50", size: "0.5" }, "size"],
  [{ price: "12.50", size: "0" }, "size"],
  [{ price: "12.50", size: "1", maxFills: "0" }, "maxFills"],
  [{ price: "12.50", size: "1", maxFills: "151" }, "maxFills"],
  [{ price: "12.50", size: "1", maxFills: "1.5" }, "maxFills"],
  [{ price: "12.50", size: "1", choice: "GTT", expiry: "" }, "expiry"],
  [{ price: "12.50", size: "1", choice: "GTT", expiry: toLocalMinute(1_600_000_000) }, "expiry"],
  [{ price: "12.50", size: "1", choice: "IOC", minFill: "2" }, "minFill"],
  [{ price: "12.50", size: "1", choice: "FOK", matching: "KEEPER" }, "matching"],
] as const)("refuses %j and names the field %s", (input, field) => {
  const { order, errors } = readTicket(ticket(input), context());
  expect(order).toBeNull();
  expect(Object.keys(errors)).toEqual([field]);
});

test("good till time carries its end, post only may", () => {
  const expiry = toLocalMinute(1_700_000_400);
  expect(
    readTicket(ticket({ price: "12", size: "1", choice: "GTT", expiry }), context()).order?.expiry,
  ).toBeGreaterThan(1_700_000_000);
  expect(readTicket(ticket({ price: "12", size: "1", choice: "POST_ONLY" }), context()).order?.expiry).toBe(0);
});

const obstacle = (
  input: Partial<typeof BLANK_TICKET>,
  change: {
    balances?: Partial<ReturnType<typeof richBalances>>;
    phase?: MarketPhase;
    connected?: boolean;
  } = {},
) => {
  const balances = richBalances(change.balances);
  const market = aMarket(change.phase ? { phase: change.phase, phaseEndsAt: 1_700_000_300 } : {});
  const filled = ticket(input);
  const form = readTicket(filled, context({ market, balances }));
  return ticketObstacle(filled, form, {
    connected: change.connected ?? true,
    market,
    balances,
    bestOppositeTicks: filled.side === "BID" ? 1250 : 1240,
  });
};

test.each(["OPENING", "AUCTION"] as const)(
  "in %s a limit order waits for the auction, whatever it crosses",
  (phase) => {
    const market = aMarket({ phase, phaseEndsAt: 1_700_000_300 });
    const input = ticket({ price: "12.60", size: "2" });
    const { summary } = readTicket(input, context({ market }));
    // 2 t at 12.60 plus the maker fee of 0.05 %
    expect(summary).toMatchObject({ take: { lots: 0n }, escrow: 25_212_600n, needs: 25_212_600n, maxFee: 12_600n });
    expect(readTicket({ ...input, matching: "KEEPER" }, context({ market })).summary?.escrow).toBe(25_212_600n);
    expect(obstacle({ price: "12.60", size: "2" }, { phase })).toBeNull();
  },
);

test("nothing is in the way of a good order", () => {
  expect(obstacle({ price: "12.50", size: "1" })).toBeNull();
});

test.each([
  ["no wallet", { price: "12", size: "1" }, { connected: false }, /Connect a wallet/],
  ["a halted market", { price: "12", size: "1" }, { phase: "HALTED" }, /halted.*From 2023-11-14 22:18 UTC on/],
  ["a closed market", { price: "12", size: "1" }, { phase: "CLOSED" }, /closed for now/],
  ["a delisted market", { price: "12", size: "1" }, { phase: "DELISTED" }, /delisted for good/],
  ["an auction under way", { price: "12", size: "1" }, { phase: "UNCROSSING" }, /in a moment/],
  ["a market order in an auction", { choice: "MARKET", price: "12", size: "1" }, { phase: "AUCTION" }, /only limit/],
  ["post only in an opening", { choice: "POST_ONLY", price: "12", size: "1" }, { phase: "OPENING" }, /only limit/],
  ["no price", { size: "1" }, {}, /Enter a price/],
  ["no size", { price: "12" }, {}, /Enter a quantity/],
  ["an account that may not trade", { price: "12", size: "1" }, { balances: { canTrade: false } }, /may not trade/],
  ["too little money", { price: "12", size: "1" }, { balances: { quoteFree: 12_000_000n } }, /0\.006 tUSD short/],
  ["too few credits", { side: "ASK", price: "13", size: "2" }, { balances: { creditFree: 500n } }, /1\.500 t short/],
  ["post only that crosses", { choice: "POST_ONLY", price: "12.50", size: "1" }, {}, /would trade at once/],
  ["fill or kill beyond the book", { choice: "FOK", price: "12.50", size: "5" }, {}, /does not hold enough/],
  ["immediate or cancel that meets nothing", { choice: "IOC", price: "12.49", size: "1" }, {}, /Nothing in the book/],
  [
    "a least fill that the book lacks",
    { choice: "MARKET", price: "12.50", size: "9", minFill: "5" },
    {},
    /least quantity/,
  ],
] as const)("%s is said in words", (_, input, change, words) => {
  expect(obstacle(input, change)).toMatch(words);
});
