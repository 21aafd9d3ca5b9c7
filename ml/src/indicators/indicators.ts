import { requireAligned } from "../series-checks.ts";
import { bollinger, type BollingerBands } from "./bollinger.ts";
import { ema } from "./ema.ts";
import type { IndicatorSeries } from "./indicator-series.ts";
import { macd, type Macd } from "./macd.ts";
import { rsi } from "./rsi.ts";
import { sma } from "./sma.ts";
import { vwap } from "./vwap.ts";

export type IndicatorSet = {
  sma20: IndicatorSeries;
  ema20: IndicatorSeries;
  rsi14: IndicatorSeries;
  macd: Macd;
  bollinger: BollingerBands;
  vwap: IndicatorSeries;
};

/** The usual indicators of one candle series, all in step with it: closes and volumes of equal length. */
export function indicators(closes: readonly number[], volumes: readonly number[]): IndicatorSet {
  requireAligned({ closes, volumes });
  return {
    sma20: sma(closes, 20),
    ema20: ema(closes, 20),
    rsi14: rsi(closes, 14),
    macd: macd(closes),
    bollinger: bollinger(closes),
    vwap: vwap(closes, volumes),
  };
}
