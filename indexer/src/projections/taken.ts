import { SIDES, decodeFills, enumName, notional, packOrderId } from "@carbonxchange/sdk";
import type { Fill, FillOutcome, OrderStatus, Side } from "@carbonxchange/sdk";
import type { Hex } from "viem";
import { recordBatchEvent } from "./batch-history.ts";
import { recordPrints } from "./candles.ts";
import type { Projection } from "./context.ts";
import { lower, partId } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual } from "./faults.ts";
import { changeLevel } from "./levels.ts";
import { findMarket, touched } from "./market-events.ts";
import { asResting, findOrder } from "./order-events.ts";
import type { Row } from "./rows.ts";
import { settleMaker, settleTaker } from "./settlement.ts";
import type { Store } from "./store.ts";
import { collectFees } from "./vault-events.ts";
import { applyMoves } from "./vault-moves.ts";
import type { VaultMove } from "./vault-moves.ts";

/** A take in names instead of numbers. */
type Take = {
  market: Row<"markets">;
  taker: Hex;
  side: Side;
  makerSide: Side;
  deferredId: bigint | null;
};

type Execution = {
  priceTicks: number;
  lots: bigint;
  notional: bigint;
  maker: Hex;
  makerOrderId: bigint;
  makerFee: bigint;
};

const STATUS_OF_OUTCOME: Record<FillOutcome, OrderStatus> = {
  FILLED: "FILLED",
  REMOVED_EXPIRED: "EXPIRED",
  REMOVED_INELIGIBLE: "INELIGIBLE",
  REMOVED_SELF_TRADE: "SELF_TRADE",
};

/** The maker's order after a fill record. What was taken off it against its owner's own order is no longer counted in it. */
export function orderAfterFill(order: Row<"orders">, fill: Fill, block: bigint): Row<"orders"> {
  if (fill.outcome !== "FILLED") {
    if (fill.remainingLots > 0n)
      return { ...order, lots: order.lots - fill.lots, remainingLots: fill.remainingLots, block };
    return { ...order, remainingLots: fill.lots, status: STATUS_OF_OUTCOME[fill.outcome], block };
  }
  return { ...order, remainingLots: fill.remainingLots, status: fill.remainingLots === 0n ? "FILLED" : "OPEN", block };
}

async function recordFill(store: Store, meta: EventMeta, take: Take, fill: Fill, makerOrderId: bigint, part: number) {
  await store.put("fills", {
    id: partId(meta, part),
    marketId: take.market.id,
    makerOrderId,
    takerOrderId: take.deferredId,
    priceTicks: fill.priceTicks,
    lots: fill.lots,
    remainingLots: fill.remainingLots,
    outcome: fill.outcome,
    levelLots: fill.levelLots,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    part,
    txHash: meta.txHash,
  });
}

/**
 * Writes the levels that a take walked through. An iceberg's next part has come to its level before the take is reported, so a
 * level is compared once its last record is known.
 */
async function changeLevels(store: Store, meta: EventMeta, take: Take, fills: readonly Fill[]): Promise<void> {
  for (const priceTicks of new Set(fills.map((fill) => fill.priceTicks))) {
    const met = fills.filter((fill) => fill.priceTicks === priceTicks);
    await changeLevel(store, meta, {
      marketId: take.market.id,
      side: take.makerSide,
      priceTicks,
      levelLots: met.at(-1)?.levelLots ?? 0n,
      lotsDelta: -met.reduce((sum, { lots }) => sum + lots, 0n),
      ordersDelta: -met.filter(({ remainingLots }) => remainingLots === 0n).length,
    });
  }
}

