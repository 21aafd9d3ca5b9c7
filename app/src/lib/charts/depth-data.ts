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

/** Curves that run on to the edges of the picture, with the best prices in its middle. */
export type DepthFrame = DepthCurves & { min: number | undefined; max: number | undefined };

const MARGIN = 1.03;

/** Frames the curves for the chart: an order far away on one side shows as empty room on the other. */
export function depthFrame({ bids, asks }: DepthCurves): DepthFrame {
  const [worstBid, bestBid, bestAsk, worstAsk] = [bids[0], bids.at(-1), asks[0], asks.at(-1)];
  const best = [bestBid, bestAsk].flatMap((point) => (point ? [point.x] : []));
  if (best.length === 0) return { bids, asks, min: undefined, max: undefined };
  const middle = best.reduce((sum, x) => sum + x, 0) / best.length;
  const reach = MARGIN * Math.max(middle - (worstBid?.x ?? middle), (worstAsk?.x ?? middle) - middle);
  const [min, max] = [Math.max(0, middle - reach), middle + reach];
  return {
    bids: worstBid ? [{ x: min, y: worstBid.y }, ...bids] : [],
    asks: worstAsk ? [...asks, { x: max, y: worstAsk.y }] : [],
    min,
    max,
  };
}

/** What a screen reader is told of the depth. */
export function describeDepth({ bids, asks }: DepthCurves): string {
  const [worstBid, bestBid, bestAsk, worstAsk] = [bids[0], bids.at(-1), asks[0], asks.at(-1)];
  const bidPart = worstBid && bestBid ? `${worstBid.y} tonnes bid from ${bestBid.x} down to ${worstBid.x}` : "no bids";
  const askPart =
    bestAsk && worstAsk ? `${worstAsk.y} tonnes offered from ${bestAsk.x} up to ${worstAsk.x}` : "no offers";
  return `Depth chart: ${bidPart}; ${askPart}.`;
}
