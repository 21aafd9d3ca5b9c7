import { requireThat } from "./book-refusal.ts";
import type { BookState } from "./book-state.ts";

/** Labels as masks, bit i for label i: what the market asks of its batch, and what the batch has. */
export type BookLabels = Readonly<{ required: bigint; held: bigint }>;

/** The labels that the market requires and its batch does not have. */
export function missingLabels({ labels: { required, held } }: BookState): bigint {
  return required & ~held;
}

/** Refuses a market whose batch lacks a label that the market requires; mirrors contracts/libraries/BatchLabels.sol. */
export function requireLabels(state: BookState): void {
  const missing = missingLabels(state);
  requireThat(missing === 0n, "Exchange_LabelsMissing", state.terms.marketId, missing);
}

/** IExchangeMarkets.setMarketLabels. */
export function setMarketLabels(state: BookState, required: bigint): void {
  state.labels = { ...state.labels, required };
}
