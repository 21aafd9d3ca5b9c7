import type { Hex } from "viem";
import type { exchangeAbi } from "../../abi/index.ts";
import { SIDES, enumName } from "../../codecs/enums.ts";
import type { Side } from "../../codecs/enums.ts";
import { decodeAuctionFills } from "../../codecs/auction-fills.ts";
import { decodeFills } from "../../codecs/fills.ts";
import type { Fill } from "../../codecs/fills.ts";
import { packOrderId } from "../../codecs/order-id.ts";
import { feeUp } from "../../settlement/index.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { AuditMarket, AuditOrder, Ledger } from "../ledger.ts";
import { expectLevel, marketOf, orderOf, resize } from "../orders.ts";
import { collectFees, escrowAsset, escrowOf, feeReleased, moveFree, rebateOf, sellerFee } from "../vault.ts";

type Take = {
  market: AuditMarket;
  taker: Hex;
  side: Side;
  deferred: AuditOrder | null;
  filledLots: bigint;
  notional: bigint;
  takerFee: bigint;
};

/** Takes lots off an order that paid with its escrow; gives what the escrow released. */
function releaseEscrow(ledger: Ledger, order: AuditOrder, lotsLeft: bigint, place: Place): bigint {
  const released = escrowOf(order, order.lots) - escrowOf(order, lotsLeft);
  resize(ledger, order, lotsLeft, place); // to free ...
  moveFree(ledger, order.owner, escrowAsset(order), -released, place); // ... from where it is spent
  return released;
}

/** The order behind a fill record; a size other than the record's is a difference. */
function makerOf(ledger: Ledger, market: AuditMarket, side: Side, fill: Fill, place: Place): AuditOrder | null {
  const { priceTicks, sequence } = fill;
  const order = orderOf(ledger, packOrderId({ marketId: market.id, kind: side, priceTicks, sequence }), place);
  if (order === null) return null;
  const figure = `exchange order ${order.id} lots`;
  expectSame(ledger, "event", figure, order.lots, fill.lots + fill.remainingLots, place);
  return order;
}

/** At what price orders trade, and the fee of whoever takes, which bounds rebates; in an auction nobody takes. */
type Terms = { priceTicks: bigint; takerFeePips: bigint | null };

/** Settles one resting order; gives the fee it paid less the rebate it was given. */
function fillMaker(ledger: Ledger, order: AuditOrder, fill: Fill, terms: Terms, place: Place): bigint {
  const { market, owner } = order;
  const { priceTicks, takerFeePips } = terms;
  const notional = fill.lots * priceTicks * market.tickSize;
  const rebate = takerFeePips === null ? 0n : rebateOf(notional, order.feePips, takerFeePips);
  const before = order.lots;
  const released = releaseEscrow(ledger, order, fill.remainingLots, place);
  if (order.side === "BID") {
    const fee = feeReleased(order, before, fill.lots, priceTicks);
    moveFree(ledger, owner, market.baseAsset, fill.lots * market.lotUnits, place);
    // an auction's price may be better than the bid's own
    moveFree(ledger, owner, market.quoteAsset, released - notional - fee + rebate, place);
    return fee - rebate;
  }
  // an auction rounds a seller's fee over its whole order, since it may fill in several calls
  const fee =
    takerFeePips === null ? feeReleased(order, before, fill.lots, priceTicks) : sellerFee(notional, order.feePips);
  moveFree(ledger, owner, market.quoteAsset, notional - fee + rebate, place);
  return fee - rebate;
}

/** The fee in pips that a taker without escrow paid: the market's, or that less one of its discounts. */
function takerPips({ market, deferred, notional, takerFee }: Take): bigint {
  if (deferred !== null) return deferred.feePips;
  const candidates = [0n, ...market.takerDiscounts].map((discount) =>
    discount < market.takerFeePips ? market.takerFeePips - discount : 0n,
  );
  return candidates.find((pips) => feeUp(notional, pips) === takerFee) ?? market.takerFeePips;
}

/** What the taker pays and gets; one with escrow pays from it and has the surplus returned. */
function settleTaker(ledger: Ledger, take: Take, place: Place): void {
  const { market, taker, side, deferred, filledLots, notional, takerFee } = take;
  if (deferred !== null) resize(ledger, deferred, deferred.lots - filledLots, place);
  const units = filledLots * market.lotUnits;
  const [base, quote] = side === "BID" ? [units, -notional - takerFee] : [-units, notional - takerFee];
  if (filledLots === 0n) return;
  moveFree(ledger, taker, market.baseAsset, base, place);
  moveFree(ledger, taker, market.quoteAsset, quote, place);
}

/** Compares each level met with its last record: an iceberg's next part has come to its level before. */
function expectLevels(ledger: Ledger, met: readonly { order: AuditOrder; fill: Fill }[], place: Place): void {
  const last = new Map(met.map((each) => [`${each.order.side} ${each.fill.priceTicks}`, each]));
  for (const { order, fill } of last.values()) expectLevel(ledger, order, fill.levelLots, place);
}

/** Trades: takes on arrival, of deferred orders and of slices, and the fills of auctions. */
export const takeHandlers: EventHandlers<typeof exchangeAbi> = {
  Taken(args, place, ledger) {
    const market = marketOf(ledger, args.marketId, place);
    if (market === null) return;
    const take: Take = {
      market,
      taker: lower(args.taker),
      side: enumName(SIDES, args.side),
      deferred: args.orderId === 0n ? null : orderOf(ledger, args.orderId, place),
      filledLots: BigInt(args.filledLots),
      notional: args.notional,
      takerFee: args.takerFee,
    };
    const takerFeePips = takerPips(take);
    const met: { order: AuditOrder; fill: Fill }[] = [];
    let fees = args.takerFee;
    let traded = 0n;
    for (const fill of decodeFills(args.fills)) {
      const order = makerOf(ledger, market, take.side === "BID" ? "ASK" : "BID", fill, place);
      if (order === null) continue;
      met.push({ order, fill });
      if (fill.outcome !== "FILLED") {
        resize(ledger, order, fill.remainingLots, place);
        continue;
      }
      traded += fill.lots * order.priceTicks * market.tickSize;
      fees += fillMaker(ledger, order, fill, { priceTicks: order.priceTicks, takerFeePips }, place);
    }
    settleTaker(ledger, take, place);
    expectLevels(ledger, met, place);
    expectSame(ledger, "event", `notional of a take in market ${market.id}`, traded, args.notional, place);
    collectFees(ledger, market, fees, place);
  },
  AuctionFilled({ marketId, priceTicks, fills }, place, ledger) {
    const market = marketOf(ledger, marketId, place);
    if (market === null) return;
    const met: { order: AuditOrder; fill: Fill }[] = [];
    const terms: Terms = { priceTicks: BigInt(priceTicks), takerFeePips: null };
    let fees = 0n;
    for (const fill of decodeAuctionFills(fills)) {
      const order = makerOf(ledger, market, fill.side, fill, place);
      if (order === null) continue;
      met.push({ order, fill });
      if (fill.outcome === "FILLED") fees += fillMaker(ledger, order, fill, terms, place);
      else resize(ledger, order, fill.remainingLots, place);
    }
    expectLevels(ledger, met, place);
    collectFees(ledger, market, fees, place);
  },
};
