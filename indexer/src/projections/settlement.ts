import { askProceeds, bidEscrow, deferredEscrow, makerFeeOnFill, notional } from "@carbonxchange/sdk";
import type { Fill, Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import { credit, lock } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

/** What settlement needs to know of a market. */
export type SettlementMarket = { baseAsset: number; quoteAsset: number; lotUnits: bigint; tickSize: bigint };

/** A resting order as far as its escrow depends on it. */
export type RestingOrder = { owner: Hex; side: Side; priceTicks: number; feePips: number };

/** A deferred order as far as its escrow depends on it; `lots` is what still waits. */
export type WaitingOrder = RestingOrder & { lots: bigint };

/** The asset an order of a side locks. */
export function escrowAsset(side: Side, market: SettlementMarket): number {
  return side === "BID" ? market.quoteAsset : market.baseAsset;
}

/** What `lots` of a resting order lock: quote with maker fee for a BID, units for an ASK. */
export function restingEscrow(order: RestingOrder, lots: bigint, market: SettlementMarket): bigint {
  return order.side === "BID"
    ? bidEscrow(lots, order.priceTicks, market.tickSize, order.feePips)
    : lots * market.lotUnits;
}

/** What `lots` of a deferred order lock: quote at the limit with taker fee for a BID, units for an ASK. */
export function waitingEscrow(order: RestingOrder, lots: bigint, market: SettlementMarket): bigint {
  return deferredEscrow({ side: order.side, lots, priceTicks: order.priceTicks, takerFeePips: order.feePips }, market);
}

/** The maker's side of one fill record, and the maker fee it pays. Removed orders get their whole escrow back. */
export function settleMaker(
  order: RestingOrder,
  fill: Pick<Fill, "lots" | "remainingLots" | "outcome">,
  market: SettlementMarket,
): { moves: VaultMove[]; makerFee: bigint } {
  const asset = escrowAsset(order.side, market);
  const before = fill.remainingLots + fill.lots;
  const released = restingEscrow(order, before, market) - restingEscrow(order, fill.remainingLots, market);
  if (fill.outcome !== "FILLED") return { moves: [lock(order.owner, asset, -released)], makerFee: 0n };
  const spent: VaultMove = { account: order.owner, asset, free: 0n, escrowed: -released };
  if (order.side === "BID") {
    const makerFee = makerFeeOnFill(before, fill.lots, order.priceTicks, market.tickSize, order.feePips);
    return { moves: [spent, credit(order.owner, market.baseAsset, fill.lots * market.lotUnits)], makerFee };
  }
  const proceeds = askProceeds(fill.lots, order.priceTicks, market.tickSize, order.feePips);
  const makerFee = notional(fill.lots, order.priceTicks, market.tickSize) - proceeds;
  return { moves: [spent, credit(order.owner, market.quoteAsset, proceeds)], makerFee };
}

/** The taker's side of a take. A deferred taker pays from its escrow and gets the surplus over its limit price back. */
export function settleTaker(
  take: {
    taker: Hex;
    side: Side;
    filledLots: bigint;
    notional: bigint;
    takerFee: bigint;
    deferred: WaitingOrder | null;
  },
  market: SettlementMarket,
): VaultMove[] {
  const { taker, deferred } = take;
  const units = take.filledLots * market.lotUnits;
  const received =
    take.side === "BID"
      ? credit(taker, market.baseAsset, units)
      : credit(taker, market.quoteAsset, take.notional - take.takerFee);
  const paid = take.side === "BID" ? take.notional + take.takerFee : units;
  const asset = escrowAsset(take.side, market);
  if (deferred === null) return [credit(taker, asset, -paid), received];
  const released =
    waitingEscrow(deferred, deferred.lots, market) - waitingEscrow(deferred, deferred.lots - take.filledLots, market);
  return [lock(taker, asset, -released), credit(taker, asset, -paid), received];
}
