import { icebergEscrow, unpackOrderId } from "@carbonxchange/sdk";
import type { Side } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual, recordFault } from "./faults.ts";
import { changeLevel } from "./levels.ts";
import { findMarket, touched } from "./market-events.ts";
import { findOrder } from "./order-events.ts";
import type { Row } from "./rows.ts";
import { escrowAsset } from "./settlement.ts";
import type { Store } from "./store.ts";
import { applyMoves, lock } from "./vault-moves.ts";

/** Locks what an iceberg's hidden lots hold, or gives it back when negative. */
async function moveHidden(
  store: Store,
  meta: EventMeta,
  iceberg: Row<"icebergs">,
  market: Row<"markets">,
  sign: 1n | -1n,
): Promise<void> {
  const side = iceberg.side as Side;
  const { hiddenLots: lots, peakLots, priceTicks, feePips } = iceberg;
  const amount = sign * icebergEscrow({ side, lots, peakLots, priceTicks, feePips }, market);
  await applyMoves(store, meta, [lock(iceberg.owner, escrowAsset(side, market), amount)], { freeMayDip: true });
}

/** The part that has just been placed becomes the first of a new iceberg, whose hidden lots are locked beside it. */
async function openIceberg(
  store: Store,
  meta: EventMeta,
  id: bigint,
  part: Row<"orders">,
  hiddenLots: bigint,
  market: Row<"markets">,
): Promise<void> {
  const { marketId, side, priceTicks, owner, expiry, feePips, clientId } = part;
  const iceberg: Row<"icebergs"> = {
    id,
    marketId,
    side,
    priceTicks,
    owner,
    lots: part.lots + hiddenLots,
    hiddenLots,
    peakLots: part.lots,
    shownOrderId: part.id,
    expiry,
    feePips,
    clientId,
    live: true,
    placedAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  };
  await store.put("icebergs", iceberg);
  await store.put("orders", { ...part, icebergId: id });
  await moveHidden(store, meta, iceberg, market, 1n);
}

/**
 * The next part of an iceberg takes its escrow along from the hidden lots. It shows in the middle of the take that filled the part
 * before, which is reported afterwards, so the level's total is that take's to check.
 */
async function showNext(
  store: Store,
  meta: EventMeta,
  iceberg: Row<"icebergs">,
  orderId: bigint,
  lots: bigint,
): Promise<void> {
  const { marketId, priceTicks, owner, expiry, feePips, clientId } = iceberg;
  const side = iceberg.side as Side;
  await store.put("orders", {
    id: orderId,
    marketId,
    side,
    kind: "BOOK",
    orderType: null,
    priceTicks,
    owner,
    lots,
    remainingLots: lots,
    expiry,
    feePips,
    status: "OPEN",
    clientId,
    icebergId: iceberg.id,
    keeperFee: 0n,
    placedAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  });
  const level = await store.find("levels", { marketId, side, priceTicks });
  const levelLots = (level?.lots ?? 0n) + lots;
  await changeLevel(store, meta, { marketId, side, priceTicks, levelLots, lotsDelta: lots, ordersDelta: 1 });
}

export const icebergShown: Projection<"Exchange:IcebergShown"> = async ({ args, meta }, { store }) => {
  const { marketId } = unpackOrderId(args.icebergId);
  const market = await findMarket(store, meta, marketId);
  if (market === null) return;
  const lots = BigInt(args.lots);
  const hiddenLots = BigInt(args.hiddenLots);
  const iceberg = await store.find("icebergs", { id: args.icebergId });
  if (iceberg === null) {
    const part = await findOrder(store, meta, args.orderId);
    if (part !== null) await openIceberg(store, meta, args.icebergId, part, hiddenLots, market);
    return;
  }
  const subject = String(iceberg.id);
  const expected = hiddenLots + lots;
  await expectEqual(store, meta, { kind: "ICEBERG_LOTS", subject, expected, actual: iceberg.hiddenLots });
  await showNext(store, meta, iceberg, args.orderId, lots);
  await store.put("icebergs", { ...iceberg, hiddenLots, shownOrderId: args.orderId, block: meta.block });
  await store.put("markets", touched(market, meta));
};

export const icebergEnded: Projection<"Exchange:IcebergEnded"> = async ({ args, meta }, { store }) => {
  const subject = String(args.icebergId);
  const iceberg = await store.find("icebergs", { id: args.icebergId });
  if (iceberg === null) {
    await recordFault(store, meta, { kind: "UNKNOWN_ORDER", subject, expected: "an iceberg", actual: "none" });
    return;
  }
  const market = await findMarket(store, meta, iceberg.marketId);
  if (market === null) return;
  const expected = BigInt(args.hiddenLots);
  await expectEqual(store, meta, { kind: "ICEBERG_LOTS", subject, expected, actual: iceberg.hiddenLots });
  await moveHidden(store, meta, iceberg, market, -1n);
  await store.put("icebergs", { ...iceberg, live: false, block: meta.block });
};
