import { askProceeds, bidEscrow, deferredEscrow, makerFeeOnFill, notional, rebateDown } from "@carbonxchange/sdk";
import type { Fill, Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import { credit, lock } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

/** What settlement needs to know of a market. */
export type SettlementMarket = { baseAsset: number; quoteAsset: number; lotUnits: bigint; tickSize: bigint };

/** A resting order as far as its escrow depends on it. */
export type RestingOrder = { owner: Hex; side: Side; priceTicks: number; feePips: number };

/** A deferred order or one for slices as far as its escrow depends on it; `lots` is what still waits. */
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

/** A record's part in settlement. */
type Record = Pick<Fill, "lots" | "remainingLots" | "outcome">;

/** What the lots of a record release of an order's escrow. */
function released(order: RestingOrder, fill: Record, market: SettlementMarket): bigint {
  const before = restingEscrow(order, fill.remainingLots + fill.lots, market);
  return before - restingEscrow(order, fill.remainingLots, market);
}

/**
 * The maker's side of one fill record, and the fee it pays: negative for a rebate, which the taker's fee bounds. Removed orders
 * get their whole escrow back.
 */
export function settleMaker(
  order: RestingOrder,
  fill: Record,
  market: SettlementMarket,
  takerFeePips: number,
): { moves: VaultMove[]; makerFee: bigint } {
  const asset = escrowAsset(order.side, market);
  const gone = released(order, fill, market);
  if (fill.outcome !== "FILLED") return { moves: [lock(order.owner, asset, -gone)], makerFee: 0n };
  const spent: VaultMove = { account: order.owner, asset, free: 0n, escrowed: -gone };
  const value = notional(fill.lots, order.priceTicks, market.tickSize);
  const rebate = rebateDown(value, order.feePips, takerFeePips);
  if (order.side === "BID") {
    const before = fill.remainingLots + fill.lots;
    const fee = makerFeeOnFill(before, fill.lots, order.priceTicks, market.tickSize, order.feePips);
    const bought = credit(order.owner, market.baseAsset, fill.lots * market.lotUnits);
    return { moves: [spent, bought, credit(order.owner, market.quoteAsset, rebate)], makerFee: fee - rebate };
  }
  const proceeds = askProceeds(fill.lots, order.priceTicks, market.tickSize, order.feePips) + rebate;
  return { moves: [spent, credit(order.owner, market.quoteAsset, proceeds)], makerFee: value - proceeds };
}

/**
 * One order's side of an auction's record. What traded is paid at the auction's price with the order's own fee, a difference of two
 * roundings so that any cut into calls costs the same; rebates are not paid in auctions. A bid gets back what it held beyond.
 */
export function settleInAuction(
  order: RestingOrder,
  fill: Record,
  market: SettlementMarket,
  priceTicks: number,
): { moves: VaultMove[]; fee: bigint } {
  if (fill.outcome !== "FILLED") return { moves: settleMaker(order, fill, market, 0).moves, fee: 0n };
  const asset = escrowAsset(order.side, market);
  const gone = released(order, fill, market);
  const value = notional(fill.lots, priceTicks, market.tickSize);
  const before = fill.remainingLots + fill.lots;
  const fee = makerFeeOnFill(before, fill.lots, priceTicks, market.tickSize, order.feePips);
  const spent: VaultMove = { account: order.owner, asset, free: 0n, escrowed: -gone };
  if (order.side === "ASK") return { moves: [spent, credit(order.owner, market.quoteAsset, value - fee)], fee };
  const improvement = credit(order.owner, market.quoteAsset, gone - value - fee);
  return { moves: [spent, improvement, credit(order.owner, market.baseAsset, fill.lots * market.lotUnits)], fee };
}

/** The taker's side of a take. One that waited pays from its escrow and gets the surplus over its limit price back. */
export function settleTaker(
  take: {
    taker: Hex;
    side: Side;
    filledLots: bigint;
    notional: bigint;
    takerFee: bigint;
    waiting: WaitingOrder | null;
  },
  market: SettlementMarket,
): VaultMove[] {
  const { taker, waiting } = take;
  const units = take.filledLots * market.lotUnits;
  const received =
    take.side === "BID"
      ? credit(taker, market.baseAsset, units)
      : credit(taker, market.quoteAsset, take.notional - take.takerFee);
  const paid = take.side === "BID" ? take.notional + take.takerFee : units;
  const asset = escrowAsset(take.side, market);
  if (waiting === null) return [credit(taker, asset, -paid), received];
  const left = waitingEscrow(waiting, waiting.lots - take.filledLots, market);
  const freed = waitingEscrow(waiting, waiting.lots, market) - left;
  return [lock(taker, asset, -freed), credit(taker, asset, -paid), received];
}
