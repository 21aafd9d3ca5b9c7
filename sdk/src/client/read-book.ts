import { exchangeAbi } from "../abi/index.ts";
import { ORDER_TYPES, SIDES, enumIndex, enumName } from "../codecs/enums.ts";
import type { OrderType, Side } from "../codecs/enums.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** One price level with its live lots. */
export type BookLevel = { priceTicks: number; lots: bigint };

/** Best prices; null where a side is empty. */
export async function readBest(
  context: ReadContext,
  marketId: number,
): Promise<{ bidTicks: number | null; askTicks: number | null }> {
  const address = context.deployment.contracts.exchange.address;
  const [bidTicks, askTicks] = await call(context, address, exchangeAbi, "best", [marketId]);
  return { bidTicks: bidTicks || null, askTicks: askTicks || null };
}

/** Levels of one side from the best price, or from `fromTicks`, outward. */
export async function readDepth(
  context: ReadContext,
  marketId: number,
  side: Side,
  options: { fromTicks?: number; maxLevels?: number } = {},
): Promise<BookLevel[]> {
  const { fromTicks = 0, maxLevels = 20 } = options;
  const args = [marketId, enumIndex(SIDES, side), fromTicks, maxLevels] as const;
  const levels = await call(context, context.deployment.contracts.exchange.address, exchangeAbi, "depth", args);
  return levels.map((level) => ({ priceTicks: level.priceTicks, lots: BigInt(level.lots) }));
}

/** A resting or deferred order as stored. `expiry` in unix seconds or null. */
export type StoredOrder = {
  id: OrderId;
  owner: `0x${string}`;
  marketId: number;
  side: Side;
  orderType: OrderType;
  priceTicks: number;
  lots: bigint;
  expiry: number | null;
  feePips: number;
  live: boolean;
};

type OrderTuple = {
  owner: `0x${string}`;
  marketId: number;
  side: number;
  orderType: number;
  priceTicks: number;
  lots: number;
  expiry: number;
  feePips: number;
  live: boolean;
};

function storedOrder(id: bigint, order: OrderTuple): StoredOrder {
  return {
    id: toOrderId(id),
    owner: order.owner,
    marketId: order.marketId,
    side: enumName(SIDES, order.side),
    orderType: enumName(ORDER_TYPES, order.orderType),
    priceTicks: order.priceTicks,
    lots: BigInt(order.lots),
    expiry: order.expiry || null,
    feePips: order.feePips,
    live: order.live,
  };
}

/** Reads an order by its id; `live` is false for one that is gone. Throws `CarbonContractError` on a malformed id. */
export async function readOrder(context: ReadContext, orderId: bigint): Promise<StoredOrder> {
  const address = context.deployment.contracts.exchange.address;
  return storedOrder(orderId, await call(context, address, exchangeAbi, "order", [orderId]));
}

/** Live orders of one level in time order. */
export async function readOrdersAt(
  context: ReadContext,
  marketId: number,
  side: Side,
  priceTicks: number,
  maxOrders = 50,
): Promise<StoredOrder[]> {
  const args = [marketId, enumIndex(SIDES, side), priceTicks, maxOrders] as const;
  const address = context.deployment.contracts.exchange.address;
  const [ids, orders] = await call(context, address, exchangeAbi, "ordersAt", args);
  return ids.flatMap((id, index) => {
    const order = orders[index];
    return order ? [storedOrder(id, order)] : [];
  });
}

/** The market's work queue: sequence of the next deferred order, and the one after the last. */
export async function readQueue(context: ReadContext, marketId: number): Promise<{ head: number; tail: number }> {
  const address = context.deployment.contracts.exchange.address;
  const [head, tail] = await call(context, address, exchangeAbi, "queue", [marketId]);
  return { head, tail };
}

/** Free vault balance of an account: kg for credits, base units for an ERC-20. */
export function readBalance(context: ReadContext, account: `0x${string}`, asset: number): Promise<bigint> {
  return call(context, context.deployment.contracts.exchange.address, exchangeAbi, "balanceOf", [account, asset]);
}
