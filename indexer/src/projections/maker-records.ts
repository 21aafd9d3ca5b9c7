import type { Fill, FillOutcome, OrderStatus, Side } from "@carbonxchange/sdk";
import { partId } from "./events.ts";
import type { EventMeta } from "./events.ts";
import { expectEqual } from "./faults.ts";
import { changeLevel } from "./levels.ts";
import type { Row } from "./rows.ts";
import type { Store } from "./store.ts";

const STATUS_OF_OUTCOME: Record<FillOutcome, OrderStatus> = {
  FILLED: "FILLED",
  REMOVED_EXPIRED: "EXPIRED",
  REMOVED_INELIGIBLE: "INELIGIBLE",
  REMOVED_SELF_TRADE: "SELF_TRADE",
};

/** A resting order after a record. What was taken off it against its owner's own order is no longer counted in it. */
export function orderAfterFill(order: Row<"orders">, fill: Fill, block: bigint): Row<"orders"> {
  if (fill.outcome !== "FILLED") {
    if (fill.remainingLots > 0n)
      return { ...order, lots: order.lots - fill.lots, remainingLots: fill.remainingLots, block };
    return { ...order, remainingLots: fill.lots, status: STATUS_OF_OUTCOME[fill.outcome], block };
  }
  return { ...order, remainingLots: fill.remainingLots, status: fill.remainingLots === 0n ? "FILLED" : "OPEN", block };
}

/** Lets an order follow a record, after comparing the lots it had. */
export async function followRecord(store: Store, meta: EventMeta, order: Row<"orders">, fill: Fill): Promise<void> {
  await expectEqual(store, meta, {
    kind: "ORDER_LOTS",
    subject: String(order.id),
    expected: fill.lots + fill.remainingLots,
    actual: order.remainingLots,
  });
  await store.put("orders", orderAfterFill(order, fill, meta.block));
}

/** Keeps one record as it was packed, with the fee that the order paid. */
export async function recordFill(
  store: Store,
  meta: EventMeta,
  record: {
    marketId: number;
    makerOrderId: bigint;
    takerOrderId: bigint | null;
    fill: Fill;
    fee: bigint;
    part: number;
  },
): Promise<void> {
  const { fill, part, ...rest } = record;
  await store.put("fills", {
    id: partId(meta, part),
    ...rest,
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
 * Writes the levels of one side that records walked through. An iceberg's next part has come to its level before they are
 * reported, so a level is compared once its last record is known.
 */
export async function changeLevels(
  store: Store,
  meta: EventMeta,
  at: { marketId: number; side: Side },
  fills: readonly Fill[],
): Promise<void> {
  for (const priceTicks of new Set(fills.map((fill) => fill.priceTicks))) {
    const met = fills.filter((fill) => fill.priceTicks === priceTicks);
    await changeLevel(store, meta, {
      ...at,
      priceTicks,
      levelLots: met.at(-1)?.levelLots ?? 0n,
      lotsDelta: -met.reduce((sum, { lots }) => sum + lots, 0n),
      ordersDelta: -met.filter(({ remainingLots }) => remainingLots === 0n).length,
    });
  }
}
