import { CANCEL_REASONS, ORDER_TYPES, SIDES, enumName, unpackOrderId } from "@carbonxchange/sdk";
import type { Side } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
import { recordFault } from "./faults.ts";
import { findMarket } from "./market-events.ts";
import { STATUS_OF_REASON, asResting, findOrder } from "./order-events.ts";
import type { Row } from "./rows.ts";
import { escrowAsset, waitingEscrow } from "./settlement.ts";
import { applyMoves, credit, lock } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

/**
 * What a deferred order gets back when it shrinks from its remaining lots to `lotsLeft` without trading them: when it leaves the
 * queue, also the keeper fee that nobody was paid.
 */
function release(order: Row<"orders">, market: Row<"markets">, lotsLeft: bigint, leaves: boolean): VaultMove[] {
  const waiting = asResting(order);
  const amount = waitingEscrow(waiting, order.remainingLots, market) - waitingEscrow(waiting, lotsLeft, market);
  const escrow = lock(order.owner, escrowAsset(waiting.side, market), -amount);
  return leaves ? [escrow, lock(order.owner, market.quoteAsset, -order.keeperFee)] : [escrow];
}

export const orderDeferred: Projection<"Exchange:OrderDeferred"> = async ({ args, meta }, { store }) => {
  const { marketId } = unpackOrderId(args.orderId);
  const market = await findMarket(store, meta, marketId);
  if (market === null) return;
  const lots = BigInt(args.lots);
  const side: Side = enumName(SIDES, args.side);
  const order: Row<"orders"> = {
    id: args.orderId,
    marketId,
    side,
    kind: "DEFERRED",
    orderType: enumName(ORDER_TYPES, args.orderType),
    priceTicks: args.priceTicks,
    owner: lower(args.owner),
    lots,
    remainingLots: lots,
    expiry: args.expiry === 0 ? null : BigInt(args.expiry),
    feePips: args.takerFeePips,
    status: "DEFERRED",
    clientId: args.clientId,
    icebergId: null,
    keeperFee: args.keeperFee,
    placedAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  };
  await store.put("orders", order);
  const escrow = waitingEscrow(asResting(order), lots, market);
  const locks = [
    lock(order.owner, escrowAsset(side, market), escrow),
    lock(order.owner, market.quoteAsset, order.keeperFee),
  ];
  // what fired a conditional order gives its escrow back one event later
  await applyMoves(store, meta, locks, { freeMayDip: true });
};

/** The fee leaves the order for the keeper; the event of the order's end follows. */
export const keeperPaid: Projection<"Exchange:KeeperPaid"> = async ({ args, meta }, { store }) => {
  const order = await findOrder(store, meta, args.orderId);
  if (order === null) return;
  const market = await findMarket(store, meta, order.marketId);
  if (market === null) return;
  const asset = market.quoteAsset;
  await applyMoves(store, meta, [
    { account: order.owner, asset, free: 0n, escrowed: -args.amount },
    credit(lower(args.keeper), asset, args.amount),
  ]);
  await store.put("orders", { ...order, keeperFee: order.keeperFee - args.amount, block: meta.block });
};

/**
 * Takes have already lowered `remainingLots`, so a difference here is what left the queue to rest in the book, or was taken off
 * against an order of the same owner: it gets its escrow back (a resting order locks its own) and is no longer counted as part
 * of the deferred order.
 */
export const deferredProgressed: Projection<"Exchange:DeferredProgressed"> = async ({ args, meta }, { store }) => {
  const order = await findOrder(store, meta, args.orderId);
  if (order === null) return;
  const market = await findMarket(store, meta, order.marketId);
  if (market === null) return;
  const lotsLeft = BigInt(args.lotsLeft);
  const rested = order.remainingLots - lotsLeft;
  const leaves = lotsLeft === 0n;
  await applyMoves(store, meta, release(order, market, lotsLeft, leaves));
  await store.put("orders", {
    ...order,
    lots: order.lots - rested,
    remainingLots: lotsLeft,
    keeperFee: leaves ? 0n : order.keeperFee,
    status: leaves ? "FILLED" : order.status,
    block: meta.block,
  });
};

export const deferredCancelled: Projection<"Exchange:DeferredCancelled"> = async ({ args, meta }, { store }) => {
  const order = await findOrder(store, meta, args.orderId);
  if (order === null) return;
  const market = await findMarket(store, meta, order.marketId);
  if (market === null) return;
  const lots = BigInt(args.lots);
  // less than waited came back when the rest was taken off against an order of the same owner
  const offset = order.remainingLots - lots;
  if (offset < 0n) {
    const subject = String(order.id);
    await recordFault(store, meta, { kind: "DEFERRED_LOTS", subject, expected: lots, actual: order.remainingLots });
  }
  await applyMoves(store, meta, release(order, market, 0n, true));
  const status = STATUS_OF_REASON[enumName(CANCEL_REASONS, args.reason)];
  await store.put("orders", {
    ...order,
    lots: order.lots - offset,
    remainingLots: lots,
    keeperFee: 0n,
    status,
    block: meta.block,
  });
};
