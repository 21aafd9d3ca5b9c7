import type { Side } from "@carbonxchange/sdk";
import { notional } from "@carbonxchange/sdk";
import type { SideLevels } from "../market/depth-book.ts";

/** What an order would meet in the book as it is seen now. `worstTicks` is the last price it would reach. */
export type TakeEstimate = { lots: bigint; notional: bigint; worstTicks: number | null; levels: number };

/**
 * Walks the opposite side from its best price to the limit. Levels are what the page knows, orders within them are not, so
 * the bound on resting orders met is left to the contract.
 */
export function estimateTake(
  order: { side: Side; priceTicks: number; lots: bigint },
  book: { bids: SideLevels; asks: SideLevels },
  tickSize: bigint,
): TakeEstimate {
  const buying = order.side === "BID";
  const opposite = [...(buying ? book.asks : book.bids)].sort(([a], [b]) => (buying ? a - b : b - a));
  const estimate: TakeEstimate = { lots: 0n, notional: 0n, worstTicks: null, levels: 0 };
  for (const [priceTicks, available] of opposite) {
    const reachable = buying ? priceTicks <= order.priceTicks : priceTicks >= order.priceTicks;
    const wanted = order.lots - estimate.lots;
    if (!reachable || wanted === 0n) break;
    const lots = available < wanted ? available : wanted;
    estimate.lots += lots;
    estimate.notional += notional(lots, priceTicks, tickSize);
    estimate.worstTicks = priceTicks;
    estimate.levels += 1;
  }
  return estimate;
}
