import type { CandleInterval } from "@carbonxchange/sdk";

/** Seconds of each candle interval. */
export const CANDLE_SECONDS: Record<CandleInterval, number> = {
  "1m": 60,
  "5m": 300,
  "15m": 900,
  "1h": 3_600,
  "1d": 86_400,
};
