import type { Sentences } from "./error-types.ts";
import { tonnes } from "./wording.ts";

/** What the errors of buying and retiring at once mean. */
export const sweepSentences = {
  Exchange_SweepOrder: (a) =>
    `Market ${a.marketId} is named after market ${a.before}. Name each market once, in rising order.`,
  Exchange_SweepMixedQuote: (a) =>
    `Market ${a.marketId} is priced in asset ${a.quoteAsset}, the first market in asset ${a.expected}. Sweep markets of one currency.`,
  Exchange_SweepShort: (a) =>
    `The markets give ${tonnes(a.units)} that meet the criteria, and at least ${tonnes(a.minUnits)} are wanted. Widen the criteria, or take less.`,
  Exchange_SweepTooDear: (a) =>
    `The credits would cost ${a.cost} base units with fees, above the most allowed, ${a.maxCost}. Raise that, or take less.`,
  Exchange_SweepQuoted: () => "The purchase was tried out and nothing of it has happened. Send it to buy and retire.",
} satisfies Sentences;
