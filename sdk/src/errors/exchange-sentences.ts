import { MARKET_PHASES, ORDER_TYPES } from "../codecs/enums.ts";
import type { MarketPhase } from "../codecs/enums.ts";
import type { Sentences } from "./error-types.ts";
import { nameOf, percent, when } from "./wording.ts";

const orderType = (index: number): string => nameOf(ORDER_TYPES, index);
/** What a market in a phase is, after "is" or "from". */
const PHASE_WORDS: Record<MarketPhase, string> = {
  NONE: "not there",
  CONTINUOUS: "trading",
  HALTED: "halted",
  DELISTED: "delisted for good",
  OPENING: "collecting orders for its opening",
  AUCTION: "in an auction",
  UNCROSSING: "carrying out an auction",
  CLOSED: "closed",
};
const phase = (index: number): string => {
  const name = MARKET_PHASES[index];
  return name === undefined ? `${index}` : PHASE_WORDS[name];
};

/** What each error of the exchange's trading and vault calls means, and what to do about it. */
export const exchangeSentences = {
  Exchange_UnknownAsset: (a) =>
    `Asset ${a.asset} is not listed; the exchange has ${a.assetCount} assets. Choose a listed asset.`,
  Exchange_NotListed: (a) =>
    `Token ${a.token} with batch ${a.batchId} is not listed on the exchange. Deposit a listed asset, or ask the market operator to list it.`,
  Exchange_UnknownMarket: (a) =>
    `Market ${a.marketId} does not exist; the exchange has ${a.marketCount} markets. Choose an existing market.`,
  Exchange_LabelsMissing: (a) =>
    `Market ${a.marketId} trades only while its batch has all labels asked for, and it lacks those of mask ${a.missing}. Wait until they are attested anew; orders may be cancelled meanwhile.`,
  Exchange_MarketNotOpen: (a) =>
    `Market ${a.marketId} is ${phase(a.phase)} and takes no orders now. Cancel and withdraw still work; wait until it trades again.`,
  Exchange_PriceOutOfRange: (a) =>
    `The price of ${a.priceTicks} ticks is outside ${a.minTicks} to ${a.maxTicks}. Enter a price inside that range.`,
  Exchange_SizeBelowMinimum: (a) => `${a.lots} lots is below the market's minimum of ${a.minLots}. Increase the size.`,
  Exchange_SizeAboveMaximum: (a) =>
    `${a.lots} lots is above the maximum of ${a.maxLots}. Reduce the size or split the order.`,
  Exchange_MaxFillsAboveCap: (a) =>
    `The order may meet ${a.maxFills} resting orders, but at most ${a.cap} are allowed. Lower maxFills; the rest can wait in the queue.`,
  Exchange_MaxFillsRequired: (a) =>
    `A ${orderType(a.orderType)} order must match on arrival and cannot be deferred. Set maxFills to at least 1.`,
  Exchange_MinFillNotAllowed: (a) =>
    `A ${orderType(a.orderType)} order takes no minimum fill, but ${a.minFillLots} lots were given. Set it to zero, or use LIMIT_IOC or MARKET.`,
  Exchange_MinFillAboveSize: (a) =>
    `The minimum fill of ${a.minFillLots} lots is larger than the order of ${a.lots}. Lower the minimum fill.`,
  Exchange_DisplayNotAllowed: (a) =>
    `A ${orderType(a.orderType)} order does not rest, so it cannot show only ${a.displayLots} lots of its size. Leave the shown size empty, or use a limit order.`,
  Exchange_DisplayAboveSize: (a) =>
    `The shown size of ${a.displayLots} lots is not below the order's ${a.lots} lots. Show less, or leave the shown size empty.`,
  Exchange_ExpiryNotAllowed: (a) =>
    `A ${orderType(a.orderType)} order does not rest, so it takes no expiry (given: ${when(a.expiry)}). Leave the expiry empty.`,
  Exchange_Expired: (a) =>
    `The expiry ${when(a.expiry)} is not after the current block time ${when(a.nowSeconds)}. Choose a later expiry.`,
  Exchange_PostOnlyWouldCross: (a) =>
    `At ${a.priceTicks} ticks the post-only order would trade at once against ${a.bestOppositeTicks} ticks. Move the price away, or use a plain limit order.`,
  Exchange_NotFilled: (a) =>
    `Only ${a.filledLots} of the required ${a.requiredLots} lots could be filled; nothing was traded. Loosen the price, reduce the size, or accept a partial fill.`,
  Exchange_InsufficientBalance: (a) =>
    `The free balance of asset ${a.asset} is ${a.have} base units, ${a.want} are needed (fees included). Deposit more, cancel an order, or reduce the size.`,
  Exchange_BalanceOverflow: (a) =>
    `${a.amount} base units of asset ${a.asset} exceed the largest balance the vault can hold, ${a.maxAmount}. Use a smaller amount.`,
  Exchange_ZeroAmount: () => "The amount is zero. Enter an amount above zero.",
  Exchange_ZeroAddress: () => "An address is empty (zero). Enter a real address.",
  Exchange_TransferMismatch: (a) =>
    `The token moved ${a.received} base units instead of ${a.expected}. Tokens that take a fee on transfer cannot be deposited; use another asset.`,
  Exchange_NotEligible: (a) =>
    `Account ${a.account} has no valid eligibility record, so it cannot trade. Complete or renew its onboarding first.`,
  Exchange_AccountBlocked: (a) =>
    `Account ${a.account} is frozen or on a sanctions list; it can neither deposit, trade nor withdraw. Contact the compliance officer.`,
  Exchange_TooManyAssets: (a) =>
    `Account ${a.account} already holds the maximum of ${a.cap} assets in the vault. Withdraw one entirely first.`,
  Exchange_MalformedOrderId: (a) => `${a.orderId} is not an order id. Copy the id from the order's placement.`,
  Exchange_OrderNotLive: (a) =>
    `Order ${a.orderId} is no longer live: it was filled, cancelled or removed. Refresh the list of orders; nothing is left to cancel.`,
  Exchange_NotOrderOwner: (a) =>
    `The order belongs to ${a.owner}, not to ${a.caller}. Switch to the owner's account to cancel it.`,
  Exchange_BatchTooLarge: (a) => `${a.length} items in one call is more than the ${a.cap} allowed. Split the call.`,
  Exchange_SequenceExhausted: (a) =>
    `Price level ${a.priceTicks} of market ${a.marketId} has used all its order numbers. Place the order one tick away.`,
  Exchange_ForeignToken: (a) =>
    `The exchange takes ERC-1155 transfers only from the listed credit registry, not from ${a.token}. Send a listed batch of credits.`,
  Exchange_OnlyGate: (a) =>
    `Only the compliance gate ${a.gate} may make this call, not ${a.caller}. Call refresh on the gate instead.`,
  Exchange_OnlyItself: (a) =>
    `Account ${a.caller} called the inside of a cancel, which only the exchange may. Call cancel instead.`,
  ModuleChain_UnknownFunction: (a) =>
    `The contract has no function ${a.selector}. Update the application, or check that its deployment matches the contracts.`,
  Exchange_AssetExists: (a) =>
    `Token ${a.token} with batch ${a.batchId} is already listed as asset ${a.asset}. Use that asset.`,
  Exchange_BadMarketPhase: (a) =>
    `Market ${a.marketId} is ${phase(a.from)} and cannot become ${phase(a.to)} from there. Check its phase first; a delisted market stays delisted.`,
  Exchange_PhaseNotOver: (a) =>
    `Market ${a.marketId} stays ${phase(a.phase)} until ${when(a.endsAt)}; it is ${when(a.nowSeconds)}. Try again then.`,
  Exchange_NotInAuction: (a) =>
    `The market collects orders for an auction and takes only LIMIT_GTC orders, not ${orderType(a.orderType)}. Place a limit order, or wait until it trades.`,
  Exchange_BadMarketParameter: (a) =>
    `Market parameter "${a.name}" is ${a.value}, which breaks the bound ${a.bound}. Correct the parameter.`,
  Exchange_FeeAboveCap: (a) =>
    `A fee of ${percent(a.feePips)} is above the cap of ${percent(a.capPips)}. Lower the fee.`,
} satisfies Sentences;
