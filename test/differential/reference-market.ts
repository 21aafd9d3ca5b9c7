import type { Fill, ReferenceBook, Side } from "@carbonxchange/sdk";
import { BookRefusal, MARKET_STATUSES, createReferenceBook, enumIndex } from "@carbonxchange/sdk";
import { addressOf, picked, pickedMany } from "./contract-market.ts";
import { BASE, MARKET, QUOTE, TERMS } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import { TRADERS } from "./market-steps.ts";
import type { MarketStep } from "./market-steps.ts";

/** The reference book, what the exchange knows beside it, and every order id seen so far. */
export type ReferenceMarket = { book: ReferenceBook; frozen: Set<string>; status: "OPEN" | "PAUSED"; ids: bigint[] };

/** A book whose traders hold the same vault balances as on the rig. */
export function createReferenceMarket(rig: ExchangeRig, quoteUnits: bigint, kilograms: bigint): ReferenceMarket {
  const book = createReferenceBook(TERMS);
  for (const trader of TRADERS) {
    book.deposit(addressOf(rig, trader), BASE, kilograms);
    book.deposit(addressOf(rig, trader), QUOTE, quoteUnits);
  }
  return { book, frozen: new Set(), status: "OPEN", ids: [] };
}

/** Applies a step and returns its fills. Throws `BookRefusal`. */
export function applyStep(market: ReferenceMarket, rig: ExchangeRig, step: MarketStep, now: number): Fill[] {
  const { book, ids, frozen } = market;
  const trader = addressOf(rig, step.who);
  switch (step.act) {
    case "place": {
      const expiry = step.expiresIn === 0 ? 0 : now + step.expiresIn;
      const report = book.place(trader, { ...step.order, expiry }, now);
      if (report.orderId !== null) ids.push(report.orderId);
      return report.fills;
    }
    case "cancel":
      book.cancel(trader, picked(ids, step.pick));
      return [];
    case "cancelBatch":
      book.cancelBatch(trader, pickedMany(ids, step.pick));
      return [];
    case "prune":
      book.prune(pickedMany(ids, step.pick), now);
      return [];
    case "crank":
      return book.crank(step.maxSteps, now).fills;
    case "withdraw":
      if (frozen.has(trader)) throw new BookRefusal("Exchange_AccountBlocked", trader);
      book.withdraw(trader, step.asset, step.amount);
      return [];
    case "freeze":
      if (step.frozen) frozen.add(trader);
      else frozen.delete(trader);
      book.setMayTrade(trader, !step.frozen);
      return [];
    case "status":
      setStatus(market, step.functionName === "pauseMarket" ? "PAUSED" : "OPEN");
      return [];
    case "fees":
      book.setFees(step.makerFeePips, step.takerFeePips);
      return [];
  }
}

function setStatus(market: ReferenceMarket, to: ReferenceMarket["status"]): void {
  const from = market.status;
  const index = (status: ReferenceMarket["status"]) => enumIndex(MARKET_STATUSES, status);
  if (from === to) throw new BookRefusal("Exchange_BadMarketStatus", MARKET, index(from), index(to));
  market.status = to;
  market.book.setStatus(to);
}

/** The same value as `readMarketState`, from the reference book. */
export function referenceState({ book }: ReferenceMarket, rig: ExchangeRig) {
  const { bidTicks, askTicks } = book.best();
  const depthOf = (side: Side) =>
    book.depth(side).map((level) => ({ ...level, orders: book.ordersAt(side, level.priceTicks) }));
  const { head, tail } = book.queue();
  return {
    best: [bidTicks ?? 0, askTicks ?? 0],
    bids: depthOf("BID"),
    asks: depthOf("ASK"),
    queue: [head, tail],
    fees: book.fees(),
    balances: TRADERS.flatMap((trader) => [BASE, QUOTE].map((asset) => book.balance(addressOf(rig, trader), asset))),
  };
}
