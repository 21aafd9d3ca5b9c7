import { ORDER_TYPES } from "../codecs/enums.ts";
import type { Sentences } from "./error-types.ts";
import { nameOf, when } from "./wording.ts";

/** What each error of conditional orders, parents, auctions, operators and signed requests means, and what to do about it. */
export const advancedOrderSentences = {
  Exchange_NoReferencePrice: (a) =>
    `Market ${a.marketId} has no price of an earlier block yet, so nothing can be judged by it. Wait for its first trade, or use a limit order.`,
  Exchange_TriggerAlreadyMet: (a) =>
    `The trigger of ${a.triggerTicks} ticks is already met at ${a.priceTicks} ticks. Move the trigger away from the price, or place the order at once.`,
  Exchange_BadTriggers: (a) =>
    `Triggers of ${a.triggerAboveTicks} ticks above and ${a.triggerBelowTicks} below do not suit this kind of order and side. A buying stop triggers above, a selling stop below, a take-profit the other way round, an OCO on both sides.`,
  Exchange_LimitAboveNotAllowed: (a) =>
    `Only an OCO order has a second limit price, but ${a.limitAboveTicks} ticks were given. Leave it empty.`,
  Exchange_TrailOutOfRange: (a) =>
    `A trailing distance of ${a.trailTicks} ticks is outside ${a.minTicks} to ${a.maxTicks}. Choose one inside that range.`,
  Exchange_TooManyConditionals: (a) =>
    `The account has ${a.live} conditional orders in this market, and ${a.cap} are allowed. Cancel one first.`,
  Exchange_AmendNotSmaller: (a) =>
    `Amending to ${a.lots} lots would not make the order of ${a.lotsNow} lots smaller. Replace the order instead; it loses its place in time.`,
  Exchange_NotAmendable: (a) => `Order ${a.orderId} cannot be amended in place. Cancel it and place a new one.`,
  Exchange_BoundNotAllowed: (a) =>
    `A ${nameOf(ORDER_TYPES, a.orderType)} order may trade later, so its total cannot be bounded on arrival. Use LIMIT_IOC, LIMIT_FOK or MARKET.`,
  Exchange_QuoteOutOfBound: (a) =>
    `The order would have paid or brought ${a.quoteUnits} quote base units, fees included, beyond the bound of ${a.bound}; nothing was traded. Loosen the bound, or try again at a better price.`,
  Exchange_BadSignature: (a) =>
    `The signature is not one of account ${a.account} for this request. Sign again with that account on this network.`,
  Exchange_NonceUsed: (a) =>
    `Nonce ${a.nonce} of account ${a.account} was used before, or given up. Sign the request again with a fresh nonce.`,
  Exchange_DeadlinePassed: (a) =>
    `The request was good until ${when(a.deadline)}; it is now ${when(a.nowSeconds)}. Sign it again with a later deadline.`,
  Exchange_NotOperator: (a) =>
    `Account ${a.caller} may not act for ${a.account} (allowed until ${when(a.until)}). Ask the owner to allow it with setOperator.`,
  Exchange_UntilInPast: (a) =>
    `The time ${when(a.until)} is not after the current block time ${when(a.nowSeconds)}. Choose a later one.`,
  Exchange_GasTooLow: (a) =>
    `Only ${a.gasLeft} gas is left for this item, ${a.gasNeeded} are needed. Send the call with more gas, or fewer items.`,
  Exchange_NotUpkeep: (a) =>
    `Call ${a.index} of the bundle is ${a.selector}, which is not anyone's work. Bundle only cranks, firings, slices, halts and prunings.`,
  Exchange_BadWeights: (a) =>
    `The weights ${a.weights} do not give each of ${a.slices} slices one byte above zero. Name one weight from 1 to 255 per slice.`,
  Exchange_BpsAboveCap: (a) => `${a.bps} basis points are above the highest allowed, ${a.cap}. Lower the value.`,
  Exchange_IntervalTooShort: (a) =>
    `An interval of ${a.interval} s is below the shortest, ${a.shortest} s. Choose a longer one.`,
  Exchange_SlicesOutOfRange: (a) =>
    `${a.slices} slices are outside ${a.fewest} to ${a.most}. Choose a number inside that range.`,
  Exchange_StartOutOfRange: (a) =>
    `The start ${when(a.startAt)} is outside ${when(a.earliest)} to ${when(a.latest)}. Leave it empty to start now, or choose one inside that range.`,
  Exchange_WindowOutOfRange: (a) =>
    `The slices would take ${a.windowSeconds} s, outside ${a.shortest} to ${a.longest} s. Change the interval or the number of slices.`,
  Exchange_SliceBelowMinimum: (a) =>
    `A slice of ${a.lots} lots is below the market's minimum of ${a.minLots}. Use fewer slices or a larger order.`,
  Exchange_SliceNotDue: (a) =>
    `The next slice is due at ${when(a.dueAt)}; it is now ${when(a.nowSeconds)}. Try again then.`,
  Exchange_ParticipationReached: (a) =>
    `Order ${a.parentId} may take ${a.participationBps} basis points of the market's volume, and has. Try again after others have traded.`,
  Exchange_NothingCrosses: (a) =>
    `Nothing trades at ${a.boundTicks} ticks or better for order ${a.parentId} now. Try again when the market has moved.`,
  Exchange_NoRecentTrade: (a) =>
    `The last trade is ${a.ageSeconds} s old, and only one of the last ${a.maxAgeSeconds} s counts. Wait for the next trade.`,
  Exchange_NoIndexPrice: (a) =>
    `Market ${a.marketId} has no index price now: none is set, or its feed does not answer. Try again later.`,
  Exchange_WithinIndexBand: (a) =>
    `The last price of ${a.priceTicks} ticks is within ${a.lowTicks} to ${a.highTicks} around the index. There is nothing to halt.`,
  Exchange_FeedWithoutCode: (a) => `There is no contract at ${a.feed}. Name a price feed of this network.`,
  Exchange_RebateAboveFee: (a) =>
    `A maker fee of ${a.makerFeePips} pips gives away more than the lowest taker fee of ${a.lowestTakerFeePips} pips brings in. Lower the rebate or the discounts.`,
  Exchange_Simulated: () => `The order was tried out and nothing of it has happened. Send it to place it.`,
  Exchange_NotSimulated: (a) =>
    `Account ${a.caller} called the inside of a simulation, which only the exchange may. Call simulate instead.`,
} satisfies Sentences;
