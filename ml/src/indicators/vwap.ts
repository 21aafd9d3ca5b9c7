import { MlError } from "../errors.ts";
import { requireAligned, requireFinite } from "../series-checks.ts";
import type { IndicatorSeries } from "./indicator-series.ts";

/**
 * Volume-weighted average price since `anchor` (an index, zero for the first bar): sum of price x volume over sum of
 * volume. Null before the anchor and until something was traded.
 */
export function vwap(prices: readonly number[], volumes: readonly number[], anchor = 0): IndicatorSeries {
  requireAligned({ prices, volumes });
  requireFinite(prices, "prices");
  requireFinite(volumes, "volumes");
  if (!Number.isInteger(anchor) || anchor < 0) throw new MlError("BAD_PARAMETER", `anchor ${anchor}`);
  let value = 0;
  let volume = 0;
  return prices.map((price, row) => {
    const traded = volumes[row] ?? 0;
    if (traded < 0) throw new MlError("BAD_PARAMETER", `volumes, row ${row}: ${traded}`, { series: "volumes", row });
    if (row < anchor) return null;
    value += price * traded;
    volume += traded;
    return volume === 0 ? null : value / volume;
  });
}
