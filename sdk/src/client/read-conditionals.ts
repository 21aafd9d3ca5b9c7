import { exchangeAbi } from "../abi/index.ts";
import { CONDITIONAL_KINDS, SELF_TRADES, SIDES, enumName } from "../codecs/enums.ts";
import type { ConditionalKind, SelfTrade, Side } from "../codecs/enums.ts";
import { toOrderId } from "../codecs/order-id.ts";
import type { OrderId } from "../codecs/order-id.ts";
import { call } from "./call.ts";
import type { ReadContext } from "./client-context.ts";

/** A live conditional order; triggers and expiry that it does not have are null. `keeperFeeTicks` in units of the market's tickSize. */
export type StoredConditional = {
  id: OrderId;
  owner: `0x${string}`;
  side: Side;
  kind: ConditionalKind;
  selfTrade: SelfTrade;
  lots: bigint;
  limitTicks: number;
  limitAboveTicks: number;
  triggerAboveTicks: number | null;
  triggerBelowTicks: number | null;
  trailTicks: number | null;
  expiry: number | null;
  feePips: number;
  keeperFeeTicks: number;
  clientId: bigint;
};

/** Reads a conditional order; null when it is not live. Throws `CarbonContractError` on an id of another kind. */
export async function readConditional(context: ReadContext, orderId: bigint): Promise<StoredConditional | null> {
  const address = context.deployment.contracts.exchange.address;
  const order = await call(context, address, exchangeAbi, "conditional", [orderId]);
  if (order.lots === 0) return null;
  return {
    ...order,
    id: toOrderId(orderId),
    side: enumName(SIDES, order.side),
    kind: enumName(CONDITIONAL_KINDS, order.kind),
    selfTrade: enumName(SELF_TRADES, order.selfTrade),
    lots: BigInt(order.lots),
    triggerAboveTicks: order.triggerAboveTicks || null,
    triggerBelowTicks: order.triggerBelowTicks || null,
    trailTicks: order.trailTicks || null,
    expiry: order.expiry || null,
  };
}

/** How many triggers `fireStops` would find due, counted up to 150. */
export async function readDueStops(context: ReadContext, marketId: number): Promise<number> {
  const address = context.deployment.contracts.exchange.address;
  return Number(await call(context, address, exchangeAbi, "dueStops", [marketId]));
}
