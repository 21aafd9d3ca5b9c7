import type { exchangeAbi } from "../../abi/index.ts";
import { SIDES, enumName } from "../../codecs/enums.ts";
import { unpackOrderId } from "../../codecs/order-id.ts";
import type { EventHandlers } from "../audit-event.ts";
import type { Place } from "../figures.ts";
import { expectSame, lower } from "../ledger.ts";
import type { AuditOrder, Ledger } from "../ledger.ts";
import { marketOf, openOrder, orderOf, orderRead, resize } from "../orders.ts";
import { lock, moveFree } from "../vault.ts";

/** What a conditional order shows beyond size and fee while it lives, by field. */
const TERMS = ["limitTicks", "limitAboveTicks", "triggerAboveTicks", "triggerBelowTicks", "keeperFeeTicks"] as const;

/** Ends a conditional order: its escrow and what it prepaid come back to its owner. */
function end(ledger: Ledger, order: AuditOrder, place: Place): void {
  lock(ledger, order.owner, order.market.quoteAsset, -order.keeperFees, place);
  order.keeperFees = 0n;
  resize(ledger, order, 0n, place);
  for (const field of TERMS) ledger.figures.set(orderRead(order), field, 0n, place);
}

/** Orders that wait for a price. */
export const conditionalHandlers: EventHandlers<typeof exchangeAbi> = {
  ConditionalPlaced({ conditionalId, order: placed }, place, ledger) {
    const market = marketOf(ledger, unpackOrderId(conditionalId).marketId, place);
    if (market === null) return;
    const order: AuditOrder = {
      id: conditionalId,
      kind: "CONDITIONAL",
      owner: lower(placed.owner),
      market,
      side: enumName(SIDES, placed.side),
      // its escrow stands at the dearer of its two limit prices
      priceTicks: BigInt(Math.max(placed.limitTicks, placed.limitAboveTicks)),
      lots: BigInt(placed.lots),
      feePips: BigInt(placed.feePips),
      keeperFees: BigInt(placed.keeperFeeTicks) * market.tickSize,
    };
    openOrder(ledger, order, place);
    for (const field of TERMS) ledger.figures.set(orderRead(order), field, BigInt(placed[field]), place);
  },
  TriggerMoved({ conditionalId, toTicks }, place, ledger) {
    const order = orderOf(ledger, conditionalId, place);
    if (order === null) return;
    const field = order.side === "BID" ? "triggerAboveTicks" : "triggerBelowTicks";
    ledger.figures.set(orderRead(order), field, BigInt(toTicks), place);
  },
  // the deferred order that it becomes has locked its own escrow just before
  ConditionalFired({ conditionalId, keeper, keeperFee }, place, ledger) {
    const order = orderOf(ledger, conditionalId, place);
    if (order === null) return;
    // a keeper that may not trade earns nothing, and the owner has it back
    if (keeperFee !== 0n) {
      expectSame(ledger, "event", `keeper fee of ${conditionalId}`, order.keeperFees, keeperFee, place);
    }
    end(ledger, order, place);
    moveFree(ledger, order.owner, order.market.quoteAsset, -keeperFee, place);
    moveFree(ledger, lower(keeper), order.market.quoteAsset, keeperFee, place);
  },
  ConditionalCancelled({ conditionalId, lots }, place, ledger) {
    const order = orderOf(ledger, conditionalId, place);
    if (order === null) return;
    expectSame(ledger, "event", `exchange order ${conditionalId} lots`, order.lots, BigInt(lots), place);
    end(ledger, order, place);
  },
};
