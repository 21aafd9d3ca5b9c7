import { SIDES, decodeFills, enumName, feeUp, notional, packOrderId, unpackOrderId } from "@carbonxchange/sdk";
import type { FeeTier, Fill, Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import type { Projection } from "./context.ts";
import { lower } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual } from "./faults.ts";
import { countVolume, takerFeePipsOf, tiersOf } from "./fee-tiers.ts";
import { changeLevels, followRecord, recordFill } from "./maker-records.ts";
import { findMarket } from "./market-events.ts";
import { asResting, findOrder } from "./order-events.ts";
import { asWaiting, findParent } from "./parent-events.ts";
import type { Row } from "./rows.ts";
import { settleMaker, settleTaker } from "./settlement.ts";
import type { WaitingOrder } from "./settlement.ts";
import type { Store } from "./store.ts";
import { recordExecutions } from "./trades.ts";
import type { Execution } from "./trades.ts";
import { collectFees } from "./vault-events.ts";
import { applyMoves } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

/** A take in names instead of numbers. `takerOrderId` is what waited for it, null for an order that matches on arrival. */
type Take = {
  market: Row<"markets">;
  tiers: readonly FeeTier[];
  taker: Hex;
  side: Side;
  makerSide: Side;
  takerOrderId: bigint | null;
  takerFeePips: number;
};

/** Applies one packed record to order and fills; gives back the moves and, when it traded, the execution. */
async function meetMaker(
  store: Store,
  meta: EventMeta,
  take: Take,
  fill: Fill,
  part: number,
): Promise<{ moves: VaultMove[]; execution: Execution | null }> {
  const { market, taker, takerOrderId, side: takerSide } = take;
  const { priceTicks, lots } = fill;
  const makerOrderId = packOrderId({ marketId: market.id, kind: take.makerSide, priceTicks, sequence: fill.sequence });
  const order = await findOrder(store, meta, makerOrderId);
  if (order === null) return { moves: [], execution: null };
  await followRecord(store, meta, order, fill);
  const { moves, makerFee } = settleMaker(asResting(order), fill, market, take.takerFeePips);
  await recordFill(store, meta, { marketId: market.id, makerOrderId, takerOrderId, fill, fee: makerFee, part });
  if (fill.outcome !== "FILLED") return { moves, execution: null };
  // an account's volume is what it took and what its asks sold
  if (take.tiers.length > 0 && take.makerSide === "ASK") await countVolume(store, meta, market, order.owner, lots);
  const value = notional(lots, priceTicks, market.tickSize);
  const maker = order.owner;
  return {
    moves,
    execution: { priceTicks, lots, notional: value, maker, makerOrderId, makerFee, taker, takerSide, takerOrderId },
  };
}

/** Lowers what a deferred order or one for slices still waits for; gives it as it was before the take, to settle it. */
async function advanceWaiting(
  store: Store,
  meta: EventMeta,
  id: bigint | null,
  filledLots: bigint,
): Promise<WaitingOrder | null> {
  if (id === null) return null;
  if (unpackOrderId(id).kind === "PARENT") {
    const parent = await findParent(store, meta, id);
    if (parent === null) return null;
    await store.put("parents", { ...parent, remainingLots: parent.remainingLots - filledLots, block: meta.block });
    return asWaiting(parent);
  }
  const order = await findOrder(store, meta, id);
  if (order === null) return null;
  await store.put("orders", { ...order, remainingLots: order.remainingLots - filledLots, block: meta.block });
  return { ...asResting(order), lots: order.remainingLots };
}

/** A taker on arrival pays what its volume makes of the market's fee; the event's fee tells whether the volume is right. */
async function arrivingFeePips(
  store: Store,
  meta: EventMeta,
  take: Pick<Take, "market" | "tiers" | "taker">,
  paid: { notional: bigint; takerFee: bigint },
): Promise<number> {
  const pips = await takerFeePipsOf(store, meta, take.market, take.tiers, take.taker);
  const subject = `${take.taker} in market ${take.market.id}`;
  const actual = feeUp(paid.notional, pips);
  await expectEqual(store, meta, { kind: "TAKER_FEE", subject, expected: paid.takerFee, actual });
  return pips;
}

export const taken: Projection<"Exchange:Taken"> = async ({ args, meta }, { store }) => {
  const market = await findMarket(store, meta, args.marketId);
  if (market === null) return;
  const side: Side = enumName(SIDES, args.side);
  const makerSide: Side = side === "BID" ? "ASK" : "BID";
  const taker = lower(args.taker);
  const filledLots = BigInt(args.filledLots);
  const takerOrderId = args.orderId === 0n ? null : args.orderId;
  const tiers = await tiersOf(store, market.id);
  const waiting = await advanceWaiting(store, meta, takerOrderId, filledLots);
  const takerFeePips = waiting?.feePips ?? (await arrivingFeePips(store, meta, { market, tiers, taker }, args));
  const take: Take = { market, tiers, taker, side, makerSide, takerOrderId, takerFeePips };
  const moves: VaultMove[] = [];
  const executions: Execution[] = [];
  const fills = decodeFills(args.fills);
  for (const [part, fill] of fills.entries()) {
    const met = await meetMaker(store, meta, take, fill, part);
    moves.push(...met.moves);
    if (met.execution !== null) executions.push(met.execution);
  }
  await changeLevels(store, meta, { marketId: market.id, side: makerSide }, fills);
  if (tiers.length > 0) await countVolume(store, meta, market, taker, filledLots);
  const { notional: paid, takerFee } = args;
  moves.push(...settleTaker({ taker, side, filledLots, notional: paid, takerFee, waiting }, market));
  await applyMoves(store, meta, moves);
  await recordExecutions(store, meta, market, executions, false);
  const fees = executions.reduce((sum, each) => sum + each.makerFee, takerFee);
  await collectFees(store, meta, market.quoteAsset, fees);
  const subject = `market ${market.id}`;
  const total = executions.reduce((sum, each) => sum + each.notional, 0n);
  await expectEqual(store, meta, { kind: "TAKE_TOTAL", subject, expected: paid, actual: total });
};
