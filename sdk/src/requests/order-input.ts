import type { ContractFunctionArgs } from "viem";
import type { exchangeAbi } from "../abi/index.ts";
import { ORDER_TYPES, SELF_TRADES, SIDES, enumIndex } from "../codecs/enums.ts";
import type { OrderType, SelfTrade, Side } from "../codecs/enums.ts";
import { MAX_TICKS, MIN_TICKS } from "../units/price.ts";
import { clientIdField, lotsField, secondsField, wholeField } from "./number-fields.ts";

/** Most resting orders one call may meet (IExchange.OrderRequest). */
export const MAX_FILLS_CAP = 150;
/** What `maxFills` is when left out: enough for an ordinary sweep, bounded in gas. */
export const DEFAULT_MAX_FILLS = 50;

/** What happens to an order that meets another of its owner's, when it does not say. */
export const DEFAULT_SELF_TRADE: SelfTrade = "CANCEL_MAKER";

/** Most lots an iceberg may show at a time: 24 bits. */
export const MAX_DISPLAY_LOTS = 2 ** 24 - 1;

/**
 * One order as people state it. `lots` is the size; `priceTicks` the limit or the worst price of MARKET; `expiry` unix
 * seconds (the types that rest); `maxFills` 0 defers the whole order to the work queue. `displayLots` makes an iceberg of
 * an order that rests: the part of it that shows at a time, below `lots`.
 */
export type OrderInput = {
  marketId: number;
  side: Side;
  orderType: OrderType;
  priceTicks: number;
  lots: bigint;
  minFillLots?: bigint;
  expiry?: number;
  maxFills?: number;
  clientId?: bigint;
  selfTrade?: SelfTrade;
  displayLots?: number;
};

/** The tuple that IExchange.place takes. */
export type OrderRequestArgs = ContractFunctionArgs<typeof exchangeAbi, "nonpayable", "place">[0];

/** Encodes an order. Throws `RangeError` on a number that does not fit its field; what the market refuses is left to it. */
export function encodeOrder(input: OrderInput): OrderRequestArgs {
  return {
    marketId: wholeField("marketId", input.marketId, 0, 2 ** 32 - 1),
    side: enumIndex(SIDES, input.side),
    orderType: enumIndex(ORDER_TYPES, input.orderType),
    priceTicks: wholeField("priceTicks", input.priceTicks, MIN_TICKS, MAX_TICKS),
    lots: lotsField("lots", input.lots),
    minFillLots: lotsField("minFillLots", input.minFillLots ?? 0n),
    expiry: secondsField("expiry", input.expiry ?? 0),
    maxFills: wholeField("maxFills", input.maxFills ?? DEFAULT_MAX_FILLS, 0, 2 ** 16 - 1),
    clientId: clientIdField(input.clientId ?? 0n),
    selfTrade: enumIndex(SELF_TRADES, input.selfTrade ?? DEFAULT_SELF_TRADE),
    displayLots: wholeField("displayLots", input.displayLots ?? 0, 0, MAX_DISPLAY_LOTS),
  };
}
