import { formatPrice, formatTonnes, type PriceScale } from "@carbonxchange/sdk";
import type { DepthBook, SideLevels } from "../market/depth-book.ts";

export type DepthPoint = { x: number; y: number };
export type DepthCurves = { bids: DepthPoint[]; asks: DepthPoint[] };

function curve(levels: SideLevels, direction: 1 | -1, scale: PriceScale): DepthPoint[] {
  let total = 0n;
  return [...levels]
    .sort(([a], [b]) => (a - b) * direction)
    .map(([ticks, lots]) => {
      total += lots;
      return { x: Number(formatPrice(ticks, scale)), y: Number(formatTonnes(total * scale.lotUnits)) };
    });
}

/** Cumulated tonnes on both sides, from the best price outward; floats for the screen alone. */
export function depthCurves(book: DepthBook, scale: PriceScale): DepthCurves {
  return { bids: curve(book.bids, -1, scale).reverse(), asks: curve(book.asks, 1, scale) };
}

/** What a screen reader is told of the depth. */
export function describeDepth({ bids, asks }: DepthCurves): string {
  const [worstBid, bestBid, bestAsk, worstAsk] = [bids[0], bids.at(-1), asks[0], asks.at(-1)];
  const bidPart = worstBid && bestBid ? `${worstBid.y} tonnes bid from ${bestBid.x} down to ${worstBid.x}` : "no bids";
  const askPart =
    bestAsk && worstAsk ? `${worstAsk.y} tonnes offered from ${bestAsk.x} up to ${worstAsk.x}` : "no offers";
  return `Depth chart: ${bidPart}; ${askPart}.`;
}
