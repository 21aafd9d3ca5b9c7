import type { CandleDto } from "@carbonxchange/sdk";
import { formatPrice, type PriceScale } from "@carbonxchange/sdk";

/** One candle as the chart draws it; only here do prices become floats, for the screen alone. */
export type CandlePoint = { x: number; o: number; h: number; l: number; c: number; volume: number };

const MAX_CANDLES = 400;

/** The newest candles as points for the chart, oldest first. */
export function candlePoints(candles: readonly CandleDto[], scale: PriceScale): CandlePoint[] {
  const shown = (ticks: number) => Number(formatPrice(ticks, scale));
  return candles
    .toSorted((a, b) => a.start - b.start)
    .slice(-MAX_CANDLES)
    .map((candle) => ({
      x: candle.start * 1000,
      o: shown(candle.openTicks),
      h: shown(candle.highTicks),
      l: shown(candle.lowTicks),
      c: shown(candle.closeTicks),
      volume: Number((BigInt(candle.volumeLots) * scale.lotUnits) / 10n) / 100,
    }));
}

/** What a screen reader is told of the candles. */
export function describeCandles(candles: readonly CandleDto[], scale: PriceScale, interval: string): string {
  const sorted = candles.toSorted((a, b) => a.start - b.start);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return "Price chart without trades.";
  const high = Math.max(...sorted.map(({ highTicks }) => highTicks));
  const low = Math.min(...sorted.map(({ lowTicks }) => lowTicks));
  const say = (ticks: number) => formatPrice(ticks, scale);
  return (
    `Price chart, ${sorted.length} candles of ${interval}: opened at ${say(first.openTicks)}, last ${say(last.closeTicks)}, ` +
    `highest ${say(high)}, lowest ${say(low)}.`
  );
}
