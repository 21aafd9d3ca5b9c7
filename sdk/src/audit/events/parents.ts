import type { exchangeAbi } from "../../abi/index.ts";
import { SIDES, enumName } from "../../codecs/enums.ts";
import { unpackOrderId } from "../../codecs/order-id.ts";
import type { EventHandlers } from "../audit-event.ts";
import { expectSame, lower } from "../ledger.ts";
import type { AuditOrder } from "../ledger.ts";
import { marketOf, openOrder, orderOf, orderRead, resize } from "../orders.ts";
import { payKeeperFee } from "../vault.ts";

/** Orders that are worked off in slices. */
export const parentHandlers: EventHandlers<typeof exchangeAbi> = {
  ParentPlaced({ parentId, owner, request, takerFeePips, keeperFeePerSlice }, place, ledger) {
    const market = marketOf(ledger, unpackOrderId(parentId).marketId, place);
    if (market === null) return;
    const order: AuditOrder = {
      id: parentId,
      kind: "PARENT",
      owner: lower(owner),
      market,
      side: enumName(SIDES, request.side),
      priceTicks: BigInt(request.limitTicks),
      lots: BigInt(request.lots),
      feePips: BigInt(takerFeePips),
      keeperFees: BigInt(request.slices) * keeperFeePerSlice,
    };
    openOrder(ledger, order, place);
    ledger.figures.set(orderRead(order), "slicesPaid", 0n, place);
  },
  SliceExecuted({ parentId, keeper, lotsLeft, keeperFee }, place, ledger) {
    const order = orderOf(ledger, parentId, place);
    if (order === null) return;
    payKeeperFee(ledger, order, keeperFee, lower(keeper), place);
    if (keeperFee !== 0n) ledger.figures.add(orderRead(order), "slicesPaid", 1n, place);
    resize(ledger, order, BigInt(lotsLeft), place);
  },
  ParentEnded({ parentId, lots, keeperFeesReturned }, place, ledger) {
    const order = orderOf(ledger, parentId, place);
    if (order === null) return;
    expectSame(ledger, "event", `exchange order ${parentId} lots`, order.lots, BigInt(lots), place);
    expectSame(ledger, "event", `keeper fees of ${parentId}`, order.keeperFees, keeperFeesReturned, place);
    payKeeperFee(ledger, order, order.keeperFees, order.owner, place);
    resize(ledger, order, 0n, place);
    ledger.figures.set(orderRead(order), "slicesPaid", 0n, place);
  },
};
