import { PARENT_ENDS, PARENT_KINDS, SELF_TRADES, SIDES, enumName } from "@carbonxchange/sdk";
import type { ParentStatus, Side } from "@carbonxchange/sdk";
import type { ParentEnd } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import { lower, partId } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual, recordFault } from "./faults.ts";
import { payKeeper, prepay, returnPrepaid } from "./keeper-fees.ts";
import type { Prepaid } from "./keeper-fees.ts";
import { findMarket } from "./market-events.ts";
import type { Row } from "./rows.ts";
import { escrowAsset, waitingEscrow } from "./settlement.ts";
import type { WaitingOrder } from "./settlement.ts";
import type { Store } from "./store.ts";
import { applyMoves, lock } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

type Parent = Row<"parents">;

const STATUS_OF_END: Record<ParentEnd, ParentStatus> = {
  FILLED: "FILLED",
  OWNER: "CANCELLED",
  WINDOW_OVER: "WINDOW_OVER",
  INELIGIBLE: "INELIGIBLE",
  MARKET_CLOSED: "CANCELLED",
};

/** The order's row; an unknown one is recorded as a fault. */
export async function findParent(store: Store, meta: EventMeta, id: bigint): Promise<Parent | null> {
  const parent = await store.find("parents", { id });
  if (parent === null) {
    const subject = String(id);
    await recordFault(store, meta, { kind: "UNKNOWN_ORDER", subject, expected: "an order for slices", actual: "none" });
  }
  return parent;
}

/** The order as settlement wants it: what it holds stands at its limit price. */
export function asWaiting(parent: Parent): WaitingOrder {
  const { owner, limitTicks: priceTicks, feePips, remainingLots: lots } = parent;
  return { owner, side: parent.side as Side, priceTicks, feePips, lots };
}

const prepaidOf = (parent: Parent, market: Row<"markets">): Prepaid => ({
  owner: parent.owner,
  quoteAsset: market.quoteAsset,
  held: parent.keeperFees,
});

/** What an order gets back when it shrinks to `lotsLeft` without trading what goes. */
function release(parent: Parent, market: Row<"markets">, lotsLeft: bigint): VaultMove {
  const order = asWaiting(parent);
  const amount = waitingEscrow(order, order.lots, market) - waitingEscrow(order, lotsLeft, market);
  return lock(order.owner, escrowAsset(order.side, market), -amount);
}

export const parentPlaced: Projection<"Exchange:ParentPlaced"> = async ({ args, meta }, { store }) => {
  const { request } = args;
  const market = await findMarket(store, meta, request.marketId);
  if (market === null) return;
  const parent: Parent = {
    ...request,
    id: args.parentId,
    owner: lower(args.owner),
    side: enumName(SIDES, request.side),
    kind: enumName(PARENT_KINDS, request.kind),
    selfTrade: enumName(SELF_TRADES, request.selfTrade),
    lots: BigInt(request.lots),
    remainingLots: BigInt(request.lots),
    startAt: BigInt(request.startAt),
    feePips: args.takerFeePips,
    keeperFeePerSlice: args.keeperFeePerSlice,
    keeperFees: args.keeperFeePerSlice * BigInt(request.slices),
    nextSlice: 0,
    openLots: 0n,
    status: "WORKING",
    placedAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  };
  await store.put("parents", parent);
  const order = asWaiting(parent);
  const escrow = lock(order.owner, escrowAsset(order.side, market), waitingEscrow(order, order.lots, market));
  await applyMoves(store, meta, [escrow, ...prepay(prepaidOf(parent, market))]);
};

/**
 * The take before has already lowered `remainingLots`, so a difference here was taken off against an order of the same owner: it
 * comes back and is no longer counted as part of the order.
 */
export const sliceExecuted: Projection<"Exchange:SliceExecuted"> = async ({ args, meta }, { store }) => {
  const parent = await findParent(store, meta, args.parentId);
  if (parent === null) return;
  const market = await findMarket(store, meta, parent.marketId);
  if (market === null) return;
  const lotsLeft = BigInt(args.lotsLeft);
  const openLots = BigInt(args.openLots);
  const { keeperFee, slice } = args;
  const keeper = lower(args.keeper);
  await applyMoves(store, meta, [
    release(parent, market, lotsLeft),
    ...payKeeper(prepaidOf(parent, market), keeper, keeperFee),
  ]);
  await store.put("parents", {
    ...parent,
    lots: parent.lots - (parent.remainingLots - lotsLeft),
    remainingLots: lotsLeft,
    keeperFees: parent.keeperFees - keeperFee,
    nextSlice: slice + 1,
    openLots,
    block: meta.block,
  });
  await store.put("parentSlices", {
    id: partId(meta, 0),
    parentId: parent.id,
    slice,
    lotsFilled: BigInt(args.lotsFilled),
    openLots,
    lotsLeft,
    keeper,
    keeperFee,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    txHash: meta.txHash,
  });
};

export const parentEnded: Projection<"Exchange:ParentEnded"> = async ({ args, meta }, { store }) => {
  const parent = await findParent(store, meta, args.parentId);
  if (parent === null) return;
  const market = await findMarket(store, meta, parent.marketId);
  if (market === null) return;
  const subject = String(parent.id);
  const lots = BigInt(args.lots);
  await expectEqual(store, meta, { kind: "PARENT_LOTS", subject, expected: lots, actual: parent.remainingLots });
  const expected = args.keeperFeesReturned;
  await expectEqual(store, meta, { kind: "KEEPER_FEE", subject, expected, actual: parent.keeperFees });
  await applyMoves(store, meta, [release(parent, market, 0n), ...returnPrepaid(prepaidOf(parent, market))]);
  const status = STATUS_OF_END[enumName(PARENT_ENDS, args.reason)];
  await store.put("parents", { ...parent, keeperFees: 0n, openLots: 0n, status, block: meta.block });
};
