import type { CandleInterval } from "@carbonxchange/sdk";
import type { EventMeta } from "./events.ts";
import type { Row } from "./rows.ts";
import type { Store } from "./store.ts";

/** Seconds of each candle interval. */
export const CANDLE_SECONDS = {
  "1m": 60n,
  "5m": 300n,
  "15m": 900n,
  "1h": 3_600n,
  "1d": 86_400n,
} as const satisfies Record<CandleInterval, bigint>;

export const CANDLE_INTERVALS = Object.keys(CANDLE_SECONDS) as CandleInterval[];

/** One execution as far as a candle cares. */
export type Print = { priceTicks: number; lots: bigint; notional: bigint };

/** Start of the interval that holds `timestamp`, aligned to the unix epoch. */
export function candleStart(interval: CandleInterval, timestamp: bigint): bigint {
  const seconds = CANDLE_SECONDS[interval];
  return timestamp - (timestamp % seconds);
}

/** Adds one print to a candle, or opens it. */
export function addPrint(
  candle: Row<"candles"> | null,
  key: Pick<Row<"candles">, "marketId" | "interval" | "start">,
  print: Print,
): Row<"candles"> {
  const { priceTicks, lots, notional } = print;
  if (candle === null) {
    const price = { openTicks: priceTicks, highTicks: priceTicks, lowTicks: priceTicks, closeTicks: priceTicks };
    return { ...key, ...price, volumeLots: lots, volumeNotional: notional, trades: 1 };
  }
  return {
    ...candle,
    highTicks: Math.max(candle.highTicks, priceTicks),
    lowTicks: Math.min(candle.lowTicks, priceTicks),
    closeTicks: priceTicks,
    volumeLots: candle.volumeLots + lots,
    volumeNotional: candle.volumeNotional + notional,
    trades: candle.trades + 1,
  };
}

/** Adds the prints of one take, in book order, to the candles of every interval. */
export async function recordPrints(
  store: Store,
  meta: EventMeta,
  marketId: number,
  prints: readonly Print[],
): Promise<void> {
  if (prints.length === 0) return;
  for (const interval of CANDLE_INTERVALS) {
    const key = { marketId, interval, start: candleStart(interval, meta.timestamp) };
    let candle = await store.find("candles", key);
    for (const print of prints) candle = addPrint(candle, key, print);
    if (candle !== null) await store.put("candles", candle);
  }
}
