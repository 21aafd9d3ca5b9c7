/** What the demonstration traders do next: a pure function of the book, their stock and chance. */
import type { ConditionalInput, OrderInput, ParentInput, Side } from "@carbonxchange/sdk";
import { levelStep, nextMid, orderLots } from "../market-model.ts";
import type { Random } from "../random.ts";
import { auctionOrder, conditionalOrder, slicedOrder } from "./waiting.ts";

/**
 * One market as the traders see it. `fair` wanders from call to call; ticks, and zero for a price that there is not. `collects`
 * says that an auction is under way; `waiting` counts the second maker's orders that wait for a price.
 */
export type FlowMarket = {
  marketId: number;
  anchorTicks: number;
  fair: number;
  bestBid: number;
  bestAsk: number;
  bidLevels: number;
  askLevels: number;
  referenceTicks: number;
  lastTicks: number;
  collects: boolean;
  waiting: number;
};

/** Free vault balances: quote in base units, credits of this market in lots. */
export type FlowStock = { cash: bigint; lots: bigint };
export type FlowStocks = { makerA: FlowStock; makerB: FlowStock };
export type FlowTrader = keyof FlowStocks;

export type FlowAction =
  | { kind: "place"; trader: FlowTrader; order: OrderInput }
  | { kind: "conditional"; trader: "makerB"; order: ConditionalInput }
  | { kind: "parent"; trader: "makerB"; order: ParentInput }
  | { kind: "auction" }
  | { kind: "tidy"; side: Side }
  | { kind: "topUp"; trader: FlowTrader };

/** Levels a side may have before the furthest are taken away. */
export const MAX_LEVELS = 40;
/** Quote base units below which a trader goes to the faucet. */
export const LOW_CASH = 500_000_000_000n;
const LOW_LOTS = 500n;
/** Orders that may wait for a price at once, below the exchange's own bound. */
const MOST_WAITING = 12;
/** How often in a hundred turns of a market: an order that waits for a price, one for slices, an auction. */
const CONDITIONAL = 0.08;
const SLICED = 0.02;
const AUCTION = 0.01;

/** Chooses the next action and moves the fair price; `nowSeconds` is the time on the chain. */
export function decide(market: FlowMarket, stocks: FlowStocks, random: Random, nowSeconds: number): FlowAction {
  market.fair = nextMid(market.fair, market.anchorTicks, random, 0.25);
  for (const trader of ["makerA", "makerB"] as const) {
    if (stocks[trader].cash < LOW_CASH) return { kind: "topUp", trader };
  }
  if (market.bidLevels > MAX_LEVELS) return { kind: "tidy", side: "BID" };
  if (market.askLevels > MAX_LEVELS) return { kind: "tidy", side: "ASK" };
  if (market.collects) {
    const joins: Side = random.chance(0.5) ? "BID" : "ASK";
    return { kind: "place", trader: joins === "BID" ? "makerA" : "makerB", order: auctionOrder(market, joins, random) };
  }
  const isQuoted = market.bestBid > 0 && market.bestAsk > 0 && market.referenceTicks > 1;
  const special = isQuoted ? random.next() : 1;
  const side: Side = stocks.makerB.lots < LOW_LOTS || random.chance(0.5) ? "BID" : "ASK";
  if (special < CONDITIONAL && market.waiting < MOST_WAITING) {
    return { kind: "conditional", trader: "makerB", order: conditionalOrder(market, side, random, nowSeconds) };
  }
  if (special >= CONDITIONAL && special < CONDITIONAL + SLICED) {
    return { kind: "parent", trader: "makerB", order: slicedOrder(market, side, random) };
  }
  if (special >= CONDITIONAL + SLICED && special < CONDITIONAL + SLICED + AUCTION) return { kind: "auction" };
  const draw = random.next();
  if (draw < 0.55 || market.bestBid === 0 || market.bestAsk === 0) return quote(market, stocks, random, nowSeconds);
  if (draw < 0.88) return take(market, stocks, random);
  return defer(market, stocks, random);
}

/** The first maker rests an order on the emptier side, near the fair price; some orders expire by themselves. */
function quote(market: FlowMarket, stocks: FlowStocks, random: Random, nowSeconds: number): FlowAction {
  const bidShare = market.askLevels / Math.max(1, market.askLevels + market.bidLevels);
  const wantsBid = random.chance(market.bidLevels + market.askLevels === 0 ? 0.5 : bidShare);
  const side: Side = wantsBid || stocks.makerA.lots < LOW_LOTS ? "BID" : "ASK";
  const step = levelStep(market.fair);
  const distance = step * (1 + Math.floor(Math.abs(random.normal()) * 4));
  const wanted = Math.round(market.fair) + (side === "BID" ? -distance : distance);
  const uncrossed =
    side === "BID" && market.bestAsk > 0
      ? Math.min(wanted, market.bestAsk - 1)
      : side === "ASK"
        ? Math.max(wanted, market.bestBid + 1)
        : wanted;
  const priceTicks = Math.min(65_535, Math.max(1, uncrossed));
  const expiry = random.chance(0.2) ? { expiry: nowSeconds + random.whole(60, 240) } : {};
  const size = { priceTicks, lots: orderLots(random, 60), maxFills: 2 };
  return {
    kind: "place",
    trader: "makerA",
    order: { marketId: market.marketId, side, orderType: "LIMIT_GTC", ...size, ...expiry },
  };
}

/** The second maker takes from the first, on the side that brings its stock and the price back. */
function take(market: FlowMarket, stocks: FlowStocks, random: Random): FlowAction {
  const middle = (market.bestBid + market.bestAsk) / 2;
  const total = stocks.makerA.lots + stocks.makerB.lots;
  const scarce = total === 0n ? 0.5 : 1 - Number((stocks.makerB.lots * 1000n) / total) / 1000;
  const lean = middle < market.fair ? 0.25 : -0.25;
  const buys = stocks.makerB.lots < LOW_LOTS || random.chance(Math.min(0.95, Math.max(0.05, scarce + lean)));
  const slack = 2 * levelStep(market.fair);
  const priceTicks = buys ? Math.min(65_535, market.bestAsk + slack) : Math.max(1, market.bestBid - slack);
  const order: OrderInput = {
    marketId: market.marketId,
    side: buys ? "BID" : "ASK",
    orderType: random.chance(0.3) ? "MARKET" : "LIMIT_IOC",
    priceTicks,
    lots: orderLots(random, 25),
    maxFills: 20,
  };
  return { kind: "place", trader: "makerB", order };
}

/** The second maker leaves an order for the keeper to match. */
function defer(market: FlowMarket, stocks: FlowStocks, random: Random): FlowAction {
  const action = take(market, stocks, random);
  if (action.kind !== "place") return action;
  return { ...action, order: { ...action.order, orderType: "LIMIT_IOC", maxFills: 0 } };
}