/** Applies one packed record to order and fills; gives back the moves and, when it traded, the execution. */
async function meetMaker(
  store: Store,
  meta: EventMeta,
  take: Take,
  fill: Fill,
  part: number,
): Promise<{ moves: VaultMove[]; execution: Execution | null }> {
  const { market, makerSide } = take;
  const { priceTicks } = fill;
  const makerOrderId = packOrderId({ marketId: market.id, kind: makerSide, priceTicks, sequence: fill.sequence });
  await recordFill(store, meta, take, fill, makerOrderId, part);
  const order = await findOrder(store, meta, makerOrderId);
  if (order === null) return { moves: [], execution: null };
  const expected = fill.lots + fill.remainingLots;
  await expectEqual(store, meta, {
    kind: "ORDER_LOTS",
    subject: String(order.id),
    expected,
    actual: order.remainingLots,
  });
  await store.put("orders", orderAfterFill(order, fill, meta.block));
  const { moves, makerFee } = settleMaker(asResting(order), fill, market);
  if (fill.outcome !== "FILLED") return { moves, execution: null };
  const value = notional(fill.lots, priceTicks, market.tickSize);
  return {
    moves,
    execution: { priceTicks, lots: fill.lots, notional: value, maker: order.owner, makerOrderId, makerFee },
  };
}

/** Writes one execution as a trade and into the batch's history. */
async function recordTrade(
  store: Store,
  meta: EventMeta,
  take: Take,
  execution: Execution,
  part: number,
): Promise<void> {
  const { market, taker, side } = take;
  const id = partId(meta, part);
  await store.put("trades", {
    id,
    marketId: market.id,
    seq: market.tradeCount + BigInt(part) + 1n,
    takerSide: side,
    ...execution,
    taker,
    timestamp: meta.timestamp,
    block: meta.block,
    logIndex: meta.logIndex,
    part,
    txHash: meta.txHash,
  });
  const [from, to] = side === "BID" ? [execution.maker, taker] : [taker, execution.maker];
  const units = execution.lots * market.lotUnits;
  await recordBatchEvent(store, meta, {
    batchId: market.batchId,
    kind: "TRADED",
    units,
    from,
    to,
    reference: id,
    part,
  });
}

/** Lowers what a deferred taker still waits for. Its row before the take is needed to settle it. */
async function advanceDeferred(
  store: Store,
  meta: EventMeta,
  take: Take,
  filledLots: bigint,
): Promise<Row<"orders"> | null> {
  if (take.deferredId === null) return null;
  const order = await findOrder(store, meta, take.deferredId);
  if (order !== null) {
    await store.put("orders", { ...order, remainingLots: order.remainingLots - filledLots, block: meta.block });
  }
  return order;
}

export const taken: Projection<"Exchange:Taken"> = async ({ args, meta }, { store }) => {
  const market = await findMarket(store, meta, args.marketId);
  if (market === null) return;
  const side: Side = enumName(SIDES, args.side);
  const makerSide: Side = side === "BID" ? "ASK" : "BID";
  const taker = lower(args.taker);
  const filledLots = BigInt(args.filledLots);
  const take: Take = { market, taker, side, makerSide, deferredId: args.orderId === 0n ? null : args.orderId };
  const moves: VaultMove[] = [];
  const executions: Execution[] = [];
  const fills = decodeFills(args.fills);
  for (const [part, fill] of fills.entries()) {
    const met = await meetMaker(store, meta, take, fill, part);
    moves.push(...met.moves);
    if (met.execution !== null) executions.push(met.execution);
  }
  await changeLevels(store, meta, take, fills);
  const deferred = await advanceDeferred(store, meta, take, filledLots);
  const waiting = deferred === null ? null : { ...asResting(deferred), lots: deferred.remainingLots };
  moves.push(
    ...settleTaker(
      { taker, side, filledLots, notional: args.notional, takerFee: args.takerFee, deferred: waiting },
      market,
    ),
  );
  await applyMoves(store, meta, moves);
  for (const [part, execution] of executions.entries()) await recordTrade(store, meta, take, execution, part);
  await recordPrints(store, meta, market.id, executions);
  await collectFees(
    store,
    meta,
    market.quoteAsset,
    executions.reduce((sum, each) => sum + each.makerFee, args.takerFee),
  );
  const subject = `market ${market.id}`;
  const total = executions.reduce((sum, each) => sum + each.notional, 0n);
  await expectEqual(store, meta, { kind: "TAKE_TOTAL", subject, expected: args.notional, actual: total });
  await store.put("markets", {
    ...touched(market, meta),
    lastTicks: executions.at(-1)?.priceTicks ?? market.lastTicks,
    tradeCount: market.tradeCount + BigInt(executions.length),
  });
};
