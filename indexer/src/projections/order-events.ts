import { unpackOrderId } from "@carbonxchange/sdk";
import type { CancelReason, OrderStatus, Side } from "@carbonxchange/sdk";
import { CANCEL_REASONS, enumName } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual, recordFault } from "./faults.ts";
import { changeLevel } from "./levels.ts";
import { findMarket, touched } from "./market-events.ts";
import type { Row } from "./rows.ts";
import { escrowAsset, restingEscrow } from "./settlement.ts";
import type { RestingOrder } from "./settlement.ts";
import type { Store } from "./store.ts";
import { applyMoves, lock } from "./vault-moves.ts";

/** Status of an order that left for a reason. */
export const STATUS_OF_REASON: Record<CancelReason, OrderStatus> = {
  OWNER: "CANCELLED",
  EXPIRED: "EXPIRED",
  INELIGIBLE: "INELIGIBLE",
  UNFILLED_REMAINDER: "CANCELLED",
  MARKET_CLOSED: "CANCELLED",
  SELF_TRADE: "SELF_TRADE",
  DEAD_MAN: "CANCELLED",
  LEVEL_FULL: "CANCELLED",
};

/** The order's row; an unknown one is recorded as a fault. */
export async function findOrder(store: Store, meta: EventMeta, id: bigint): Promise<Row<"orders"> | null> {
  const order = await store.find("orders", { id });
  if (order === null)
    await recordFault(store, meta, {
      kind: "UNKNOWN_ORDER",
      subject: String(id),
      expected: "an order",
      actual: "none",
    });
  return order;
}

/** An order's row as settlement wants it. */
export function asResting(order: Row<"orders">): RestingOrder {
  return { owner: order.owner, side: order.side as Side, priceTicks: order.priceTicks, feePips: order.feePips };
}

export const orderPlaced: Projection<"Exchange:OrderPlaced"> = async ({ args, meta }, { store }) => {
  const { marketId, kind, priceTicks } = unpackOrderId(args.orderId);
  const market = await findMarket(store, meta, marketId);
  if (market === null || (kind !== "BID" && kind !== "ASK")) return;
  const lots = BigInt(args.lots);
  const order: Row<"orders"> = {
    id: args.orderId,
    marketId,
    side: kind,
    kind: "BOOK",
    orderType: null,
    priceTicks,
    owner: lower(args.owner),
    lots,
    remainingLots: lots,
    expiry: args.expiry === 0 ? null : BigInt(args.expiry),
    feePips: args.makerFeePips,
    status: "OPEN",
    clientId: args.clientId,
    icebergId: null,
    keeperFee: 0n,
    placedAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  };
  await store.put("orders", order);
  const escrow = restingEscrow(asResting(order), lots, market);
  await applyMoves(store, meta, [lock(order.owner, escrowAsset(kind, market), escrow)], { freeMayDip: true });
  const levelLots = BigInt(args.levelLots);
  await changeLevel(store, meta, { marketId, side: kind, priceTicks, levelLots, lotsDelta: lots, ordersDelta: 1 });
  await store.put("markets", touched(market, meta));
};

export const orderCancelled: Projection<"Exchange:OrderCancelled"> = async ({ args, meta }, { store }) => {
  const order = await findOrder(store, meta, args.orderId);
  if (order === null) return;
  const market = await findMarket(store, meta, order.marketId);
  if (market === null) return;
  const lots = BigInt(args.lots);
  const side = order.side as Side;
  await expectEqual(store, meta, {
    kind: "ORDER_LOTS",
    subject: String(order.id),
    expected: lots,
    actual: order.remainingLots,
  });
  const status = STATUS_OF_REASON[enumName(CANCEL_REASONS, args.reason)];
  await store.put("orders", { ...order, remainingLots: lots, status, block: meta.block });
  const escrow = restingEscrow(asResting(order), lots, market);
  await applyMoves(store, meta, [lock(order.owner, escrowAsset(side, market), -escrow)]);
  await changeLevel(store, meta, {
    marketId: order.marketId,
    side,
    priceTicks: order.priceTicks,
    levelLots: BigInt(args.levelLots),
    lotsDelta: -lots,
    ordersDelta: -1,
  });
  await store.put("markets", touched(market, meta));
};

/** The lots that an amended order lost were never traded, so they leave its size as well as its rest. */
export const orderAmended: Projection<"Exchange:OrderAmended"> = async ({ args, meta }, { store }) => {
  const order = await findOrder(store, meta, args.orderId);
  if (order === null) return;
  const market = await findMarket(store, meta, order.marketId);
  if (market === null) return;
  const side = order.side as Side;
  const remainingLots = BigInt(args.lots);
  const gone = order.remainingLots - remainingLots;
  await store.put("orders", { ...order, lots: order.lots - gone, remainingLots, block: meta.block });
  const resting = asResting(order);
  const released = restingEscrow(resting, order.remainingLots, market) - restingEscrow(resting, remainingLots, market);
  await applyMoves(store, meta, [lock(order.owner, escrowAsset(side, market), -released)]);
  await changeLevel(store, meta, {
    marketId: order.marketId,
    side,
    priceTicks: order.priceTicks,
    levelLots: BigInt(args.levelLots),
    lotsDelta: -gone,
    ordersDelta: 0,
  });
  await store.put("markets", touched(market, meta));
};
