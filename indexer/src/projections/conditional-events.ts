import {
  CANCEL_REASONS,
  CONDITIONAL_KINDS,
  SELF_TRADES,
  SIDES,
  conditionalEscrow,
  enumName,
  unpackOrderId,
} from "@carbonxchange/sdk";
import type { Side } from "@carbonxchange/sdk";
import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual, recordFault } from "./faults.ts";
import { payKeeper, prepay, returnPrepaid } from "./keeper-fees.ts";
import type { Prepaid } from "./keeper-fees.ts";
import { findMarket } from "./market-events.ts";
import { STATUS_OF_REASON } from "./order-events.ts";
import type { Row } from "./rows.ts";
import { escrowAsset } from "./settlement.ts";
import type { Store } from "./store.ts";
import { applyMoves, lock } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

type Conditional = Row<"conditionals">;

/** The order's row and its market; an unknown one is recorded as a fault. */
async function findConditional(store: Store, meta: EventMeta, id: bigint) {
  const order = await store.find("conditionals", { id });
  if (order === null) {
    const subject = String(id);
    await recordFault(store, meta, { kind: "UNKNOWN_ORDER", subject, expected: "a conditional order", actual: "none" });
    return null;
  }
  const market = await findMarket(store, meta, order.marketId);
  return market === null ? null : { order, market };
}

/** Locks what an order holds beside its keeper fee, or gives it back. */
function escrow(order: Conditional, market: Row<"markets">, sign: 1n | -1n): VaultMove {
  const side = order.side as Side;
  const amount = conditionalEscrow({ ...order, side, takerFeePips: order.feePips }, market);
  return lock(order.owner, escrowAsset(side, market), sign * amount);
}

const prepaidOf = (order: Conditional, market: Row<"markets">): Prepaid => ({
  owner: order.owner,
  quoteAsset: market.quoteAsset,
  held: order.keeperFee,
});

export const conditionalPlaced: Projection<"Exchange:ConditionalPlaced"> = async ({ args, meta }, { store }) => {
  const { marketId } = unpackOrderId(args.conditionalId);
  const market = await findMarket(store, meta, marketId);
  if (market === null) return;
  const { keeperFeeTicks, ...placed } = args.order;
  const order: Conditional = {
    ...placed,
    id: args.conditionalId,
    marketId,
    owner: lower(placed.owner),
    side: enumName(SIDES, placed.side),
    kind: enumName(CONDITIONAL_KINDS, placed.kind),
    selfTrade: enumName(SELF_TRADES, placed.selfTrade),
    lots: BigInt(placed.lots),
    triggerAboveTicks: placed.triggerAboveTicks || null,
    triggerBelowTicks: placed.triggerBelowTicks || null,
    trailTicks: placed.trailTicks || null,
    expiry: placed.expiry === 0 ? null : BigInt(placed.expiry),
    keeperFee: BigInt(keeperFeeTicks) * market.tickSize,
    status: "WAITING",
    deferredId: null,
    firedAt: null,
    placedAt: meta.timestamp,
    block: meta.block,
    txHash: meta.txHash,
  };
  await store.put("conditionals", order);
  await applyMoves(store, meta, [escrow(order, market, 1n), ...prepay(prepaidOf(order, market))]);
};

/** A trailing stop has one trigger: an ask's stands below the price, a bid's above it. */
export const triggerMoved: Projection<"Exchange:TriggerMoved"> = async ({ args, meta }, { store }) => {
  const found = await findConditional(store, meta, args.conditionalId);
  if (found === null) return;
  const side = found.order.side === "BID" ? "triggerAboveTicks" : "triggerBelowTicks";
  await store.put("conditionals", { ...found.order, [side]: args.toTicks, block: meta.block });
};

/** What the order became has locked its own escrow already; the prepaid fee is the keeper's, or comes back. */
export const conditionalFired: Projection<"Exchange:ConditionalFired"> = async ({ args, meta }, { store }) => {
  const found = await findConditional(store, meta, args.conditionalId);
  if (found === null) return;
  const { order, market } = found;
  const prepaid = prepaidOf(order, market);
  const unearned = { ...prepaid, held: prepaid.held - args.keeperFee };
  await applyMoves(store, meta, [
    escrow(order, market, -1n),
    ...payKeeper(prepaid, lower(args.keeper), args.keeperFee),
    ...returnPrepaid(unearned),
  ]);
  await store.put("conditionals", {
    ...order,
    keeperFee: 0n,
    status: "FIRED",
    deferredId: args.deferredId,
    firedAt: meta.timestamp,
    block: meta.block,
  });
};

export const conditionalCancelled: Projection<"Exchange:ConditionalCancelled"> = async ({ args, meta }, { store }) => {
  const found = await findConditional(store, meta, args.conditionalId);
  if (found === null) return;
  const { order, market } = found;
  const subject = String(order.id);
  const expected = BigInt(args.lots);
  await expectEqual(store, meta, { kind: "CONDITIONAL_LOTS", subject, expected, actual: order.lots });
  await applyMoves(store, meta, [escrow(order, market, -1n), ...returnPrepaid(prepaidOf(order, market))]);
  const status = STATUS_OF_REASON[enumName(CANCEL_REASONS, args.reason)];
  await store.put("conditionals", { ...order, keeperFee: 0n, status, block: meta.block });
};
