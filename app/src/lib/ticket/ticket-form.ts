import {
  askEscrow,
  bidEscrow,
  deferredEscrow,
  feeUp,
  notional,
  parseLots,
  parsePrice,
  takerCost,
  takerProceeds,
  type OrderType,
  type Side,
} from "@carbonxchange/sdk";
import { parseLocalMinute } from "../format/dates.ts";
import type { SideLevels } from "../market/depth-book.ts";
import type { MarketInfo } from "../market/market-info.ts";
import { collectsOrders } from "../market/market-phase.ts";
import { estimateTake, type TakeEstimate } from "./estimate-take.ts";
import { CHOICES, MAX_FILLS_CAP, type TicketInput } from "./order-choice.ts";

export type TicketField = "price" | "size" | "expiry" | "minFill" | "maxFills" | "matching";
export type TicketErrors = Partial<Record<TicketField, string>>;

/** What the order asks of the contract, in the words of `IExchange.OrderRequest`. */
export type TicketOrder = {
  marketId: number;
  side: Side;
  orderType: OrderType;
  priceTicks: number;
  lots: bigint;
  minFillLots: bigint;
  expiry: number;
  maxFills: number;
};

/**
 * What the order would do, exact. `needs` is what must be free in the vault for it: quote base units for a buyer, units (kg)
 * for a seller. `escrow` stays locked afterwards, `maxFee` is the most it can cost at its limit price.
 */
export type TicketSummary = {
  take: TakeEstimate;
  notional: bigint;
  maxFee: bigint;
  needs: bigint;
  escrow: bigint;
  quoteAfter: bigint | null;
  creditsAfter: bigint | null;
};

export type TicketContext = {
  market: MarketInfo;
  book: { bids: SideLevels; asks: SideLevels };
  balances: { quoteFree: bigint; creditFree: bigint } | undefined;
  nowSeconds: number;
};

export type TicketForm = { order: TicketOrder | null; summary: TicketSummary | null; errors: TicketErrors };

const UINT32_MAX = 4_294_967_295;

function readExpiry(input: TicketInput, nowSeconds: number): { expiry: number; error?: string } {
  const rule = CHOICES[input.choice].expiry;
  if (rule === "none" || (rule === "optional" && input.expiry === "")) return { expiry: 0 };
  const expiry = parseLocalMinute(input.expiry);
  if (expiry === null) return { expiry: 0, error: "Give the day and time at which the order ends." };
  if (expiry <= nowSeconds) return { expiry, error: "The time is over already. Give a later one." };
  if (expiry > UINT32_MAX) return { expiry, error: "The time is too far away: the contract counts to the year 2106." };
  return { expiry };
}

function readMaxFills(input: TicketInput): { maxFills: number; error?: string } {
  if (input.matching === "KEEPER") return { maxFills: 0 };
  const maxFills = /^\d+$/.test(input.maxFills.trim()) ? Number(input.maxFills) : Number.NaN;
  if (!(maxFills >= 1 && maxFills <= MAX_FILLS_CAP)) {
    return { maxFills: 0, error: `Give a whole number from 1 to ${MAX_FILLS_CAP}.` };
  }
  return { maxFills };
}

function readOrder(
  input: TicketInput,
  { market, nowSeconds }: TicketContext,
): { order: TicketOrder; errors: TicketErrors } {
  const facts = CHOICES[input.choice];
  const errors: TicketErrors = {};
  const priceTicks = parsePrice(input.price, market);
  if (!priceTicks.ok) errors.price = `Price: ${priceTicks.error}.`;
  const lots = parseLots(input.size, market);
  if (!lots.ok) errors.size = `Quantity: ${lots.error}.`;
  const expiry = readExpiry(input, nowSeconds);
  if (expiry.error) errors.expiry = expiry.error;
  const maxFills = readMaxFills(input);
  if (maxFills.error) errors.maxFills = maxFills.error;
  if (input.matching === "KEEPER" && !facts.deferrable) errors.matching = "This type cannot wait for the keeper.";

  let minFillLots = 0n;
  if (facts.minFill && input.minFill.trim() !== "") {
    const least = parseLots(input.minFill, { lotUnits: market.lotUnits });
    if (!least.ok) errors.minFill = `Least filled: ${least.error}.`;
    else if (lots.ok && least.value > lots.value) errors.minFill = "Least filled: more than the quantity.";
    else minFillLots = least.value;
  }
  const order = {
    marketId: market.id,
    side: input.side,
    orderType: facts.orderType,
    priceTicks: priceTicks.ok ? priceTicks.value : 0,
    lots: lots.ok ? lots.value : 0n,
    minFillLots,
    expiry: expiry.expiry,
    maxFills: maxFills.maxFills,
  };
  return { order, errors };
}

const NO_TAKE: TakeEstimate = { lots: 0n, notional: 0n, worstTicks: null, levels: 0 };

function summarise(order: TicketOrder, rests: boolean, { market, book, balances }: TicketContext): TicketSummary {
  const { tickSize, lotUnits, makerFeePips, takerFeePips } = market;
  const collected = collectsOrders(market); // rests until the auction's price is found, whatever it crosses
  const deferred = order.maxFills === 0 && !collected;
  const postOnly = order.orderType === "LIMIT_POST_ONLY" || collected;
  const take = deferred || postOnly ? NO_TAKE : estimateTake(order, book, tickSize);
  const value = notional(order.lots, order.priceTicks, tickSize);
  const maxFee = feeUp(value, postOnly ? makerFeePips : takerFeePips);
  const restLots = rests ? order.lots - take.lots : 0n;
  const buying = order.side === "BID";

  const escrow = deferred
    ? deferredEscrow({ ...order, takerFeePips }, { tickSize, lotUnits })
    : buying
      ? restLots > 0n
        ? bidEscrow(restLots, order.priceTicks, tickSize, makerFeePips)
        : 0n
      : askEscrow(restLots, lotUnits);
  const spent = buying ? (take.lots > 0n ? takerCost(take.notional, takerFeePips) : 0n) : take.lots * lotUnits;
  const gained = buying ? take.lots * lotUnits : take.lots > 0n ? takerProceeds(take.notional, takerFeePips) : 0n;
  const needs = spent + escrow;
  return {
    take,
    notional: value,
    maxFee,
    needs,
    escrow,
    quoteAfter: balances ? balances.quoteFree + (buying ? -needs : gained) : null,
    creditsAfter: balances ? balances.creditFree + (buying ? gained : -needs) : null,
  };
}

/** The ticket as a pure function: from what was typed to the order, what it would do, and what stands in its way. */
export function readTicket(input: TicketInput, context: TicketContext): TicketForm {
  const { order, errors } = readOrder(input, context);
  if (errors.price || errors.size) return { order: null, summary: null, errors };
  const summary = summarise(order, CHOICES[input.choice].rests, context);
  return { order: Object.keys(errors).length === 0 ? order : null, summary, errors };
}
