import type { Hex } from "viem";
import type { exchangeAbi } from "../../abi/index.ts";
import { SIDES, enumName } from "../../codecs/enums.ts";
import { unpackOrderId } from "../../codecs/order-id.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { AuditIceberg, AuditOrder, Ledger } from "../ledger.ts";
import { expectLevel, marketOf, openOrder, orderOf, resize } from "../orders.ts";
import { escrowAsset, hiddenEscrow, lock, payKeeperFee } from "../vault.ts";

/** A part of an iceberg that shows becomes an order; it takes its escrow along from the hidden lots. */
function showPart(ledger: Ledger, iceberg: AuditIceberg, orderId: bigint, lots: bigint, place: Place): void {
  const { owner, market, side, priceTicks, feePips } = iceberg;
  const part: AuditOrder = {
    id: orderId,
    kind: "BOOK",
    owner,
    market,
    side,
    priceTicks,
    lots,
    feePips,
    keeperFees: 0n,
  };
  openOrder(ledger, part, place);
}

/** Changes what an iceberg hides; the difference of what that holds moves between free and escrow. */
function hide(ledger: Ledger, iceberg: AuditIceberg, lots: bigint, place: Place): void {
  const change = hiddenEscrow(iceberg, lots) - hiddenEscrow(iceberg, iceberg.lots);
  lock(ledger, iceberg.owner, escrowAsset(iceberg), change, place);
  iceberg.lots = lots;
}

/** What a deferred order has prepaid, as the exchange answers for it. */
function showKeeperFee(ledger: Ledger, order: AuditOrder, place: Place): void {
  ledger.figures.set(
    { contract: "exchange", functionName: "deferredKeeperFee", args: [order.id] },
    "",
    order.keeperFees,
    place,
  );
}

/** Gives an order's keeper fee, if it still holds one, to whoever earned it, or back to its owner. */
function endKeeperFee(ledger: Ledger, order: AuditOrder, to: Hex, place: Place): void {
  payKeeperFee(ledger, order, order.keeperFees, to, place);
  showKeeperFee(ledger, order, place);
}

/** Orders in the book and in the work queue, from their placement to their end. */
export const orderHandlers: EventHandlers<typeof exchangeAbi> = {
  OrderPlaced(args, place, ledger) {
    const { marketId, kind, priceTicks } = unpackOrderId(args.orderId);
    const market = marketOf(ledger, marketId, place);
    if (market === null || (kind !== "BID" && kind !== "ASK")) return;
    const order: AuditOrder = {
      id: args.orderId,
      kind: "BOOK",
      owner: lower(args.owner),
      market,
      side: kind,
      priceTicks: BigInt(priceTicks),
      lots: BigInt(args.lots),
      feePips: BigInt(args.makerFeePips),
      keeperFees: 0n,
    };
    openOrder(ledger, order, place);
    expectLevel(ledger, order, args.levelLots, place);
  },
  OrderAmended({ orderId, lots, levelLots }, place, ledger) {
    const order = orderOf(ledger, orderId, place);
    if (order === null) return;
    resize(ledger, order, BigInt(lots), place);
    expectLevel(ledger, order, levelLots, place);
  },
  OrderCancelled({ orderId, lots, levelLots }, place, ledger) {
    const order = orderOf(ledger, orderId, place);
    if (order === null) return;
    expectSame(ledger, "event", `exchange order ${orderId} lots`, order.lots, BigInt(lots), place);
    resize(ledger, order, 0n, place);
    expectLevel(ledger, order, levelLots, place);
  },
  IcebergShown(args, place, ledger) {
    const [lots, hiddenLots] = [BigInt(args.lots), BigInt(args.hiddenLots)];
    const iceberg = ledger.icebergs.get(args.icebergId);
    if (iceberg !== undefined) {
      const figure = `exchange iceberg ${args.icebergId} lots`;
      expectSame(ledger, "event", figure, iceberg.lots, hiddenLots + lots, place);
      hide(ledger, iceberg, hiddenLots, place);
      showPart(ledger, iceberg, args.orderId, lots, place);
      return;
    }
    // its first part has just been placed
    const part = orderOf(ledger, args.orderId, place);
    if (part === null) return;
    const opened: AuditIceberg = { ...part, id: args.icebergId, kind: "BOOK", peakLots: lots, lots: 0n };
    ledger.icebergs.set(args.icebergId, opened);
    hide(ledger, opened, hiddenLots, place);
  },
  IcebergEnded({ icebergId, hiddenLots }, place, ledger) {
    const iceberg = ledger.icebergs.get(icebergId);
    if (iceberg === undefined) {
      expectSame(ledger, "rule", `exchange iceberg ${icebergId}`, "unknown", "named by an event", place);
      return;
    }
    expectSame(ledger, "event", `exchange iceberg ${icebergId} lots`, iceberg.lots, BigInt(hiddenLots), place);
    hide(ledger, iceberg, 0n, place);
  },
  OrderDeferred(args, place, ledger) {
    const market = marketOf(ledger, unpackOrderId(args.orderId).marketId, place);
    if (market === null) return;
    const order: AuditOrder = {
      id: args.orderId,
      kind: "DEFERRED",
      owner: lower(args.owner),
      market,
      side: enumName(SIDES, args.side),
      priceTicks: BigInt(args.priceTicks),
      lots: BigInt(args.lots),
      feePips: BigInt(args.takerFeePips),
      keeperFees: args.keeperFee,
    };
    openOrder(ledger, order, place);
    showKeeperFee(ledger, order, place);
  },
  // the order's end follows
  KeeperPaid({ orderId, keeper, amount }, place, ledger) {
    const order = orderOf(ledger, orderId, place);
    if (order === null) return;
    expectSame(ledger, "event", `keeper fee of ${orderId}`, order.keeperFees, amount, place);
    endKeeperFee(ledger, order, lower(keeper), place);
  },
  // what was traded has already left in the take: the rest of the change rests in the book or met an order of its owner
  DeferredProgressed({ orderId, lotsLeft }, place, ledger) {
    const order = orderOf(ledger, orderId, place);
    if (order === null) return;
    resize(ledger, order, BigInt(lotsLeft), place);
    if (order.lots === 0n) endKeeperFee(ledger, order, order.owner, place);
  },
  DeferredCancelled({ orderId }, place, ledger) {
    const order = orderOf(ledger, orderId, place);
    if (order === null) return;
    resize(ledger, order, 0n, place);
    endKeeperFee(ledger, order, order.owner, place);
  },
};
