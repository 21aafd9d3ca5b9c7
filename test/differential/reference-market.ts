import type { ReferenceBook, Side } from "@carbonxchange/sdk";
import { BookRefusal, MARKET_PHASES, createReferenceBook, enumIndex } from "@carbonxchange/sdk";
import { addressOf, picked, pickedMany } from "./contract-market.ts";
import { BASE, QUOTE, TERMS } from "./exchange-rig.ts";
import type { ExchangeRig } from "./exchange-rig.ts";
import { NO_EFFECT } from "./market-outcome.ts";
import type { StepEffect } from "./market-outcome.ts";
import { TRADERS } from "./market-steps.ts";
import type { MarketStep } from "./market-steps.ts";

/** The reference book, what the exchange knows beside it, and every order id seen so far. */
export type ReferenceMarket = {
  book: ReferenceBook;
  frozen: Set<string>;
  ids: bigint[];
  /** What was paid out, by asset. */
  withdrawn: Record<1 | 2, bigint>;
};

/** A book whose traders hold the same vault balances as on the rig. */
export function createReferenceMarket(rig: ExchangeRig, quoteUnits: bigint, kilograms: bigint): ReferenceMarket {
  const book = createReferenceBook(TERMS);
  for (const trader of TRADERS) {
    book.deposit(addressOf(rig, trader), BASE, kilograms);
    book.deposit(addressOf(rig, trader), QUOTE, quoteUnits);
  }
  return { book, frozen: new Set(), ids: [], withdrawn: { 1: 0n, 2: 0n } };
}

/** Applies a step and returns its effect. Throws `BookRefusal`. */
export function applyStep(market: ReferenceMarket, rig: ExchangeRig, step: MarketStep, now: number): StepEffect {
  const { book, ids, frozen } = market;
  const trader = addressOf(rig, step.who);
  switch (step.act) {
    case "place": {
      const expiry = step.expiresIn === 0 ? 0 : now + step.expiresIn;
      const report = book.place(trader, { ...step.order, expiry }, now);
      if (report.orderId !== null) ids.push(report.orderId);
      return { fills: report.fills, breach: report.breach };
    }
    case "cancel":
      book.cancel(trader, picked(ids, step.pick));
      return NO_EFFECT;
    case "cancelBatch":
      book.cancelBatch(trader, pickedMany(ids, step.pick));
      return NO_EFFECT;
    case "prune":
      book.prune(pickedMany(ids, step.pick), now);
      return NO_EFFECT;
    case "crank": {
      const { fills, breach } = book.crank(step.maxSteps, now);
      return { fills, breach };
    }
    case "withdraw":
      if (frozen.has(trader)) throw new BookRefusal("Exchange_AccountBlocked", trader);
      book.withdraw(trader, step.asset, step.amount);
      market.withdrawn[step.asset] += step.amount;
      return NO_EFFECT;
    case "freeze":
      if (step.frozen) frozen.add(trader);
      else frozen.delete(trader);
      book.setMayTrade(trader, !step.frozen);
      return NO_EFFECT;
    case "phase":
      book.move(step.move, now);
      return NO_EFFECT;
    case "rules":
      book.setRules(step.rules);
      return NO_EFFECT;
    case "fees":
      book.setFees(step.makerFeePips, step.takerFeePips);
      return NO_EFFECT;
  }
}

/** The same value as `readMarketState`, from the reference book. */
export function referenceState({ book }: ReferenceMarket, rig: ExchangeRig) {
  const { bidTicks, askTicks } = book.best();
  const depthOf = (side: Side) =>
    book.depth(side).map((level) => ({ ...level, orders: book.ordersAt(side, level.priceTicks) }));
  const { head, tail } = book.queue();
  const { phase, endsAt } = book.phase();
  return {
    best: [bidTicks ?? 0, askTicks ?? 0],
    bids: depthOf("BID"),
    asks: depthOf("ASK"),
    queue: [head, tail],
    phase: [enumIndex(MARKET_PHASES, phase), endsAt],
    trades: book.tape(),
    fees: book.fees(),
    balances: TRADERS.flatMap((trader) => [BASE, QUOTE].map((asset) => book.balance(addressOf(rig, trader), asset))),
  };
}
