import type { Hex } from "viem";
import { PIPS, bidEscrow, feeUp, icebergEscrow } from "../settlement/index.ts";
import type { Place, Read } from "./figures.ts";
import { addTo } from "./ledger.ts";
import type { AuditIceberg, AuditMarket, AuditOrder, Ledger } from "./ledger.ts";

/** The most that a market's tape counts; beyond it fees go to the asset's own account (contracts/types/MarketTape.sol). */
const TAPE_FEES_MAX = (1n << 96n) - 1n;

const freeRead = (account: Hex, asset: number): Read => ({
  contract: "exchange",
  functionName: "balanceOf",
  args: [account, BigInt(asset)],
});

/** Adds to a free balance; one that is still below zero when its transaction ends is a difference. */
export function moveFree(ledger: Ledger, account: Hex, asset: number, delta: bigint, place: Place): bigint {
  const after = addTo(ledger.free, asset, account, delta);
  ledger.figures.set(freeRead(account, asset), "", after, place);
  if (after < 0n) {
    const now = () => ledger.free.get(asset)?.get(account) ?? 0n;
    ledger.dips.set(`exchange.balanceOf(${account}, ${asset})`, now);
  }
  return after;
}

/** Moves an amount from free to escrow, or back when negative. */
export function lock(ledger: Ledger, account: Hex, asset: number, amount: bigint, place: Place): void {
  if (amount === 0n) return;
  moveFree(ledger, account, asset, -amount, place);
  addTo(ledger.escrowed, asset, account, amount);
}

/** The fee that a holder's escrow is computed with: a rebate holds nothing. */
const held = (feePips: bigint): bigint => (feePips < 0n ? 0n : feePips);

/** The asset in which an order holds its escrow. */
export function escrowAsset(order: Pick<AuditOrder, "side" | "market">): number {
  return order.side === "BID" ? order.market.quoteAsset : order.market.baseAsset;
}

/** What `lots` of an order hold. */
export function escrowOf(order: AuditOrder, lots: bigint): bigint {
  if (order.side === "ASK") return lots * order.market.lotUnits;
  return bidEscrow(lots, order.priceTicks, order.market.tickSize, held(order.feePips));
}

/** What `lots` of an iceberg that do not show hold. */
export function hiddenEscrow(iceberg: AuditIceberg, lots: bigint): bigint {
  const { side, peakLots, priceTicks, feePips } = iceberg;
  return icebergEscrow({ side, lots, peakLots, priceTicks, feePips: held(feePips) }, iceberg.market);
}

/** Takes a keeper fee out of what an order has prepaid and gives it to somebody. */
export function payKeeperFee(ledger: Ledger, order: AuditOrder, fee: bigint, to: Hex, place: Place): void {
  if (fee === 0n) return;
  order.keeperFees -= fee;
  lock(ledger, order.owner, order.market.quoteAsset, -fee, place);
  moveFree(ledger, order.owner, order.market.quoteAsset, -fee, place);
  moveFree(ledger, to, order.market.quoteAsset, fee, place);
}

/** What a maker is given of `notional`, rounded down and bounded by the taker's fee. */
export function rebateOf(notional: bigint, feePips: bigint, takerFeePips: bigint): bigint {
  if (feePips >= 0n) return 0n;
  const rebate = -feePips < takerFeePips ? -feePips : takerFeePips;
  return (notional * rebate) / PIPS;
}

/** The fee an escrow gives up when an order at `priceTicks` falls from `lots` to `lots - filled`. */
export function feeReleased(order: AuditOrder, lots: bigint, filled: bigint, priceTicks: bigint): bigint {
  const lotPrice = priceTicks * order.market.tickSize;
  return feeUp(lots * lotPrice, held(order.feePips)) - feeUp((lots - filled) * lotPrice, held(order.feePips));
}

/** The fee of a maker that sells. */
export function sellerFee(notional: bigint, feePips: bigint): bigint {
  return feeUp(notional, held(feePips));
}

/** Adds fees to what a market has collected. */
export function collectFees(ledger: Ledger, market: AuditMarket, fees: bigint, place: Place): void {
  if (fees === 0n) return;
  market.fees += fees;
  if (market.fees > TAPE_FEES_MAX) {
    ledger.spilledFees.set(market.quoteAsset, (ledger.spilledFees.get(market.quoteAsset) ?? 0n) + market.fees);
    market.fees = 0n;
  }
  writeFees(ledger, market, place);
}

/** Writes what every market of an asset answers for its fees. */
export function writeFees(ledger: Ledger, changed: AuditMarket, place: Place): void {
  const spilled = ledger.spilledFees.get(changed.quoteAsset) ?? 0n;
  for (const market of ledger.markets.values()) {
    if (market.quoteAsset !== changed.quoteAsset || (market !== changed && spilled === 0n)) continue;
    const read: Read = { contract: "exchange", functionName: "collectedFees", args: [BigInt(market.id)] };
    ledger.figures.set(read, "", market.fees + spilled, place);
  }
}
