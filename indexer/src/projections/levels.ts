import type { Side } from "@carbonxchange/sdk";
import type { EventMeta } from "./events.ts";
import { expectEqual } from "./faults.ts";
import type { Store } from "./store.ts";

/** A change of one level as an event tells it: the total afterwards, and by how many lots and orders it changed. */
export type LevelChange = {
  marketId: number;
  side: Side;
  priceTicks: number;
  levelLots: bigint;
  lotsDelta: bigint;
  ordersDelta: number;
};

/** Writes the level's post-state and checks it against the state before plus the change. */
export async function changeLevel(store: Store, meta: EventMeta, change: LevelChange): Promise<void> {
  const key = { marketId: change.marketId, side: change.side, priceTicks: change.priceTicks };
  const before = await store.find("levels", key);
  await expectEqual(store, meta, {
    kind: "LEVEL_LOTS",
    subject: `${change.marketId}:${change.side}:${change.priceTicks}`,
    expected: change.levelLots,
    actual: (before?.lots ?? 0n) + change.lotsDelta,
  });
  await store.put("levels", {
    ...key,
    lots: change.levelLots,
    orders: (before?.orders ?? 0) + change.ordersDelta,
    block: meta.block,
  });
}
