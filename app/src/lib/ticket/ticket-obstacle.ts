import type { MarketBalances } from "../vault/balances.ts";
import { quote, tonnes } from "../format/numbers.ts";
import type { MarketInfo } from "../market/market-info.ts";
import { collectsOrders, phaseSentence } from "../market/market-phase.ts";
import { CHOICES, type TicketInput } from "./order-choice.ts";
import type { TicketForm } from "./ticket-form.ts";

/** Why the order cannot be sent now, as the sentence beside the button; null when nothing is known to be in the way. */
export function ticketObstacle(
  input: TicketInput,
  form: TicketForm,
  state: {
    connected: boolean;
    market: MarketInfo;
    balances: MarketBalances | undefined;
    bestOppositeTicks: number | null;
  },
): string | null {
  const { market, balances } = state;
  if (!state.connected) return "Connect a wallet to place an order.";
  const collects = collectsOrders(market);
  if (market.phase !== "CONTINUOUS" && !collects) return phaseSentence(market);
  if (collects && CHOICES[input.choice].orderType !== "LIMIT_GTC") {
    return "The market is in an auction, which takes only limit orders that wait for it: choose good till cancelled or good till time.";
  }
  if (input.price.trim() === "") return "Enter a price.";
  if (input.size.trim() === "") return "Enter a quantity.";
  const firstError = Object.values(form.errors)[0];
  if (firstError) return firstError;
  if (!form.summary || !form.order) return "The order is not complete.";
  if (!balances) return "Reading your balances from the chain.";
  if (!balances.canTrade) return "This account may not trade: it has no valid eligibility record, or it is frozen.";
  const crosses =
    state.bestOppositeTicks !== null &&
    (input.side === "BID"
      ? form.order.priceTicks >= state.bestOppositeTicks
      : form.order.priceTicks <= state.bestOppositeTicks);
  if (input.choice === "POST_ONLY" && crosses) return "A post-only order at this price would trade at once.";
  if (input.choice === "FOK" && form.summary.take.lots < form.order.lots) {
    return "The book does not hold enough at this price to fill the whole order.";
  }
  return shortfall(input, form.summary.needs, market, balances) ?? unmet(input, form);
}

function shortfall(input: TicketInput, needs: bigint, market: MarketInfo, balances: MarketBalances): string | null {
  if (input.side === "BID" && needs > balances.quoteFree) {
    const missing = quote(needs - balances.quoteFree, market.quoteDecimals);
    return `Your vault balance is ${missing} ${market.quoteSymbol} short. Deposit first.`;
  }
  if (input.side === "ASK" && needs > balances.creditFree) {
    return `Your vault balance is ${tonnes(needs - balances.creditFree)} t short. Deposit credits first.`;
  }
  return null;
}

function unmet(input: TicketInput, { order, summary }: TicketForm): string | null {
  if (!order || !summary || CHOICES[input.choice].rests || order.maxFills === 0) return null;
  if (summary.take.lots === 0n) return "Nothing in the book trades at this price.";
  if (summary.take.lots < order.minFillLots) return "The book does not hold the least quantity you ask for.";
  return null;
}
