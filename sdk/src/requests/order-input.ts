import type { ContractFunctionArgs } from "viem";
import type { exchangeAbi } from "../abi/index.ts";
import { ORDER_TYPES, SELF_TRADES, SIDES, enumIndex } from "../codecs/enums.ts";
import type { OrderType, SelfTrade, Side } from "../codecs/enums.ts";
import { MAX_LOTS } from "../units/lots.ts";
import { MAX_TICKS, MIN_TICKS } from "../units/price.ts";

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
    marketId: whole("marketId", input.marketId, 0, 2 ** 32 - 1),
    side: enumIndex(SIDES, input.side),
    orderType: enumIndex(ORDER_TYPES, input.orderType),
    priceTicks: whole("priceTicks", input.priceTicks, MIN_TICKS, MAX_TICKS),
    lots: lotsField("lots", input.lots),
    minFillLots: lotsField("minFillLots", input.minFillLots ?? 0n),
    expiry: whole("expiry", input.expiry ?? 0, 0, 2 ** 32 - 1),
    maxFills: whole("maxFills", input.maxFills ?? DEFAULT_MAX_FILLS, 0, 2 ** 16 - 1),
    clientId: clientIdField(input.clientId ?? 0n),
    selfTrade: enumIndex(SELF_TRADES, input.selfTrade ?? DEFAULT_SELF_TRADE),
    displayLots: whole("displayLots", input.displayLots ?? 0, 0, MAX_DISPLAY_LOTS),
  };
}

function whole(name: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`${name} is ${value}, must be a whole number from ${min} to ${max}`);
  }
  return value;
}

function lotsField(name: string, lots: bigint): number {
  if (lots < 0n || lots > MAX_LOTS) throw new RangeError(`${name} is ${lots}, must be from 0 to ${MAX_LOTS}`);
  return Number(lots); // exact: 40 bits
}

function clientIdField(clientId: bigint): bigint {
  if (clientId < 0n || clientId >= 1n << 64n) throw new RangeError(`clientId is ${clientId}, must fit 64 bits`);
  return clientId;
}
