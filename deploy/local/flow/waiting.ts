/** Orders of the demonstration that wait for a price or for a time, and what is put into auctions: pure, as all decisions. */
import type { ConditionalInput, OrderInput, ParentInput, Side } from "@carbonxchange/sdk";
import { levelStep, orderLots } from "../market-model.ts";
import type { Random } from "../random.ts";
import type { FlowMarket } from "./decide.ts";

/** A stop, take-profit, OCO or trailing stop of the second maker, which nothing has met yet; it expires within a quarter of an hour. */
export function conditionalOrder(market: FlowMarket, side: Side, random: Random, nowSeconds: number): ConditionalInput {
  const distance = levelStep(market.fair) * random.whole(1, 4);
  const above = Math.min(65_000, Math.max(market.referenceTicks, market.lastTicks) + distance);
  const below = Math.max(2, Math.min(market.referenceTicks, market.lastTicks) - distance);
  const order = {
    marketId: market.marketId,
    side,
    lots: orderLots(random, 12),
    limitTicks: worstTicks(side, side === "BID" ? above : below),
    expiry: nowSeconds + random.whole(300, 900),
  };
  switch (random.whole(0, 4)) {
    case 0:
      return { ...order, kind: "STOP_LIMIT", triggerTicks: side === "BID" ? above : below };
    case 1:
      return { ...order, kind: "TAKE_PROFIT", triggerTicks: side === "BID" ? below : above };
    case 2:
      return {
        ...order,
        kind: "OCO",
        triggerAboveTicks: above,
        triggerBelowTicks: below,
        limitAboveTicks: order.limitTicks,
      };
    case 3:
      return { ...order, kind: "TRAILING_STOP", trailTicks: Math.min(distance, market.referenceTicks - 1) };
    default:
      return { ...order, kind: "STOP_MARKET", triggerTicks: side === "BID" ? above : below };
  }
}

/** The worst price accepted after a trigger: three percent beyond it. */
function worstTicks(side: Side, triggerTicks: number): number {
  const worst = side === "BID" ? Math.ceil(triggerTicks * 1.03) : Math.floor(triggerTicks * 0.97);
  return Math.min(65_535, Math.max(1, worst));
}

/** An order of the second maker that is worked off in ten slices, half a minute apart: equal ones, or more in the middle. */
export function slicedOrder(market: FlowMarket, side: Side, random: Random): ParentInput {
  const order = {
    marketId: market.marketId,
    side,
    lots: orderLots(random, 60) + 40n,
    limitTicks: worstTicks(side, market.referenceTicks),
    interval: 30,
    toleranceBps: 200,
  };
  if (random.chance(0.5)) return { ...order, kind: "TWAP", slices: 10 };
  return { ...order, kind: "VWAP", weights: [1, 1, 2, 3, 3, 3, 3, 2, 1, 1] };
}

/** What a maker puts into an auction: a limit order a little beyond the fair price, so that both sides cross there. */
export function auctionOrder(market: FlowMarket, side: Side, random: Random): OrderInput {
  const beyond = levelStep(market.fair) * random.whole(0, 3);
  const wanted = Math.round(market.fair) + (side === "BID" ? beyond : -beyond);
  const priceTicks = Math.min(65_535, Math.max(1, wanted));
  return {
    marketId: market.marketId,
    side,
    orderType: "LIMIT_GTC",
    priceTicks,
    lots: orderLots(random, 30),
    maxFills: 1,
  };
}
